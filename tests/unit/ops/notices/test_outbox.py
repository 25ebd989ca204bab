"""Notices leave the house by mail and webhook: signed, tried again later and later, given up in the end."""

import email.policy
import json
import socket
import threading
from collections.abc import Iterator
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import transaction

from shuzhi.core.errors import ShuzhiError
from shuzhi.core.text import Text
from shuzhi.ops.notices import channels
from shuzhi.ops.notices.actions import tell
from shuzhi.ops.notices.models import Delivery
from shuzhi.ops.notices.outbox import WAITS, deliver
from shuzhi.ops.people.models import User

WORDS = Text("新任务：工单 2026-000001", "new task: order 2026-000001")


class Post:
    """A mail server and a web server that keep what they are given, unless told to refuse it."""

    def __init__(self) -> None:
        self.mails: list[Envelope] = []
        self.posts: list[tuple[dict[str, str], bytes]] = []
        self.refuses = False

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.refuses:
            return "451 try again later"
        self.mails.append(envelope)
        return "250 OK"


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    kept = Post()

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if kept.refuses:
                self.send_response(302)
                self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            else:
                kept.posts.append((dict(self.headers), body))
                self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    web = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=web.serve_forever, daemon=True).start()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    mail = Controller(kept, hostname="127.0.0.1", port=port)
    mail.start()
    monkeypatch.setenv("SHUZHI_SMTP", f"smtp://127.0.0.1:{port}?from=shuzhi@xishi.example")
    monkeypatch.setenv("SHUZHI_WEBHOOK", f"http://127.0.0.1:{web.server_port}/hook")
    monkeypatch.setenv("SHUZHI_WEBHOOK_SECRET", "a secret of many letters")
    monkeypatch.setenv("SHUZHI_ADDRESS", "https://shuzhi.example/")
    channels.check()
    yield kept
    mail.stop()
    web.shutdown()
    web.server_close()


@pytest.fixture
def user(people: dict[str, User], clock: object) -> User:
    people["qinghe"].email = "qinghe@xishi.example"
    people["qinghe"].save()
    return people["qinghe"]


def send(*users: User) -> None:
    with transaction.atomic():
        tell(users, kind="task", text=WORDS, link="/orders/2026-000001")


def states() -> dict[str, tuple[str, int]]:
    return {each.channel: (each.state, each.tries) for each in Delivery.objects.all()}


def test_a_notice_arrives_once_by_mail(user: User, post: Post) -> None:
    send(user)
    deliver()
    deliver()
    (envelope,) = post.mails
    message = message_from_bytes(envelope.content, policy=email.policy.default)
    assert (envelope.rcpt_tos, message["Subject"]) == (["qinghe@xishi.example"], WORDS.zh)
    assert message.get_content().split() == [
        *WORDS.zh.split(),
        *WORDS.en.split(),
        "https://shuzhi.example/orders/2026-000001",
    ]
    assert message["Message-ID"].startswith("<shuzhi-notice-")


def test_a_notice_arrives_once_by_webhook_signed(user: User, post: Post) -> None:
    send(user)
    deliver()
    deliver()
    ((headers, body),) = post.posts
    told = json.loads(body)
    assert (told["user"], told["text"], told["link"]) == ("qinghe", WORDS._asdict(), "/orders/2026-000001")
    expected = channels.signature(body, headers["X-Shuzhi-Timestamp"], "a secret of many letters")
    assert headers["X-Shuzhi-Signature"] == expected
    assert (
        channels.signature(body + b" ", headers["X-Shuzhi-Timestamp"], "a secret of many letters") != expected
    )


def test_who_has_no_address_gets_no_mail(people: dict[str, User], clock: object, post: Post) -> None:
    send(people["xibei"])
    deliver()
    assert (len(post.mails), len(post.posts)) == (0, 1)


def test_it_is_tried_again_later_and_later_until_it_arrives(user: User, post: Post, clock) -> None:
    post.refuses = True
    send(user)
    deliver()
    deliver()
    assert states() == {"mail": ("waiting", 1), "webhook": ("waiting", 1)}
    clock.move(seconds=59)
    deliver()
    assert states()["mail"] == ("waiting", 1)
    clock.move(seconds=1)
    deliver()
    assert states()["mail"] == ("waiting", 2)
    post.refuses = False
    clock.move(seconds=WAITS[1].total_seconds())
    deliver()
    assert states() == {"mail": ("sent", 3), "webhook": ("sent", 3)}
    assert (len(post.mails), len(post.posts)) == (1, 1)


def test_it_is_given_up_in_the_end_and_says_why(user: User, post: Post, clock) -> None:
    post.refuses = True
    send(user)
    for wait in (*WAITS, WAITS[-1]):
        deliver()
        clock.move(seconds=wait.total_seconds())
    assert states() == {"mail": ("given_up", 9), "webhook": ("given_up", 9)}
    assert "451" in Delivery.objects.get(channel="mail").error


def test_a_clock_that_was_a_year_ahead_holds_nothing_back(user: User, post: Post, clock) -> None:
    clock.move(days=365)
    post.refuses = True
    send(user)
    deliver()
    clock.move(days=-365)
    post.refuses = False
    deliver()
    assert states() == {"mail": ("sent", 2), "webhook": ("sent", 2)}


def test_without_the_environment_nothing_leaves(user: User, clock: object) -> None:
    send(user)
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SHUZHI_SMTP", "mail.example:25"),
        ("SHUZHI_SMTP", "smtp://mail.example"),
        ("SHUZHI_WEBHOOK", "ftp://example/x"),
        ("SHUZHI_WEBHOOK", "https://example/without-secret"),
    ],
)
def test_a_channel_set_wrongly_is_told_at_the_start(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ShuzhiError):
        channels.check()
