"""The loop of jobs.js."""

import sys


def answer_jobs(version, send):
    print(f"version\t{version}", flush=True)
    for line in sys.stdin:
        method, url, body, *headers = line.rstrip("\n").split("\t")
        try:
            status, text = send(method, url, body.encode() or None, dict(each.split(": ", 1) for each in headers))
            print(f"answer\t{status}\t{text}", flush=True)
        except Exception as problem:
            kind = type(problem)
            print(f"error\t{kind.__module__.split('.')[0]}.{kind.__name__}", flush=True)
