<?php
require __DIR__ . '/jobs.php';

$curl = curl_init();

answer_jobs(PHP_VERSION . ' with curl ' . curl_version()['version'], function ($method, $url, $body, $headers) use ($curl) {
    curl_reset($curl);
    curl_setopt_array($curl, [
        CURLOPT_URL => $url,
        CURLOPT_CUSTOMREQUEST => $method,
        CURLOPT_HTTPHEADER => $headers,
        CURLOPT_RETURNTRANSFER => true,
    ]);
    if ($body !== '') curl_setopt($curl, CURLOPT_POSTFIELDS, $body);
    $text = curl_exec($curl);
    if ($text === false) throw new UnexpectedValueException('curl_errno ' . curl_errno($curl));
    return [curl_getinfo($curl, CURLINFO_RESPONSE_CODE), $text];
});
