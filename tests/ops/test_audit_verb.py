"""`shuzhi audit` verifies what people did as well as what was read; it finds whatever was touched, and where."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from shuzhi.ops.locked_sqlite.opening import connect
from tests.serving import serving

CITY = Path(__file__).parents[1] / "unit" / "ops" / "city"
COLUMNS = 'number, at, "by", action, object, about, hash, previous, digest'


def audit(city: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).parent / "shuzhi"), "audit", str(city)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture(scope="module")
def served_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A city whose server made its people: a record each."""
    folder = tmp_path_factory.mktemp("audit") / "city"
    shutil.copytree(CITY, folder)
    with serving(folder):
        pass
    return folder


@pytest.fixture
def city(served_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(served_once, tmp_path / "city"))


def touch(city: Path, *statements: str) -> None:
    """As an attacker with the database in his hands: the guard taken off first."""
    database = connect(str(city / "ops" / "ops.sqlite3"))
    with database:
        database.execute("drop trigger audit_no_update")
        database.execute("drop trigger audit_no_delete")
        for statement in statements:
            database.execute(statement)
    database.close()


def test_an_untouched_city_is_whole_and_so_is_one_never_served(city: Path, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh"
    shutil.copytree(CITY, fresh)
    for each in (city, fresh):
        told = audit(each)
        assert (told.returncode, "审计链完整" in told.stdout) == (0, True), told.stderr
    assert not (fresh / "ops").exists()


@pytest.mark.parametrize(
    ("statements", "where"),
    [
        (["update audit_record set \"by\" = '别人' where number = 4"], 4),
        (["delete from audit_record where number = 5"], 5),
        (["delete from audit_record where number > 9"], 10),
        (
            [
                "update audit_record set number = 9999 where number = 6",
                "update audit_record set number = 6 where number = 7",
                "update audit_record set number = 7 where number = 9999",
            ],
            6,
        ),
        (
            [
                "update audit_record set number = number + 10001 where number > 7",
                "update audit_record set number = number - 10000 where number > 10000",
                f"insert into audit_record ({COLUMNS}) select 8, at, '别人', action, object, about, hash, "
                "'x' || previous, digest from audit_record where number = 9",
            ],
            8,
        ),
    ],
    ids=["edited", "deleted", "end cut off", "two exchanged", "one put in between"],
)
def test_whatever_was_done_to_it_is_found_where_it_was_done(
    city: Path, statements: list[str], where: int
) -> None:
    touch(city, *statements)
    told = audit(city)
    assert (told.returncode, f"audit_record:{where}:" in told.stderr) == (1, True), told.stderr
