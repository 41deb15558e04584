import base64, hashlib, hmac, json, os, urllib.request

target = "GET api.ticketevolution.com/v9/events?page=1&per_page=1"
digest = hmac.new(os.environ["TEVO_API_SECRET"].encode(), target.encode(), hashlib.sha256).digest()
request = urllib.request.Request(
    target.replace("GET ", "https://"),
    headers={"X-Token": os.environ["TEVO_API_TOKEN"], "X-Signature": base64.b64encode(digest).decode()},
)
with urllib.request.urlopen(request) as answer:
    print(answer.status, json.load(answer)["per_page"])
