import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

class Client {
  public static void main(String[] args) throws Exception {
    var target = "GET api.ticketevolution.com/v9/events?page=1&per_page=1";
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(System.getenv("TEVO_API_SECRET").getBytes(), "HmacSHA256"));
    var request = HttpRequest.newBuilder(URI.create(target.replace("GET ", "https://")))
        .header("X-Token", System.getenv("TEVO_API_TOKEN"))
        .header("X-Signature", Base64.getEncoder().encodeToString(mac.doFinal(target.getBytes())))
        .build();
    var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    System.out.println(answer.statusCode() + " " + answer.body().replaceAll(".*\"per_page\":(\\d+).*", "$1"));
  }
}
