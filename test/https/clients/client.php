<?php
// With curl, and with PHP's own streams: each has a setting of its own for whom to trust.
$target = 'GET api.ticketevolution.com/v9/events?page=1&per_page=1';
$url = str_replace('GET ', 'https://', $target);
$signature = base64_encode(hash_hmac('sha256', $target, getenv('TEVO_API_SECRET'), true));
$headers = ['X-Token: ' . getenv('TEVO_API_TOKEN'), 'X-Signature: ' . $signature];

$curl = curl_init($url);
curl_setopt_array($curl, [CURLOPT_HTTPHEADER => $headers, CURLOPT_RETURNTRANSFER => true]);
$byCurl = curl_exec($curl);
if ($byCurl === false) exit(curl_error($curl) . "\n");
$byStream = file_get_contents($url, false, stream_context_create(['http' => ['header' => $headers]]));
if ($byStream !== $byCurl) exit("the stream got another answer\n");
echo curl_getinfo($curl, CURLINFO_RESPONSE_CODE), ' ', json_decode($byCurl)->per_page, "\n";
