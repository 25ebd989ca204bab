"""Start: database, people, scheduler, web server, in one process."""

import errno
import os
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text
from shuzhi.ops.folder import CITY

Say = Callable[[str], None]


def serve(folder: Path, *, host: str, port: int, demo: bool, say: Say) -> None:
    """Serve the city until stopped. ``demo`` also makes the people that city.yml names. Passwords are told once.

    Raises ShuzhiError, with nothing done yet, when the port is taken.
    """
    listening = _listen(host, port)
    prepare(folder, demo=demo, say=say)
    import uvicorn  # noqa: PLC0415  Django's settings must be known first

    from shuzhi.ops.asgi import application  # noqa: PLC0415
    from shuzhi.ops.jobs import JOBS, Scheduler  # noqa: PLC0415

    scheduler = Scheduler(JOBS)
    scheduler.start()
    say(
        str(
            Text(f"打开 http://{host}:{port}/ ，按 Ctrl-C 停止", f"open http://{host}:{port}/ , Ctrl-C stops")
        )
    )
    server = uvicorn.Server(
        uvicorn.Config(
            application,
            log_level="warning",
            lifespan="off",
            access_log=False,
            # Streams of notices stay open for ever: they are not waited for.
            timeout_graceful_shutdown=3,
        )
    )
    try:
        with suppress(KeyboardInterrupt):
            server.run(sockets=[listening])
    finally:
        scheduler.stop()


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
