import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** The loop of jobs.js. */
class JavaHttpClient {
  public static void main(String[] args) throws Exception {
    System.out.println("version\t" + System.getProperty("java.version"));
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    BufferedReader jobs = new BufferedReader(new InputStreamReader(System.in));
    for (String line; (line = jobs.readLine()) != null; ) {
      try {
        System.out.println("answer\t" + send(client, line.split("\t")));
      } catch (Exception problem) {
        System.out.println("error\t" + problem.getClass().getName());
      }
    }
  }

  static String send(HttpClient client, String[] job) throws Exception {
    HttpRequest.BodyPublisher body =
        job[2].isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(job[2]);
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(job[1])).method(job[0], body);
    for (int nth = 3; nth < job.length; nth += 1) {
      String[] header = job[nth].split(": ", 2);
      request.header(header[0], header[1]);
    }
    HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return answer.statusCode() + "\t" + answer.body();
  }
}
