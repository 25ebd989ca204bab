"""A signed-in client of a real server."""

import requests

from tests.serving import Served


def sign_in(served: Served, login: str, password: str) -> requests.Session:
    """A session with its cookies, and the header that answers the forgery cookie."""
    session = requests.Session()
    session.get(f"{served.address}/api/session", timeout=20)
    session.headers["X-CSRFToken"] = session.cookies["csrftoken"]
    said = {"login": login, "password": password}
    answer = session.post(f"{served.address}/api/session", json=said, timeout=20)
    assert answer.status_code == 200, answer.text
    session.headers["X-CSRFToken"] = session.cookies["csrftoken"]
    return session
