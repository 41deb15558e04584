import httpx

from jobs import answer_jobs

client = httpx.Client(timeout=60)


def send(method, url, body, headers):
    answer = client.request(method, url, content=body, headers=headers)
    return answer.status_code, answer.text


answer_jobs(httpx.__version__, send)
