"""A fictional city's addresses as its register keeps them, and as other departments write them.

Six counties, each with 30 roads and 20 villages; half the roads have a neighbour that differs in the character that
turns (南路 and 北路, 一路 and 二路), a tenth one that sounds alike (清云路 and 青云路), and every third name is a
road of several counties. A house number has a compound of one to eleven buildings (one in ten has two numbers), or
rooms alone; a village has groups and numbers. Of the doors that exist, so many are in the register; 5 % of what
departments write is of doors that are not.

How departments write (each on its own, shares of what is written):

| county left out | 15 % | town left out | 60 % |
| road and number left out where there is a compound | 20 % | compound left out where there is a road | 30 % |
| the city or the province before it | 50 % | 栋 as 幢, 号楼, #, or 3-2-501 | 60 % |
| unit left out | 15 % | Chinese numerals for building and unit | 10 % |
| 室 left out | 40 % | full-width digits, blanks | 8 % |
| a shop's name behind | 8 % | road or compound with a character that sounds alike | 3 % |
| one digit of number, building or room wrong | 2 % | | |
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

COUNTIES = ("云溪区", "澜东区", "青屿县", "沧浦县", "石渡县", "望潮市")
REGIONS = (
    ("990000", "云澜省", "province", None),
    ("990100", "云澜市", "city", "990000"),
    *((code, name, "county", "990100") for code, name in zip(
        ("990102", "990103", "990121", "990122", "990123", "990181"), COUNTIES, strict=True)),
)  # fmt: skip
_FIRST = "望听霁青长云竹松人建解和兴创紫锦金翠碧秀文明德学"
_SECOND = "海涛月石堤栖影风民设放平业新荆绣湖屏波水昌华馨府"
_TURNS = (("南路", "北路"), ("东路", "西路"), ("一路", "二路"), ("东街", "西街"))
_ALIKE = "清青 青清 新馨 馨新 海嗨 平苹 华骅 月悦 风峰 石实 湖糊 波播 明名 文闻 德得 金今 紫子 长常 府腐 民珉"
_SOUND = {pair[0]: pair[1] for pair in _ALIKE.split()}
_COMPOUNDS = ("花园", "家园", "小区", "苑", "新村", "公寓")
_SHOPS = ("福满超市", "（一楼）", "顺兴五金店", "(东门)", "云记面馆")
_DIGITS = "〇一二三四五六七八九"
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(frozen=True, kw_only=True)
class Door:
    county: str
    town: str
    road: str
    number: str
    compound: str
    building: int
    unit: int
    room: str


def register_and_written(seed: int, doors: int, written: int) -> tuple[pa.Table, pa.Table]:
    """``door`` and ``address`` of the register; ``record``, ``door`` (NULL where the register has none) and ``address``
    of what is written."""
    rng = np.random.default_rng(seed)
    every = _doors(rng, doors + max(doors // 20, 1))
    rng.shuffle(every)
    kept, strange = every[:doors], every[doors:]
    asked = [int(one) for one in rng.integers(0, doors, written)]
    lost = rng.random(written) < 0.05
    told = [
        _write(rng, strange[number % len(strange)] if away else kept[number])
        for number, away in zip(asked, lost, strict=True)
    ]
    base = pa.table({"door": pa.array(range(doors)), "address": pa.array([_well(one) for one in kept])})
    other = pa.table(
        {
            "record": pa.array(range(written)),
            "door": pa.array(
                [None if away else number for number, away in zip(asked, lost, strict=True)], pa.int64()
            ),
            "address": pa.array(told),
        }
    )
    return base, other


def _roads(rng: np.random.Generator) -> list[str]:
    made: list[str] = []
    while len(made) < 30:
        name = str(rng.choice(list(_FIRST))) + str(rng.choice(list(_SECOND)))
        drawn = rng.random()
        if drawn < 0.5:
            made += [name + end for end in _TURNS[int(rng.integers(len(_TURNS)))]]
        elif drawn < 0.6 and name[0] in _SOUND:
            made += [name + "路", _SOUND[name[0]] + name[1] + "路"]
        else:
            made.append(name + "路")
    return list(dict.fromkeys(made))


def _doors(rng: np.random.Generator, wanted: int) -> list[Door]:
    common = _roads(rng)
    found: list[Door] = []
    seen: set[Door] = set()
    towns = {
        county: [f"{a}{b}街道" for a, b in zip("澜霁青竹", "江月云溪", strict=True)] for county in COUNTIES
    }
    places = [
        (county, towns[county][at % 4], road)
        for county in COUNTIES
        for at, road in enumerate(list(dict.fromkeys([*common[:10], *_roads(rng)])))
    ]
    villages = [
        (county, f"{county[0]}上镇", f"{a}{b}村")
        for county in COUNTIES
        for a, b in zip(rng.choice(list(_FIRST), 20), rng.choice(list(_SECOND), 20), strict=True)
    ]
    names: dict[str, set[str]] = {county: set() for county in COUNTIES}
    while len(found) < wanted:
        if rng.random() < 0.02:
            county, town, village = villages[int(rng.integers(len(villages)))]
            fresh = [
                Door(county=county, town=town, road=village, number=f"{rng.integers(1, 15)}组{n}号", compound="",
                     building=0, unit=0, room="")
                for n in rng.choice(np.arange(1, 200), 40, replace=False)
            ]  # fmt: skip
        else:
            fresh = _site(rng, *places[int(rng.integers(len(places)))], names)
        for one in fresh:
            if one not in seen:
                seen.add(one)
                found.append(one)
    return found[:wanted]


def _site(
    rng: np.random.Generator, county: str, town: str, road: str, names: dict[str, set[str]]
) -> list[Door]:
    number = int(rng.integers(1, 900))
    told = f"{number}-{rng.integers(1, 9)}" if rng.random() < 0.1 else str(number)
    if rng.random() < 0.3:
        rooms = [f"{floor}{at:02d}" for floor in range(1, int(rng.integers(2, 9))) for at in range(1, 5)]
        return [
            Door(
                county=county,
                town=town,
                road=road,
                number=f"{told}号",
                compound="",
                building=0,
                unit=0,
                room=room,
            )
            for room in rooms
        ]
    name = "".join(rng.choice(list(_FIRST + _SECOND), 3)) + str(rng.choice(_COMPOUNDS))
    if name in names[county]:
        return []
    names[county].add(name)
    gates = [told] if rng.random() < 0.9 else [told, str(number + 1)]
    return [
        Door(county=county, town=town, road=road, number=f"{gates[building % len(gates)]}号", compound=name,
             building=building, unit=unit, room=f"{floor}{at:02d}")
        for building in range(1, int(rng.integers(2, 13)))
        for unit in range(1, int(rng.integers(2, 5)))
        for floor in range(1, int(rng.integers(4, 19)))
        for at in (1, 2)
    ]  # fmt: skip


def _well(one: Door) -> str:
    inside = f"{one.building}栋{one.unit}单元" if one.building else ""
    room = f"{one.room}室" if one.room else ""
    return f"云澜市{one.county}{one.town}{one.road}{one.number}{one.compound}{inside}{room}"


def _write(rng: np.random.Generator, one: Door) -> str:
    drawn = rng.random(16)
    road, compound, number, room, building = one.road, one.compound, one.number, one.room, one.building
    if drawn[0] < 0.03:
        road, compound = (
            (_misheard(road), compound) if drawn[1] < 0.5 or not compound else (road, _misheard(compound))
        )
    if drawn[2] < 0.02:
        if building and drawn[3] < 0.4:
            building = building % 12 + 1
        elif room and drawn[3] < 0.7:
            room = room[:-1] + str((int(room[-1]) + 1) % 10)
        else:
            number = _other_digit(number)
    before = ("云澜省云澜市", "云澜市", "", "")[int(drawn[4] * 4)] if drawn[5] >= 0.15 else ""
    county = one.county if drawn[5] >= 0.15 else ""
    town = one.town if drawn[6] >= 0.6 else ""
    street = f"{road}{number}"
    if compound and drawn[7] < 0.2:
        street = ""
    elif compound and drawn[7] < 0.5:
        compound = ""
    told = before + county + town + street + compound + _inside(rng, one, building, room, drawn)
    if drawn[8] < 0.08:
        told += str(rng.choice(_SHOPS))
    if drawn[9] < 0.05:
        told = told.translate(_WIDE)
    if drawn[10] < 0.03:
        told = told.replace("号", "号 ", 1)
    return told


def _inside(rng: np.random.Generator, one: Door, building: int, room: str, drawn: np.ndarray) -> str:
    if not one.building:
        return f"{room}室" if room and drawn[11] >= 0.4 else room
    ending = "室" if drawn[11] >= 0.4 else ""
    if drawn[12] < 0.15:
        return f"{building}{'栋' if drawn[13] < 0.5 else '幢'}{room}{ending}"
    if drawn[14] < 0.2:
        return f"{building}-{one.unit}-{room}{ending}"
    if drawn[14] < 0.3:
        return f"{_chinese(building)}栋{_chinese(one.unit)}单元{room}{ending}"
    return f"{building}{rng.choice(('栋', '幢', '号楼', '#', '栋'))}{one.unit}单元{room}{ending}"


def _misheard(name: str) -> str:
    for at, char in enumerate(name[:-2]):
        if char in _SOUND:
            return name[:at] + _SOUND[char] + name[at + 1 :]
    return name


def _other_digit(number: str) -> str:
    at = next(place for place, char in enumerate(number) if char.isdigit())
    return number[:at] + str(int(number[at]) % 9 + 1) + number[at + 1 :]


def _chinese(number: int) -> str:
    if number < 10:
        return _DIGITS[number]
    return (
        ("" if number < 20 else _DIGITS[number // 10])
        + "十"
        + ("" if number % 10 == 0 else _DIGITS[number % 10])
    )
