import base64
import hmac
import http.client
import json
import os
from urllib.request import Request, urlopen

import pytest

ORDER = {
    "seller_id": 1691,
    "client_id": 107655,
    "payments": [{"type": "cash"}],
    "shipped_items": [
        {
            "type": "Eticket",
            "email_address_id": 33333,
            "items": [{"ticket_group_id": 52554287, "price": 50, "quantity": 2}],
        }
    ],
}


def post(url, body, headers={}):
    with urlopen(Request(url, body.encode(), headers)) as answer:
        return json.load(answer)


def control(path, body):
    return post(os.environ["TEVO_CONTROL_URL"] + path, json.dumps(body))


def place_order():
    """Your own program stands in its place: it takes the same variables."""
    base_url = os.environ["TEVO_BASE_URL"]
    body = json.dumps({"orders": [ORDER]})
    signed = f"POST {base_url.removeprefix('http://')}/v9/orders?{body}"
    digest = hmac.digest(os.environ["TEVO_API_SECRET"].encode(), signed.encode(), "sha256")
    keys = {"X-Token": os.environ["TEVO_API_TOKEN"], "X-Signature": base64.b64encode(digest).decode()}
    return post(f"{base_url}/v9/orders", body, {"Content-Type": "application/json", **keys})


def test_an_order_whose_answer_is_lost_is_made_once():
    control("/faults", ["lost-answer"])

    with pytest.raises(http.client.HTTPException):
        place_order()

    once = {"min": 1, "max": 1}
    assert control("/requests/verify", {"match": {"operation": "orders.create"}, "times": once}) == {"count": 1}
    # The order behind the sale is a part of it.
    orders = {"where": {"front_order_id": None}, "times": once}
    assert control("/world/verify", {"orders": orders})["broken"] == []
