require 'net/http'

$stdout.sync = true
puts "version\t#{RUBY_VERSION}"
http = nil
while (line = $stdin.gets)
  method, url, body, *headers = line.chomp.split("\t")
  uri = URI(url)
  begin
    http = Net::HTTP.start(uri.host, uri.port) unless http&.started?
    request = Net::HTTP.const_get(method.capitalize).new(uri.request_uri)
    headers.each { |header| request[header.split(': ', 2).first] = header.split(': ', 2).last }
    request.body = body unless body.empty?
    answer = http.request(request)
    puts "answer\t#{answer.code}\t#{answer.body}"
  rescue StandardError => problem
    puts "error\t#{problem.class}"
  end
end
