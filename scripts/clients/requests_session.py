import requests

from jobs import answer_jobs

session = requests.Session()


def send(method, url, body, headers):
    answer = session.request(method, url, data=body, headers=headers)
    return answer.status_code, answer.text


answer_jobs(requests.__version__, send)
