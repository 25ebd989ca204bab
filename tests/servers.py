"""Real servers for the tests of intake, from Debian's packages. Where they are not installed the tests are skipped."""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pymysql
import pytest

PASSWORD = "geheim-9f2c"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def needed(*commands: str) -> list[str]:
    """Where the commands are; the test is skipped, and says so, when one is missing."""
    found = [_found(command) for command in commands]
    for command, path in zip(commands, found, strict=True):
        if path is None:
            pytest.skip(f"{command} is not installed: apt-get install postgresql mariadb-server mosquitto")
    return [path for path in found if path is not None]


def _found(command: str) -> str | None:
    beside = [*Path("/usr/lib/postgresql").glob(f"*/bin/{command}"), Path("/usr/sbin", command)]
    return shutil.which(command) or next((str(path) for path in beside if path.exists()), None)


@contextlib.contextmanager
def folder_of(user: str | None) -> Iterator[Path]:
    """An empty folder that belongs to the user: some servers will not run as root."""
    folder = Path(tempfile.mkdtemp(prefix="shuzhi-server-", dir="/tmp"))
    if user is not None:
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def running(command: list[str], *, ready: Callable[[], None], user: str | None = None) -> Iterator[None]:
    """A server process, up once ``ready`` no longer raises."""
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, user=user,
        extra_groups=[] if user else None,
    )  # fmt: skip
    try:
        until = time.monotonic() + 60
        while True:
            try:
                ready()
                break
            except Exception:
                assert process.poll() is None, f"{command[0]} ended with {process.returncode}"
                assert time.monotonic() < until, f"{command[0]} does not answer"
                time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(30)


def unprivileged(name: str) -> str | None:
    """Who the server runs as: root may not run it."""
    return name if os.geteuid() == 0 else None


@contextlib.contextmanager
def postgres() -> Iterator[int]:
    """A PostgreSQL server; its port. The user ``postgres`` needs no password."""
    server, initdb = needed("postgres", "initdb")
    user, port = unprivileged("postgres"), free_port()
    with folder_of(user) as folder:
        make = [
            initdb,
            "-D",
            f"{folder}/data",
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        ]
        subprocess.run(
            make, check=True, stdout=subprocess.DEVNULL, user=user, extra_groups=[] if user else None
        )
        start = [server, "-D", f"{folder}/data", "-p", str(port), "-k", str(folder), "-h", "127.0.0.1", "-F"]

        def ready() -> None:
            psycopg.connect(f"postgresql://postgres@127.0.0.1:{port}/postgres").close()

        with running(start, ready=ready, user=user):
            yield port


@contextlib.contextmanager
def mariadb() -> Iterator[int]:
    """A MariaDB server; its port. The user ``reader`` with PASSWORD may do anything in the database ``yw``."""
    server, install = needed("mariadbd", "mariadb-install-db")
    user, port = unprivileged("mysql"), free_port()
    with folder_of(user) as folder:
        common = ["--no-defaults", f"--datadir={folder}/data", *([f"--user={user}"] if user else [])]
        subprocess.run(
            [install, *common, "--skip-test-db", "--auth-root-authentication-method=normal"],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        start = [
            server, *common, f"--port={port}", f"--socket={folder}/sock", "--bind-address=127.0.0.1",
            "--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=32M", f"--pid-file={folder}/pid",
        ]  # fmt: skip

        def ready() -> None:
            pymysql.connect(host="127.0.0.1", port=port, user="root").close()

        with running(start, ready=ready):
            with pymysql.connect(host="127.0.0.1", port=port, user="root") as root, root.cursor() as cursor:
                cursor.execute("create database yw character set utf8mb4")
                cursor.execute("delete from mysql.global_priv where user = ''")
                cursor.execute("flush privileges")
                cursor.execute(f"create user reader identified by '{PASSWORD}'")
                cursor.execute("grant all on yw.* to reader")
            yield port


class Broker:
    """A Mosquitto that can be stopped and started again; what it was to keep it keeps."""

    def __init__(self, folder: Path, user: str | None) -> None:
        (self._path,) = needed("mosquitto")
        self.port = free_port()
        self._folder = folder
        self._user = user
        self._stack = contextlib.ExitStack()
        (folder / "mosquitto.conf").write_text(
            f"listener {self.port} 127.0.0.1\nallow_anonymous true\npersistence true\n"
            f"persistence_location {folder}/\nautosave_interval 30\n"
            "max_queued_messages 0\nmax_inflight_messages 0\nlog_type none\n",
            encoding="utf-8",
        )
        # Whatever umask an earlier test's server left in this process, its own user must read it.
        (folder / "mosquitto.conf").chmod(0o644)

    def start(self) -> None:
        def ready() -> None:
            socket.create_connection(("127.0.0.1", self.port), 1).close()

        command = [self._path, "-c", f"{self._folder}/mosquitto.conf"]
        self._stack.enter_context(running(command, ready=ready, user=self._user))

    def stop(self) -> None:
        self._stack.close()


@contextlib.contextmanager
def mosquitto() -> Iterator[Broker]:
    user = unprivileged("mosquitto")
    needed("mosquitto")
    with folder_of(user) as folder:
        broker = Broker(folder, user)
        broker.start()
        try:
            yield broker
        finally:
            broker.stop()
