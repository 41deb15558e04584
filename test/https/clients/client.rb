require 'json'
require 'net/http'
require 'openssl'

target = 'GET api.ticketevolution.com/v9/events?page=1&per_page=1'
digest = OpenSSL::HMAC.digest('SHA256', ENV.fetch('TEVO_API_SECRET'), target)
uri = URI(target.sub('GET ', 'https://'))
headers = { 'X-Token' => ENV.fetch('TEVO_API_TOKEN'), 'X-Signature' => [digest].pack('m0') }
answer = Net::HTTP.start(uri.host, uri.port, use_ssl: true) { |http| http.get(uri.request_uri, headers) }
puts "#{answer.code} #{JSON.parse(answer.body)['per_page']}"
