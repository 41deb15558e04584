<?php
/** The loop of jobs.js. */
function answer_jobs(string $version, callable $send): void
{
    echo "version\t$version\n";
    while (($line = fgets(STDIN)) !== false) {
        [$method, $url, $body] = $fields = explode("\t", rtrim($line, "\n"));
        try {
            [$status, $text] = $send($method, $url, $body, array_slice($fields, 3));
            echo "answer\t$status\t$text\n";
        } catch (Throwable $problem) {
            // PHP's curl throws nothing: its program returns the message.
            $name = $problem instanceof UnexpectedValueException ? [] : [(new ReflectionClass($problem))->getShortName()];
            $code = preg_match('/^(?:cURL error|curl_errno) \d+/', $problem->getMessage(), $found) ? [$found[0]] : [];
            echo "error\t" . implode(', ', [...$name, ...$code]) . "\n";
        }
    }
}
