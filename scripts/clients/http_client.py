"""A program that sends again what was not answered, without looking: its library does not."""

import http.client
import sys
from urllib.parse import urlsplit

from jobs import answer_jobs

connection = None


def once(method, url, body, headers):
    global connection
    parts = urlsplit(url)
    connection = connection or http.client.HTTPConnection(parts.netloc)
    try:
        connection.request(method, url[len(f"{parts.scheme}://{parts.netloc}") :], body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    except (http.client.HTTPException, OSError):
        connection.close()
        connection = None
        raise


def send(method, url, body, headers):
    try:
        return once(method, url, body, headers)
    except (http.client.HTTPException, OSError):
        if "--blind-retry" not in sys.argv:
            raise
        return once(method, url, body, headers)


answer_jobs(".".join(str(part) for part in sys.version_info[:3]), send)
