import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;

/** The loop of jobs.js. */
class UrlConnection {
  public static void main(String[] args) throws Exception {
    System.out.println("version\t" + System.getProperty("java.version"));
    BufferedReader jobs = new BufferedReader(new InputStreamReader(System.in));
    for (String line; (line = jobs.readLine()) != null; ) {
      try {
        System.out.println("answer\t" + send(line.split("\t")));
      } catch (Exception problem) {
        System.out.println("error\t" + problem.getClass().getName());
      }
    }
  }

  static String send(String[] job) throws Exception {
    HttpURLConnection connection = (HttpURLConnection) new URL(job[1]).openConnection();
    connection.setRequestMethod(job[0]);
    for (int nth = 3; nth < job.length; nth += 1) {
      String[] header = job[nth].split(": ", 2);
      connection.setRequestProperty(header[0], header[1]);
    }
    if (!job[2].isEmpty()) {
      connection.setDoOutput(true);
      connection.getOutputStream().write(job[2].getBytes(StandardCharsets.UTF_8));
    }
    int status = connection.getResponseCode();
    try (InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      return status + "\t" + new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
