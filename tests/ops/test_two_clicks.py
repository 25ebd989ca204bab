"""Of what is asked twice at the same moment one is done: by version, by key, by number."""

import shutil
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import requests

from tests.serving import serving
from tests.signed_in import sign_in

CITY = Path(__file__).parents[1] / "unit" / "ops" / "city"
ORDER = {"scenario": "letters", "flow": "诉求", "title": "井盖缺失", "region": "990202001"}


def test_one_of_many_at_once_is_done(tmp_path: Path) -> None:
    city = Path(shutil.copytree(CITY, tmp_path / "city"))
    with serving(city) as served, ThreadPoolExecutor(6) as at_once:
        clicks = [sign_in(served, "jiexian", served.passwords["jiexian"]) for _ in range(6)]

        def post(click: requests.Session, path: str, body: object, key: str = "") -> requests.Response:
            headers = {"Idempotency-Key": key} if key else {}
            return click.post(f"{served.address}/api/{path}", json=body, headers=headers, timeout=60)

        opened = list(at_once.map(lambda click: post(click, "orders", ORDER), clicks))
        numbers = [answer.json()["number"] for answer in opened]
        assert sorted(numbers) == [f"2026-{number:06}" for number in range(1, 7)]
        for number in numbers:
            path = f"orders/{number}/claim"
            claims = list(at_once.map(lambda click, path=path: post(click, path, {"version": 1}), clicks))
            assert Counter(answer.status_code for answer in claims) == {200: 1, 409: 5}
            path, done = f"orders/{number}/complete", {"version": 2, "result": "派出", "form": {}}
            sent = list(
                at_once.map(
                    lambda click, path=path, done=done: post(click, path, done, "key-" + path), clicks
                )
            )
            assert {answer.status_code for answer in sent} == {200}, [answer.text for answer in sent]
            assert {answer.json()["version"] for answer in sent} == {3}
