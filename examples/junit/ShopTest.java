import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class ShopTest {
    private static final String ORDER = """
        {"seller_id": 1691, "client_id": 107655, "payments": [{"type": "cash"}], "shipped_items": [
          {"type": "Eticket", "email_address_id": 33333,
           "items": [{"ticket_group_id": 52554287, "price": 50, "quantity": 2}]}]}
        """;

    @Test
    void anOrderWhoseAnswerIsLostIsMadeOnce() throws Exception {
        control("/faults", "[\"lost-answer\"]");

        assertThrows(IOException.class, this::placeOrder);

        String once = "\"times\": {\"min\": 1, \"max\": 1}";
        var requests = control("/requests/verify", "{\"match\": {\"operation\": \"orders.create\"}, " + once + "}");
        assertEquals(200, requests.statusCode(), requests.body());
        // The order behind the sale is a part of it.
        var orders = control("/world/verify", "{\"orders\": {\"where\": {\"front_order_id\": null}, " + once + "}}");
        assertEquals(200, orders.statusCode(), orders.body());
    }

    /** Your own program stands in its place: it takes the same variables. */
    private HttpResponse<String> placeOrder() throws Exception {
        String url = System.getenv("TEVO_BASE_URL") + "/v9/orders";
        String body = "{\"orders\": [" + ORDER + "]}";
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(System.getenv("TEVO_API_SECRET").getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String signed = "POST " + url.substring("http://".length()) + "?" + body;
        String signature = Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        return post(url, body, "X-Token", System.getenv("TEVO_API_TOKEN"), "X-Signature", signature);
    }

    private HttpResponse<String> control(String path, String body) throws Exception {
        return post(System.getenv("TEVO_CONTROL_URL") + path, body);
    }

    private HttpResponse<String> post(String url, String body, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url)).header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) request.headers(headers);
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
