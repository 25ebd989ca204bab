"""Fictional companies as departments write of them: a register kept well, who owns what, who acts in concert, where
they sit, what they drive, and six files that are not kept well."""

import csv
import random
from collections.abc import Iterable, Sequence
from pathlib import Path

from .fictional.buildings import HEADER, buildings
from .fictional.companies import Company, found
from .fictional.files import FILES
from .fictional.hidden import agreements, owned, rings, vehicles
from .fictional.owners import Owner, circles, owners, shells
from .fictional.writing import Writer


def generate(folder: Path, *, companies: int, seed: int, truth: str | None = None) -> None:
    """Write the departments' files below ``folder``. The same arguments write the same bytes.

    ``truth``: a file for whose row is whose (source, row from 1, company), and which companies were planted as rings of
    shells, circles of owners and rings in hiding (``空壳``, ``循环``, ``隐形``, the number of the ring, credit code):
    the city does not get it.
    """
    chance, planted = random.Random(seed), random.Random(f"planted {seed}")
    world = found(chance, companies)
    world += list(shells(planted, world))
    hiding = random.Random(f"hidden {seed}")
    hidden = list(rings(hiding, world))
    apart = [one for ring in hidden for one in ring.companies]
    writer, later = Writer(chance), Writer(hiding)
    told: list[tuple[object, ...]] = []
    for name, file in FILES.items():
        rows = list(file.rows(writer, world))
        if file.shuffled:
            chance.shuffle(rows)
        rows += file.rows(later, apart)
        _write(folder / file.path, file.encoding, file.header, [row for _, row in rows])
        told += [(name, number, _called(one)) for number, (one, _) in enumerate(rows, start=1)]
    _write(folder / "自然资源局/楼栋台账.csv", "utf-8", HEADER, buildings([*world, *apart]))
    held = {
        **owners(planted, world),
        **{code: of for ring in hidden for code, of in owned(hiding, ring).items()},
    }
    called = {one.uscc: one.name for one in (*world, *apart)}
    _write(
        folder / "市场监管局/股东出资.csv", "utf-8", OWNED,
        [(called[code], code, *_owner(one), one.share, one.since) for code, of in held.items() for one in of],
    )  # fmt: skip
    _write(
        folder / "市场监管局/一致行动.csv",
        "utf-8",
        AGREED,
        [row for ring in hidden for row in agreements(ring)],
    )
    _write(folder / "交通局/单位车辆.csv", "utf-8", DRIVEN, vehicles(hiding, world, hidden))
    told += [("隐形", int(one.ring.removeprefix("隐形")), one.uscc) for one in apart if one.ring]
    told += [("空壳", int(one.ring.removeprefix("空壳")), one.uscc) for one in world if one.ring]
    told += [("循环", at, one.uscc) for at, circle in enumerate(circles(world), start=1) for one in circle]
    if truth is not None:
        _write(Path(truth), "utf-8", ("来源", "行", "企业"), told)


OWNED = (
    "企业名称",
    "统一社会信用代码",
    "自然人股东",
    "股东证件号码",
    "企业股东",
    "企业股东信用代码",
    "认缴比例",
    "登记日期",
)
AGREED = (
    "协议编号",
    "企业名称",
    "统一社会信用代码",
    "行动人",
    "行动人证件号码",
    "行动企业",
    "行动企业信用代码",
    "签订日期",
)
DRIVEN = ("号牌号码", "使用单位", "统一社会信用代码", "登记日期")


def _owner(one: Owner) -> tuple[str, str, str, str]:
    return (one.name, one.code, "", "") if one.person else ("", "", one.name, one.code)


def _called(company: Company) -> str:
    return f"{company.number}{company.branch}"


def _write(path: Path, encoding: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([header, *rows])
