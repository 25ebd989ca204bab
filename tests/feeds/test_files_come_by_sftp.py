"""Files left on a real SFTP server are fetched once each, whole, from the server that was declared and no other."""

import asyncio
import os
import stat
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import asyncssh
import pytest

from shuzhi.collect.fetch import Fetched, fetch
from shuzhi.collect.sftp import signed_in
from shuzhi.core.errors import ShuzhiError
from shuzhi.packs.folder_file import Sftp
from shuzhi.packs.init import write_city
from shuzhi.packs.loader import load_city
from shuzhi.run.execute import Told
from shuzhi.run.feeds import pull_feeds

PASSWORD = "geheim"
KEY = asyncssh.generate_private_key("ssh-ed25519")
OTHER = asyncssh.generate_private_key("ssh-ed25519")


def spelled(key: asyncssh.SSHKey) -> str:
    return " ".join(key.export_public_key().decode().split()[:2])


@dataclass
class Server:
    """A department's SFTP server, on a thread of its own. ``breaks`` closes the connection once so much was read."""

    box: Path
    host_key: asyncssh.SSHKey = field(default_factory=lambda: asyncssh.generate_private_key("ssh-ed25519"))
    breaks: int | None = None
    lies: Sequence[bytes] = ()
    grows: bool = False
    port: int = 0
    read: int = 0
    tried: int = 0

    def start(self) -> None:
        up, self.loop = threading.Event(), asyncio.new_event_loop()

        async def listen() -> None:
            acceptor = await asyncssh.listen(
                "127.0.0.1", 0, server_factory=lambda: Doorkeeper(self), server_host_keys=[self.host_key],
                sftp_factory=lambda channel: Files(channel, self), config=None, keepalive_interval=0,
            )  # fmt: skip
            self.acceptor, self.port = acceptor, acceptor.get_port()
            up.set()

        self.loop.create_task(listen())
        self.thread = threading.Thread(target=self.loop.run_forever)
        self.thread.start()
        assert up.wait(20)

    def stop(self) -> None:
        async def close() -> None:
            self.acceptor.close()
            await self.acceptor.wait_closed()
            await asyncio.sleep(0.1)

        asyncio.run_coroutine_threadsafe(close(), self.loop).result(20)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()


class Doorkeeper(asyncssh.SSHServer):
    def __init__(self, server: Server) -> None:
        self.server = server

    def begin_auth(self, username: str) -> bool:
        return True

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        self.server.tried += 1
        return (username, password) == ("shuzhi", PASSWORD)

    def public_key_auth_supported(self) -> bool:
        return True

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        return username == "shuzhi" and spelled(key) == spelled(KEY)


class Files(asyncssh.SFTPServer):
    def __init__(self, channel: "asyncssh.SSHServerChannel[bytes]", server: Server) -> None:
        super().__init__(channel, chroot=os.fsencode(server.box))
        self.server = server

    def read(self, file_obj: object, offset: int, size: int) -> bytes:
        if self.server.breaks is not None and self.server.read >= self.server.breaks:
            self.connection.abort()
        piece: bytes = super().read(file_obj, offset, size)  # type: ignore[assignment]
        self.server.read += len(piece)
        if self.server.grows:
            with (self.server.box / "报送" / "一月.csv").open("a", encoding="utf-8") as file:
                file.write("more\n")
            self.server.grows = False
        return piece

    async def scandir(self, path: bytes):  # type: ignore[no-untyped-def]
        for name in self.server.lies:
            told = asyncssh.SFTPAttrs(permissions=stat.S_IFREG | 0o644, size=1, mtime=1)
            yield asyncssh.SFTPName(name, attrs=told)
        async for each in super().scandir(path):
            yield each


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    (tmp_path / "部门" / "报送").mkdir(parents=True)
    made = Server(tmp_path / "部门")
    made.start()
    yield made
    made.stop()


def leave(server: Server, name: str | bytes, text: str, *, ago: float = 100) -> None:
    path = Path(os.fsdecode(os.fsencode(server.box / "报送") + b"/" + os.fsencode(name)))
    path.write_text(text, encoding="utf-8")
    os.utime(path, (time.time() - ago,) * 2)


def asked(server: Server, **said: object) -> Sftp:
    address = f"sftp://shuzhi@127.0.0.1:{server.port}/报送"
    told = {
        "address": address,
        "host_keys": (spelled(server.host_key),),
        "names": ("*.csv",),
        "password": {"env": "X"},
    }
    return Sftp.model_validate(told | said)


def once(
    server: Server, feed: Sftp | None = None, secret: str = PASSWORD, *, by_key: bool = False
) -> Fetched:
    feed = feed or asked(server)
    with signed_in(feed, secret, "feeds/x.yml", by_key=by_key) as place:
        return fetch(place, feed, server.box.parent / "取件", "feeds/x.yml")


def got(server: Server) -> dict[str, str]:
    folder = server.box.parent / "取件"
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir() if path.name[0] != "."}


def test_each_once_whole_and_again_when_it_changed(server: Server) -> None:
    leave(server, "一月.csv", "a")
    leave(server, "二月".encode("gb18030") + b".csv", "b")
    for name in (".hidden.csv", "三月.csv.part", "其他.xlsx"):
        leave(server, name, "x")
    leave(server, "四月.csv", "d", ago=5)
    (server.box / "报送" / "link.csv").symlink_to("一月.csv")
    (server.box / "报送" / "folder.csv").mkdir()
    first = once(server)
    assert (first.files, got(server)) == (2, {"一月.csv": "a", "二月.csv": "b"})
    assert [problem.what.zh for problem in first.problems] == ["文件可能还在写，这次没有取：四月.csv"]
    assert once(server).files == 0
    leave(server, "一月.csv", "c", ago=90)
    assert once(server, secret=KEY.export_private_key().decode().strip(), by_key=True).files == 1
    assert got(server)["一月.csv"] == "c"


def test_another_server_is_told_no_password(server: Server) -> None:
    leave(server, "一月.csv", "a")
    other = asked(server, host_keys=(spelled(OTHER),))
    with pytest.raises(ShuzhiError, match="不是登记的那一台"):
        once(server, other)
    assert server.tried == 0
    both = asked(server, host_keys=(spelled(OTHER), spelled(server.host_key)))
    assert once(server, both).files == 1


def test_who_is_not_let_in_is_told_so(server: Server) -> None:
    with pytest.raises(ShuzhiError, match="不让登录") as told:
        once(server, secret="wrong-one")
    assert "wrong-one" not in str(told.value)
    with pytest.raises(ShuzhiError, match="不让登录"):
        once(server, secret=OTHER.export_private_key().decode(), by_key=True)
    with pytest.raises(ShuzhiError, match="密钥读不了"):
        once(server, secret="no key", by_key=True)
    with pytest.raises(ShuzhiError, match="文件夹打不开"):
        once(server, asked(server, address=f"sftp://shuzhi@127.0.0.1:{server.port}/没有"))


def test_what_broke_off_goes_on_where_it_broke_off(server: Server) -> None:
    whole = "0123456789abcdef" * (2 << 20)
    leave(server, "一月.csv", whole)
    server.breaks = 10 << 20
    first = once(server)
    assert first.files == 0
    assert "取不下来" in str(first.problems[0])
    assert got(server) == {}
    server.breaks, server.read = None, 0
    assert once(server) == Fetched(files=1, problems=[])
    assert got(server) == {"一月.csv": whole}
    assert server.read < 26 << 20, "what had come did not come again"
    assert [path.name for path in (server.box.parent / "取件").glob(".*half*")] == []


def test_what_broke_off_and_was_written_anew_begins_anew(server: Server) -> None:
    leave(server, "一月.csv", "x" * (20 << 20))
    server.breaks = 10 << 20
    once(server)
    leave(server, "一月.csv", "y" * (20 << 20), ago=90)
    server.breaks = None
    assert once(server).files == 1
    assert set(got(server)["一月.csv"]) == {"y"}


def test_a_file_written_to_while_it_is_copied_waits(server: Server) -> None:
    leave(server, "一月.csv", "a\n")
    server.grows = True
    first = once(server)
    assert (first.files, first.problems[0].warning, got(server)) == (0, True, {})
    assert once(server, asked(server, settled=0)).files == 1
    assert got(server) == {"一月.csv": "a\nmore\n"}


def test_names_that_lead_elsewhere_are_no_files(server: Server) -> None:
    server.lies = [b"../evil.csv", b"/etc/evil.csv", b"..\\evil.csv", b"a\0.csv", b".."]
    leave(server, "一月.csv", "a")
    assert once(server).files == 1
    assert got(server) == {"一月.csv": "a"}


def test_a_city_is_fed(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SFTP_PASSWORD", PASSWORD)
    leave(server, "六月.csv", "姓名,身份证号,死亡日期\n")
    write_city(tmp_path / "市")
    (tmp_path / "市" / "feeds").mkdir()
    feed = (
        f"sftp:\n  address: sftp://shuzhi@127.0.0.1:{server.port}/报送\n  password: {{env: SFTP_PASSWORD}}\n"
        f"  host_keys: [{spelled(server.host_key)}]\n"
    )
    path = tmp_path / "市" / "feeds" / "死亡登记.yml"
    path.write_text(feed, encoding="utf-8")
    told: list[Told] = []
    assert pull_feeds(load_city(tmp_path / "市"), told.append) == {"死亡登记": 1}
    assert (tmp_path / "市" / "data" / "取件" / "死亡登记" / "六月.csv").exists()
    unpinned = feed.partition("  host_keys")[0]
    path.write_text(unpinned, encoding="utf-8")
    with pytest.raises(ShuzhiError, match="host_keys"):
        load_city(tmp_path / "市")
    path.write_text(feed.replace("shuzhi@", "shuzhi:geheim@"), encoding="utf-8")
    with pytest.raises(ShuzhiError, match="password"):
        load_city(tmp_path / "市")
