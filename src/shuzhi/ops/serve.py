"""Start: database, people, scheduler, web server, in one process."""

import ctypes
import errno
import os
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text
from shuzhi.ops.folder import CITY

Say = Callable[[str], None]
_M_ARENA_MAX = -8
"""glibc's malloc.h."""


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """What TLS needs: the chain and its key, PEM."""

    chain: Path
    key: Path


def serve(
    folder: Path, *, host: str, port: int, demo: bool, say: Say, certificate: Certificate | None = None
) -> None:
    """Serve the city until stopped. ``demo`` also makes the people that city.yml names. Passwords are told once.

    Raises ShuzhiError, with nothing done yet, when the port is taken or the certificate cannot be used.
    """
    tls = _tls(certificate) if certificate else None
    if tls:
        os.environ["SHUZHI_TLS"] = "own"
    listening = _listen(host, port)
    _keep_few_heaps()
    prepare(folder, demo=demo, say=say)
    import uvicorn  # noqa: PLC0415  Django's settings must be known first

    from shuzhi.ops.asgi import application  # noqa: PLC0415
    from shuzhi.ops.jobs import JOBS, Scheduler  # noqa: PLC0415

    scheduler = Scheduler(JOBS)
    scheduler.start()
    address = f"{'https' if tls else 'http'}://{host}:{port}/"
    say(str(Text(f"打开 {address} ，按 Ctrl-C 停止", f"open {address} , Ctrl-C stops")))
    server = uvicorn.Server(
        uvicorn.Config(
            application,
            log_level="warning",
            lifespan="off",
            access_log=False,
            # Streams of notices stay open for ever: they are not waited for.
            timeout_graceful_shutdown=3,
            ssl_certfile=certificate.chain if certificate else None,
            ssl_keyfile=certificate.key if certificate else None,
            ssl_context_factory=(lambda *_: tls) if tls else None,
            server_header=False,
        )
    )
    try:
        with suppress(KeyboardInterrupt):
            server.run(sockets=[listening])
    finally:
        scheduler.stop()


def _keep_few_heaps() -> None:
    """Threads share two heaps: with glibc's default, up to eight a core, what one thread gave back stays in its own."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 2)


def _tls(certificate: Certificate) -> ssl.SSLContext:
    """TLS 1.2 and 1.3 only. Raises ShuzhiError: nothing there, no pair, or a key that others can read."""
    try:
        if certificate.key.stat().st_mode & 0o077:
            why, todo = (
                Text("别的账号能读到私钥", "other accounts can read the key"),
                f"chmod 600 {certificate.key}",
            )
            raise _bad_certificate(certificate.key, why, Text(todo, todo))
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.minimum_version = ssl.TLSVersion.TLSv1_2
        made.load_cert_chain(certificate.chain, certificate.key, password="")
    except (OSError, ssl.SSLError) as error:
        said = error.strerror or type(error).__name__
        again = Text("给出 PEM 格式、相配的证书与私钥", "name a certificate and its key, in PEM")
        raise _bad_certificate(certificate.chain, Text(said, said), again) from None
    return made


def _bad_certificate(where: Path, why: Text, todo: Text) -> ShuzhiError:
    what = Text("证书用不了", "the certificate cannot be used")
    return ShuzhiError([Problem(what=what, where=str(where), why=why, todo=todo)])


def _listen(host: str, port: int) -> socket.socket:
    """The port, ours from now on: whoever opens the address while we prepare waits instead of being refused."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        said = os.strerror(error.errno or 0)
        problem = Problem(
            what=Text(f"端口 {port} 已被别的程序占用", f"another program has port {port}")
            if taken
            else Text(f"端口 {port} 用不了：{said}", f"port {port} cannot be used: {said}"),
            where=f"{host}:{port}",
            todo=Text(
                f"换一个端口：--port {port + 1}；演示用 make demo PORT={port + 1}",
                f"take another: --port {port + 1}; for the demo: make demo PORT={port + 1}",
            ),
        )
        raise ShuzhiError([problem]) from None


def set_up(folder: Path) -> None:
    """Let Django know which city this process is about. Nothing of Django's models is imported before."""
    os.environ[CITY] = str(folder.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuzhi.ops.settings")
    import django  # noqa: PLC0415

    django.setup()


def prepare(folder: Path, *, demo: bool, say: Say) -> None:
    """Make the database fit this version and the city's files. Running again changes nothing."""
    set_up(folder)
    from shuzhi.ops.city import city  # noqa: PLC0415
    from shuzhi.ops.clock import today  # noqa: PLC0415
    from shuzhi.ops.findings.intake import follow_lake  # noqa: PLC0415
    from shuzhi.ops.migrating import migrate  # noqa: PLC0415
    from shuzhi.ops.notices import channels  # noqa: PLC0415
    from shuzhi.ops.people import actions  # noqa: PLC0415

    channels.check()
    migrate(say)
    actions.follow_city(city())
    follow_lake(say)
    told = actions.first_administrators()
    if demo:
        told += actions.seed_people(city(), today=today())
    if told:
        say(str(Text("新账号，密码只显示这一次：", "new logins; the passwords are shown this once:")))
        say(actions.told_once(told))


def examine(folder: Path) -> list[tuple[str, Text, str, Text, Text]]:
    """Per clause of GB/T 22239-2019, level three: its number, what it asks, the state, its word, the evidence."""
    set_up(folder)
    from shuzhi.ops.doctor.report import SAID  # noqa: PLC0415
    from shuzhi.ops.doctor.report import examine as look  # noqa: PLC0415

    return [
        (item.clause, item.asks, found.state.value, SAID[found.state], found.evidence)
        for item, found in look(folder)
    ]


def verify_audit(folder: Path) -> Problem | None:
    """The first place where the ops side's audit chain is broken, or None. Nothing to verify before the first start."""
    if not (folder / "ops" / "ops.sqlite3").exists() and not os.environ.get("SHUZHI_DATABASE"):
        return None
    set_up(folder)
    from django.db import connection  # noqa: PLC0415

    from shuzhi.ops.audit.actions import verify  # noqa: PLC0415

    try:
        return verify() if "audit_record" in connection.introspection.table_names() else None
    finally:
        connection.close()
