<?php
require 'GuzzleHttp/autoload.php';
require __DIR__ . '/jobs.php';

use GuzzleHttp\Client;
use GuzzleHttp\ClientInterface;

$client = new Client(['http_errors' => false]);
$version = class_exists('Composer\InstalledVersions') && Composer\InstalledVersions::isInstalled('guzzlehttp/guzzle')
    ? Composer\InstalledVersions::getPrettyVersion('guzzlehttp/guzzle')
    : ClientInterface::MAJOR_VERSION;

answer_jobs("$version with curl " . curl_version()['version'], function ($method, $url, $body, $lines) use ($client) {
    $headers = [];
    foreach ($lines as $line) {
        [$name, $value] = explode(': ', $line, 2);
        $headers[$name] = $value;
    }
    $answer = $client->request($method, $url, ['headers' => $headers] + ($body === '' ? [] : ['body' => $body]));
    return [$answer->getStatusCode(), (string) $answer->getBody()];
});
