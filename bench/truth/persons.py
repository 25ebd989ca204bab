"""People in two departments' files: a register that is kept well, and a file that is not.

Households of a couple and a child or two (one pair of children in twenty are twins) share an address, often a
telephone, and a surname. Of n × 1.25 people the register holds the first n and the file the last n.

| what | in the register | in the file |
|---|---|---|
| id number missing | 1 % | 35 % |
| id number one digit wrong | 0.5 % | 6 % |
| id number cut by a spreadsheet (…000) | 0 | 1 % |
| name: another character that sounds alike / looks alike / any | 0.4 / 0.2 / 0.1 % | 3 / 1.5 / 0.5 % |
| name: surname behind / traditional / with a title | 0 / 0.5 / 0 % | 0.3 / 0.5 / 0.3 % |
| birth date missing / day and month exchanged / 1st only / one digit wrong | 0 / 0.1 / 1 / 0.2 % | 15 / 2 / 3 / 2 % |
| telephone missing / another / one digit wrong | 30 / 0 / 0.2 % | 30 / 15 / 2 % |
| address missing / moved | 2 / 5 % | 30 / 15 % |
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from bench.truth import slips
from bench.truth.slips import Flags, Words, chosen

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏"
    "钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪"
    "严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴"
)
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红建国文辉力婷雪梅健晓燕波宁志鹏斌峰凤兰宇浩凯玲云海丹莉"
    "鑫飞俊林欣佳倩琴帆春龙颖梓涵子轩雨泽一诺思远嘉怡博宏旭东成立新民生永康德胜福兴发财旺荣昌盛祥瑞庆余良善美淑珍"
    "惠贤贞洁清正义仁智信诚彬彪豪雄威武振邦安泰和顺达通广源金银珠宝山川河江湖松柏竹菊莲荷蓉薇琳琪瑶瑾璐璇"
)
DAYS = np.datetime64("1940-01-01")
CHECK = np.array(list("10X98765432"))
WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])


@dataclass(frozen=True)
class People:
    person: np.ndarray
    id_card: Words
    name: Words
    birth: np.ndarray
    female: Flags
    phone: Words
    place: np.ndarray


def people(rng: np.random.Generator, size: int) -> People:
    """Persons in households of about three and a half."""
    household = np.arange(size) // 7 * 2 + (np.arange(size) % 7 > 2)
    seat = np.where(np.arange(size) % 7 > 2, np.arange(size) % 7 - 3, np.arange(size) % 7)
    homes = household.max() + 1
    weights = 1 / (np.arange(len(SURNAMES)) + 4)
    family = rng.choice(list(SURNAMES), homes, p=weights / weights.sum())
    other = rng.choice(list(SURNAMES), size, p=weights / weights.sum())
    surname = np.where(seat == 1, other, family[household])
    tone = 1 / (np.arange(len(GIVEN)) + 12)
    drawn = rng.choice(list(GIVEN), (2, size), p=tone / tone.sum())
    second = np.where(rng.random(size) < 0.18, "", drawn[1])
    name = np.char.add(np.char.add(surname, drawn[0]), second).astype(object)
    base = rng.integers(0, 14_000, homes)[household]
    lag = np.where(seat >= 2, 8_000 + rng.integers(0, 5_000, size), rng.integers(-1500, 1500, size))
    birth = DAYS + np.clip(base + lag, 0, 29_500)
    female = (seat == 1) | ((seat > 1) & (rng.random(size) < 0.5))
    # The fourth of a household of four is, one time in twenty, the twin of the third.
    twin = np.flatnonzero((seat == 3) & (rng.random(size) < 0.05))
    birth[twin] = birth[twin - 1]
    given_of_sibling = np.array([n[1:] for n in name[twin - 1]], dtype=object)
    last = rng.choice(list(GIVEN), len(twin))
    name[twin] = [
        s + (g[0] if len(g) > 1 else "") + c
        for s, g, c in zip(surname[twin], given_of_sibling, last, strict=True)
    ]
    county = rng.integers(1, 60, homes)[household]
    order = rng.integers(0, 500, size) * 2 + ~female
    order[twin] = (order[twin - 1] // 2 * 2 + 2 + ~female[twin]) % 1000
    home_phone = rng.integers(0, 10**8, homes)[household]
    own = rng.integers(0, 10**8, size)
    number = np.where(rng.random(size) < 0.25, home_phone, own)
    phone = np.array([f"154{n:08d}" for n in number], dtype=object)
    return People(np.arange(size), _ids(county, birth, order), name, birth, female, phone, household)


def _ids(county: np.ndarray, birth: np.ndarray, order: np.ndarray) -> Words:
    """No two people have one number: who would take another's gets the next of his sex."""
    order = order.copy()
    place = (birth.astype("datetime64[D]").astype(np.int64) * 100 + county) * 1000
    while len(again := _repeated(place + order)):
        order[again] = (order[again] + 2) % 1000
    days = np.char.replace(birth.astype("datetime64[D]").astype(str), "-", "")
    body = np.char.add(np.char.add(np.char.mod("9901%02d", county), days), np.char.mod("%03d", order))
    digits = np.array([list(map(int, one)) for one in body])
    return np.char.add(body, CHECK[(digits * WEIGHTS).sum(axis=1) % 11]).astype(object)


def _repeated(numbers: np.ndarray) -> np.ndarray:
    """Where a number stands that stood before."""
    first = np.unique(numbers, return_index=True)[1]
    return np.setdiff1d(np.arange(len(numbers)), first)


def two_files(seed: int, size: int) -> tuple[pa.Table, pa.Table]:
    """The register and the file. Columns record, person (the truth), id_written, name, birth, sex, phone, place."""
    rng = np.random.default_rng(seed)
    everybody = people(rng, size * 5 // 4)
    kept, careless = slice(0, size), slice(len(everybody.person) - size, None)
    return _written(rng, everybody, kept, "a", WELL), _written(rng, everybody, careless, "b", CARELESS)


WELL = {
    "id_missing": 0.01, "id_slip": 0.005, "id_cut": 0, "sound": 0.004, "shape": 0.002, "any": 0.001, "turned": 0,
    "traditional": 0.005, "title": 0, "birth_missing": 0, "swapped": 0.001, "defaulted": 0.01, "birth_slip": 0.002,
    "phone_missing": 0.3, "phone_other": 0, "phone_slip": 0.002, "place_missing": 0.02, "moved": 0.05,
}  # fmt: skip
CARELESS = {
    "id_missing": 0.35, "id_slip": 0.06, "id_cut": 0.01, "sound": 0.03, "shape": 0.015, "any": 0.005,
    "turned": 0.003, "traditional": 0.005, "title": 0.003, "birth_missing": 0.15, "swapped": 0.02,
    "defaulted": 0.03, "birth_slip": 0.02, "phone_missing": 0.3, "phone_other": 0.15, "phone_slip": 0.02,
    "place_missing": 0.3, "moved": 0.15,
}  # fmt: skip


def _written(
    rng: np.random.Generator, all_: People, part: slice, letter: str, how: dict[str, float]
) -> pa.Table:
    size = len(all_.person[part])
    ids = slips.slipped_digit(rng, all_.id_card[part], chosen(rng, size, how["id_slip"]))
    cut = chosen(rng, size, how["id_cut"])
    ids[cut] = [one[:15] + "000" for one in ids[cut]]
    ids[chosen(rng, size, how["id_missing"])] = None
    place = all_.place[part].copy()
    moved = chosen(rng, size, how["moved"])
    place[moved] = rng.integers(0, all_.place.max(), moved.sum())
    return pa.table(
        {
            "record": pa.array([f"{letter}{n}" for n in range(size)]),
            "person": pa.array(all_.person[part]),
            "id_written": pa.array(ids, pa.string()),
            "name": pa.array(_names(rng, all_.name[part], how), pa.string()),
            "birth": pa.array(_births(rng, all_.birth[part], how), pa.date32()),
            "sex": pa.array(np.where(all_.female[part], "女", "男")),
            "phone": pa.array(_phones(rng, all_.phone[part], how), pa.string()),
            "place": pa.array(place, mask=chosen(rng, size, how["place_missing"])),
        }
    )


def _names(rng: np.random.Generator, names: Words, how: dict[str, float]) -> Words:
    for kind in ("sound", "shape", "any"):
        names = slips.other_character(rng, names, chosen(rng, len(names), how[kind]), kind)
    names = slips.traditional(names, chosen(rng, len(names), how["traditional"]))
    turned = chosen(rng, len(names), how["turned"])
    names[turned] = [name[1:] + name[0] for name in names[turned]]
    titled = chosen(rng, len(names), how["title"])
    names[titled] = [name + "同志" for name in names[titled]]
    return names


def _births(rng: np.random.Generator, births: np.ndarray, how: dict[str, float]) -> list[object]:
    days = births.astype("datetime64[D]").astype(object)
    for row in np.flatnonzero(chosen(rng, len(days), how["swapped"])):
        if days[row].day <= 12:
            days[row] = days[row].replace(month=days[row].day, day=days[row].month)
    for row in np.flatnonzero(chosen(rng, len(days), how["defaulted"])):
        days[row] = days[row].replace(day=1, month=1 if row % 2 else days[row].month)
    for row in np.flatnonzero(chosen(rng, len(days), how["birth_slip"])):
        days[row] = days[row].replace(
            year=days[row].year + int(rng.choice([-10, -1, 1, 10])), day=min(days[row].day, 28)
        )
    days[chosen(rng, len(days), how["birth_missing"])] = None
    return list(days)


def _phones(rng: np.random.Generator, phones: Words, how: dict[str, float]) -> Words:
    made = slips.slipped_digit(rng, phones, chosen(rng, len(phones), how["phone_slip"]))
    other = chosen(rng, len(phones), how["phone_other"])
    made[other] = [f"154{n:08d}" for n in rng.integers(0, 10**8, other.sum())]
    made[chosen(rng, len(phones), how["phone_missing"])] = None
    return made


def look_alikes(seed: int, size: int) -> tuple[pa.Table, pa.Table]:
    """Pairs made to be confused, in a register with id numbers and in a file without: a third are twins whose names
    differ by one character, a third father and son at one address under one telephone, a third namesakes born the
    same day elsewhere. In the file, one fact in four is missing; what is there is right."""
    rng = np.random.default_rng(seed)
    one = people(rng, size)
    kind = np.arange(size) % 3
    name, birth, phone, place = one.name.copy(), one.birth.copy(), one.phone.copy(), one.place.copy()
    other = rng.choice(list(GIVEN), size)
    for row in range(size):
        if kind[row] < 2:
            name[row] = name[row][:-1] + other[row] if other[row] != name[row][-1] else name[row] + "虚"
    birth = np.where(kind == 1, birth + 9_000, birth)
    phone = np.where(kind == 2, [f"154{n:08d}" for n in rng.integers(0, 10**8, size)], phone)
    place = np.where(kind == 2, place + size, place)
    ids = _ids(rng.integers(60, 99, size), birth, rng.integers(0, 1000, size))
    both = {
        "person": np.arange(2 * size), "id_written": np.concatenate([one.id_card, ids]),
        "name": np.concatenate([one.name, name]), "birth": np.concatenate([one.birth, birth]),
        "phone": np.concatenate([one.phone, phone]), "place": np.concatenate([one.place, place]),
    }  # fmt: skip
    sex = np.where(np.concatenate([one.female, one.female]), "女", "男")
    tables = []
    for letter, missing in (("a", 0.0), ("b", 0.25)):
        size2 = 2 * size
        tables.append(
            pa.table(
                {
                    "record": pa.array([f"{letter}{n}" for n in range(size2)]),
                    "person": pa.array(both["person"]),
                    "id_written": pa.array(
                        both["id_written"] if letter == "a" else [None] * size2, pa.string()
                    ),
                    "name": pa.array(both["name"], pa.string()),
                    "birth": pa.array(
                        both["birth"].astype("datetime64[D]"), mask=chosen(rng, size2, missing)
                    ),
                    "sex": pa.array(sex),
                    "phone": pa.array(both["phone"], pa.string(), mask=chosen(rng, size2, missing)),
                    "place": pa.array(both["place"], mask=chosen(rng, size2, missing)),
                }
            )
        )
    return tables[0], tables[1]
