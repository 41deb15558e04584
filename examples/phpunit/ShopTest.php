<?php

use PHPUnit\Framework\TestCase;

final class ShopTest extends TestCase
{
    private const ORDER = [
        'seller_id' => 1691,
        'client_id' => 107655,
        'payments' => [['type' => 'cash']],
        'shipped_items' => [[
            'type' => 'Eticket',
            'email_address_id' => 33333,
            'items' => [['ticket_group_id' => 52554287, 'price' => 50, 'quantity' => 2]],
        ]],
    ];

    public function testAnOrderWhoseAnswerIsLostIsMadeOnce(): void
    {
        $this->control('/faults', ['lost-answer']);

        $this->assertNull($this->placeOrder());

        $once = ['min' => 1, 'max' => 1];
        $asked = ['match' => ['operation' => 'orders.create'], 'times' => $once];
        $this->assertSame(['count' => 1], $this->control('/requests/verify', $asked));
        // The order behind the sale is a part of it.
        $orders = ['where' => ['front_order_id' => null], 'times' => $once];
        $this->assertSame([], $this->control('/world/verify', ['orders' => $orders])['broken']);
    }

    /** Your own program stands in its place: it takes the same variables. Null: no whole answer came. */
    private function placeOrder(): ?array
    {
        $url = getenv('TEVO_BASE_URL');
        $body = json_encode(['orders' => [self::ORDER]]);
        $signed = 'POST ' . substr($url, strlen('http://')) . '/v9/orders?' . $body;
        $signature = base64_encode(hash_hmac('sha256', $signed, getenv('TEVO_API_SECRET'), true));
        return $this->post($url . '/v9/orders', $body, ['X-Token: ' . getenv('TEVO_API_TOKEN'), 'X-Signature: ' . $signature]);
    }

    private function control(string $path, array $body): array
    {
        return $this->post(getenv('TEVO_CONTROL_URL') . $path, json_encode($body), []);
    }

    private function post(string $url, string $body, array $headers): ?array
    {
        $call = curl_init($url);
        curl_setopt_array($call, [
            CURLOPT_POSTFIELDS => $body,
            CURLOPT_HTTPHEADER => ['Content-Type: application/json', ...$headers],
            CURLOPT_RETURNTRANSFER => true,
        ]);
        $answer = curl_exec($call);
        return $answer === false ? null : json_decode($answer, true);
    }
}
