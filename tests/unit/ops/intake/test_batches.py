"""Batches are seen, mended and taken back by those whose sources they are; what they decide waits for the next run."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shuzhi.ops.audit.models import Record
from tests.unit.ops.conftest import Api

Ask = Callable[[str | None], Api]


@pytest.fixture(autouse=True)
def folders(city_folder: Path, lake: Path) -> Iterator[Path]:
    yield city_folder
    for name in ("withdrawals", "repairs"):
        shutil.rmtree(city_folder / name, ignore_errors=True)


def test_each_sees_the_batches_of_his_sources_and_they_add_up(api: Ask) -> None:
    mine, theirs = (
        api("shenyouju").get("intake/batches").json(),
        api("gongyoushu").get("intake/batches").json(),
    )
    assert {row["source"] for row in mine} == {"高龄津贴发放"}
    assert {row["source"] for row in theirs} == {"死亡登记"}
    assert all(
        row["records"] == row["landed"] + row["quarantined"] + row["set_aside"] for row in mine + theirs
    )
    assert api("jiandu").get("intake/batches").status_code == 403
    assert api("gongyoushu").get(f"intake/batches/{mine[0]['batch']}").status_code == 404


def test_a_batch_is_taken_back_by_who_may_with_a_reason_and_not_before_a_run(api: Ask, folders: Path) -> None:
    steward = api("shenzhiming")
    before = steward.get("intake/batches").json()[0]
    path = f"intake/batches/{before['batch']}/withdraw"
    assert api("shenyouju").post(path, {"because": "发错了"}).status_code == 403
    assert steward.post(path, {"because": " "}).status_code == 400
    after = steward.post(path, {"because": "发错了"}).json()
    assert after == before | {"waits": "withdraw"}
    assert (folders / "withdrawals" / f"{before['batch']}.json").is_file()
    assert steward.post(path.replace("withdraw", "restore"), {"because": "没有错"}).status_code == 409
    told = Record.objects.get(object=f"batch:{before['batch']}")
    assert (told.by, told.action, told.about["because"]) == ("shenzhiming", "intake.withdraw", "发错了")


def test_quarantined_rows_need_a_grant_and_only_rows_that_are_there_are_mended(
    api: Ask, folders: Path
) -> None:
    batch = api("shenyouju").get("intake/batches").json()[0]["batch"]
    told = api("shenyouju").get(f"intake/batches/{batch}/quarantine").json()
    assert (told["rows"], "身份证号" in told["columns"]) == ([], True)
    assert api("shenzhiming").get(f"intake/batches/{batch}/quarantine").status_code == 403
    mend = {"rows": [{"row": 1, "values": {"姓名": "某某"}}]}
    assert api("shenyouju").post(f"intake/batches/{batch}/mend", mend).status_code == 400
    assert not (folders / "repairs").exists()
