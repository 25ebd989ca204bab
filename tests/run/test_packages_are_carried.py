"""A package is taken once, in order, from its sender only, unchanged; and lands as files do."""

import base64
import json
import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from shuzhi.cli.commands import app
from shuzhi.collect import package
from shuzhi.collect.layout import FETCHED
from shuzhi.core.errors import ShuzhiError
from shuzhi.packs.init import write_city
from shuzhi.packs.loader import load_city
from shuzhi.run import packages
from shuzhi.run.intake import accounts
from shuzhi.run.loop import lake_of, run_city
from shuzhi.secure import audit
from shuzhi.secure.gateway import AUDIT
from tests.ugly.people import check

SOURCE, SENDER = "死亡登记", "公安局（公安网）"


def identity(order: int) -> str:
    body = f"99010119400101{order:03}"
    return body + check(body)


class Office:
    """The other side of the 网闸."""

    def __init__(self, folder: Path, to: str) -> None:
        self.folder, self.to = folder, to
        folder.mkdir()
        self.public = packages.new_key(folder / "key")

    def pack(self, rows: int, name: str = "死亡登记2026.csv", to: str = "") -> Path:
        file = self.folder / name
        lines = [f"某{order},{identity(order)},2026-01-05" for order in range(rows)]
        file.write_text("\n".join(["姓名,身份证号,死亡日期", *lines]) + "\n", encoding="gbk")
        out = self.folder / f"{len(list(self.folder.glob('*.zip'))) + 1}.zip"
        packages.make(out, [file], key=self.folder / "key", sender=SENDER, to=to or self.to, source=SOURCE)
        return out


@pytest.fixture
def city(tmp_path: Path) -> Path:
    folder = tmp_path / "市"
    write_city(folder)
    for file in (folder / "data").rglob("*死亡*"):
        file.unlink()
    (folder / "feeds").mkdir()
    return folder


@pytest.fixture
def office(city: Path, tmp_path: Path) -> Office:
    made = Office(tmp_path / "送出方", load_city(city).name.zh)
    told = f"package: {{sender: {SENDER}, key: {made.public}}}\n"
    (city / "feeds" / f"{SOURCE}.yml").write_text(told, encoding="utf-8")
    return made


def taken(city: Path) -> dict[str, int]:
    folder = city / "data" / FETCHED / SOURCE
    return {path.name: len(path.read_bytes().splitlines()) - 1 for path in sorted(folder.glob("[!.]*"))}


def refusals(city: Path) -> list[str]:
    records = [json.loads(line) for line in (city / "lake" / AUDIT).read_text(encoding="utf-8").splitlines()]
    return [record["about"]["file"] for record in records if record["action"] == "refuse package"]


def refused(city: Path, file: Path, why: str) -> None:
    before = taken(city)
    with pytest.raises(ShuzhiError, match=why):
        packages.receive(load_city(city), file, by="某某")
    assert taken(city) == before


def test_make_carry_verify_receive_land(city: Path, office: Office) -> None:
    file = office.pack(3)
    told = CliRunner().invoke(app, ["package", "verify", str(city), str(file)])
    assert (told.exit_code, taken(city)) == (0, {})
    told = CliRunner().invoke(app, ["package", "receive", str(city), str(office.pack(5)), str(file)])
    assert told.exit_code == 0, told.output
    assert taken(city) == {"死亡登记2026.csv": 5}
    run_city(load_city(city), as_of=date(2026, 6, 30), tell=lambda _: None)
    with lake_of(load_city(city), read_only=True) as lake:
        (batch,) = [batch for batch, _ in accounts(lake) if batch.source == SOURCE]
    assert (batch.file, batch.landed) == (f"{FETCHED}/{SOURCE}/死亡登记2026.csv", 5)
    assert audit.verify(city / "lake" / AUDIT) is None


def test_no_package_is_taken_twice_nor_after_a_later_one(city: Path, office: Office) -> None:
    first, second, third = office.pack(1), office.pack(2), office.pack(3)
    assert packages.receive(load_city(city), first, by="某某").missing == 0
    assert packages.receive(load_city(city), third, by="某某").missing == 1
    for old in (first, second, third):
        refused(city, old, "不再收")
    # Under whatever name it is carried.
    shutil.copy(first, first.with_name("新.zip"))
    refused(city, first.with_name("新.zip"), "不再收")
    assert taken(city) == {"死亡登记2026.csv": 3}
    assert refusals(city) == ["1.zip", "2.zip", "3.zip", "新.zip"]


def test_a_receiver_killed_in_the_middle_carries_on(
    city: Path, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = office.pack(2)
    for name in ("write_whole", "_put"):
        with monkeypatch.context() as broken:
            broken.setattr(packages, name, _killed)
            with pytest.raises(KeyboardInterrupt):
                packages.receive(load_city(city), file, by="某某")
    packages.receive(load_city(city), file, by="某某")
    assert taken(city) == {"死亡登记2026.csv": 2}
    refused(city, file, "不再收")


def _killed(*_: object) -> None:
    raise KeyboardInterrupt


def test_what_is_changed_forged_or_for_somebody_else_is_refused(
    city: Path, office: Office, tmp_path: Path
) -> None:
    good = office.pack(2)
    refused(city, office.pack(2, to="别的市"), "不收这个包")
    stranger = Office(tmp_path / "别人", office.to)
    refused(city, stranger.pack(2), "签名不对")
    for change in ("content", "more", "fewer", "twice", "manifest", "unsigned"):
        refused(city, altered(good, change), "不符|签名不对|损坏")
    (tmp_path / "x.zip").write_bytes(b"PK\x05\x06" + b"\0" * 18)
    refused(city, tmp_path / "x.zip", "不是摆渡包")
    for at in range(0, good.stat().st_size, 7):
        data = bytearray(good.read_bytes())
        data[at] ^= 0xFF
        (tmp_path / "x.zip").write_bytes(data)
        try:
            about = packages.verify(load_city(city), tmp_path / "x.zip")
        except ShuzhiError:
            continue
        # A byte that says nothing (a date of the ZIP): what it holds is what was signed.
        assert about == package.claimed(good)
    packages.receive(load_city(city), good, by="某某")


def altered(good: Path, change: str) -> Path:
    bad = good.with_name(f"{change}.zip")
    with zipfile.ZipFile(good) as was, zipfile.ZipFile(bad, "w") as now:
        for name in was.namelist():
            data = was.read(name)
            if change == "fewer" and name.startswith("files/"):
                continue
            if change == "content" and name.startswith("files/"):
                data = data.replace(b"2026", b"2025")
            if change == "manifest" and name == "manifest.json":
                data = data.replace(b'"number":1', b'"number":9')
            if change == "unsigned" and name == "signature":
                data = base64.b64encode(b"\0" * 64)
            now.writestr(name, data)
        if change == "more":
            now.writestr("files/../../evil.csv", "x")
        if change == "twice":
            with pytest.warns(UserWarning, match="Duplicate"):
                now.writestr("manifest.json", was.read("manifest.json"))
    return bad


def test_names_that_lead_elsewhere_are_never_packed_nor_believed(office: Office) -> None:
    for name in ("..", "a/b", ".hidden", "a\\b", "", "x\n"):
        with pytest.raises(ValueError, match="name"):
            package.Packed(name=name, sha256="0" * 64, size=1)
    (office.folder / "key").chmod(0o644)
    with pytest.raises(ShuzhiError, match="私钥"):
        office.pack(1)
