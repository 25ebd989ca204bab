"""The ways out of the house, switched on by the environment: mail and webhook.

SHUZHI_SMTP=smtp://user:password@host:port?from=shuzhi@city.example (``smtps``: TLS from the start; ``smtp+starttls``),
SHUZHI_WEBHOOK=https://host/path with SHUZHI_WEBHOOK_SECRET, SHUZHI_ADDRESS=https://… of these pages, for links in mail.
"""

import hashlib
import hmac
import json
import os
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from email.utils import parseaddr
from typing import IO
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from shuzhi.core.errors import ShuzhiError
from shuzhi.core.text import Text
from shuzhi.ops.clock import now
from shuzhi.ops.errors import invalid
from shuzhi.ops.notices.models import Notice
from shuzhi.ops.people.models import User

MAIL, WEBHOOK, SECRET, ADDRESS = "SHUZHI_SMTP", "SHUZHI_WEBHOOK", "SHUZHI_WEBHOOK_SECRET", "SHUZHI_ADDRESS"
TIMEOUT = 10
"""Seconds a receiver may take."""


def wanted(user: User) -> Iterator[str]:
    """The channels a notice to this user also takes."""
    if os.environ.get(MAIL) and user.email:
        yield "mail"
    if os.environ.get(WEBHOOK):
        yield "webhook"


def check() -> None:
    """Raises ShuzhiError when a channel is switched on and cannot work as it is set."""
    if os.environ.get(MAIL):
        _mail_server()
    if os.environ.get(WEBHOOK):
        address = urlsplit(os.environ[WEBHOOK])
        if address.scheme not in ("http", "https") or not address.hostname:
            raise _wrong(WEBHOOK, Text("应为 https://主机/路径", "should be https://host/path"))
        if len(os.environ.get(SECRET, "")) < 16:
            raise _wrong(
                SECRET,
                Text("至少 16 个字符，与接收方约定", "at least 16 characters, agreed with the receiver"),
            )


def send_mail(notice: Notice) -> None:
    """One mail, Chinese first. Sent again after a crash it has the same Message-ID. Raises what the server answers."""
    address = _mail_server()
    sender = parse_qs(address.query).get("from", [unquote(address.username or "")])[0]
    link = os.environ.get(ADDRESS, "").rstrip("/") + notice.link
    EmailMessage(
        subject=notice.text["zh"],
        body=f"{notice.text['zh']}\n{notice.text['en']}\n\n{link}\n",
        from_email=sender,
        to=[notice.user.email],
        headers={"Message-ID": f"<shuzhi-notice-{notice.pk}@{sender.partition('@')[2]}>"},
        connection=_connection(address),
    ).send()


def post(notice: Notice) -> None:
    """One signed POST. Raises on anything but 2xx; redirections are not followed.

    The signature is of ``<timestamp>.<body>``; X-Shuzhi-Delivery is the same each time this notice is sent.
    """
    body = json.dumps(
        {
            "notice": notice.pk,
            "at": notice.at.isoformat(),
            "user": notice.user.login,
            "kind": notice.kind,
            "text": notice.text,
            "link": notice.link,
        },
        ensure_ascii=False,
    ).encode()
    request = urllib.request.Request(  # noqa: S310  check() lets http and https through only
        os.environ[WEBHOOK], data=body, headers=_signed(body, notice), method="POST"
    )
    with urllib.request.build_opener(_NoRedirect).open(request, timeout=TIMEOUT):
        pass


SENDS: Mapping[str, Callable[[Notice], None]] = {"mail": send_mail, "webhook": post}


def signature(body: bytes, timestamp: str, secret: str) -> str:
    """What a receiver computes to know that a notice is ours and fresh."""
    return "sha256=" + hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()


def _signed(body: bytes, notice: Notice) -> dict[str, str]:
    timestamp = str(int(now().timestamp()))
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Shuzhi",
        "X-Shuzhi-Delivery": str(notice.pk),
        "X-Shuzhi-Timestamp": timestamp,
        "X-Shuzhi-Signature": signature(body, timestamp, os.environ[SECRET]),
    }


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A notice goes where it was told to, or nowhere."""

    def redirect_request(
        self, req: object, fp: IO[bytes], code: int, msg: str, headers: object, newurl: str
    ) -> None:
        del req, fp, code, msg, headers, newurl


def _mail_server() -> SplitResult:
    address = urlsplit(os.environ[MAIL])
    sender = parse_qs(address.query).get("from", [unquote(address.username or "")])[0]
    if address.scheme not in ("smtp", "smtps", "smtp+starttls") or not address.hostname:
        raise _wrong(
            MAIL, Text("应为 smtps://用户:口令@主机:端口", "should be smtps://user:password@host:port")
        )
    if "@" not in parseaddr(sender)[1]:
        raise _wrong(MAIL, Text("缺发件地址：…?from=名称@域名", "the sender is missing: …?from=name@domain"))
    return address


def _connection(address: SplitResult) -> BaseEmailBackend:
    backend: BaseEmailBackend = get_connection(
        "django.core.mail.backends.smtp.EmailBackend",
        host=address.hostname,
        port=address.port or (465 if address.scheme == "smtps" else 25),
        username=unquote(address.username or ""),
        password=unquote(address.password or ""),
        use_ssl=address.scheme == "smtps",
        use_tls=address.scheme == "smtp+starttls",
        timeout=TIMEOUT,
    )
    return backend


def _wrong(name: str, todo: Text) -> ShuzhiError:
    return invalid(Text(f"环境变量 {name} 不对", f"the environment variable {name} is wrong"), name, todo)
