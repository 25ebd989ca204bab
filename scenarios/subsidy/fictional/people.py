"""People who are nobody: households in villages, names shared by many, ids in unassigned region codes."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Ints = npt.NDArray[np.int64]
Days = npt.NDArray[np.datetime64]
Flags = npt.NDArray[np.bool_]
Words = npt.NDArray[np.object_]

COUNTIES = (
    ("990102", "云溪区"),
    ("990103", "澜东区"),
    ("990121", "青屿县"),
    ("990122", "沧浦县"),
    ("990123", "石渡县"),
    ("990181", "望潮市"),
)
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾"
    "丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史"
)
MALE = (
    "建国 建军 志强 伟 国强 明 军 勇 海 文 德胜 永福 家辉 少华 子轩 浩然 "
    "俊杰 国华 春生 水生 金生 贵 亮 斌 涛 波 志明 建华 光荣 世昌 庆 龙 "
    "小龙 大勇 志远 立新 宏伟 树林 有才 天佑 思源 嘉豪 宇航 一鸣 振华 福来 广源 启明 "
    "润生 承志"
)
FEMALE = (
    "秀英 桂英 玉兰 丽 芳 敏 静 秀兰 桂花 美玲 春梅 雪梅 小燕 婷婷 玉珍 凤英 "
    "海燕 红 霞 燕 娟 月娥 金花 彩云 丽娟 淑芬 淑珍 素珍 爱华 银凤 慧 雅琴 "
    "晓红 欣怡 梓涵 诗雨 佳怡 秋菊 冬梅 惠芳 莲 翠兰 玉梅 少芬 水莲 群芳 若兰 思敏 "
    "文静 云霞"
)
PLACE = "青白石沙大上下南北东西龙凤金银清长新古榕松竹梅兰塘坡岭溪河湾桥井田坪坑岗洲浦"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK = np.frombuffer(b"10X98765432", dtype=np.uint8)
HEAD, SPOUSE = 0, 1


@dataclass(frozen=True)
class People:
    """Columns over people; household members stand together, the head first.

    ``first``, ``size`` and ``village`` are over households; ``village_names``,
    ``town_names`` and ``county`` over villages.
    """

    ids: Words
    names: Words
    birth: Days
    female: Flags
    member: Ints
    household: Ints
    first: Ints
    size: Ints
    village: Ints
    village_names: Words
    town_names: Words
    county: Ints
    accounts: Words

    @property
    def count(self) -> int:
        return len(self.ids)

    def village_of(self, who: Ints) -> Ints:
        """The village each person lives in."""
        return np.asarray(self.village[self.household[who]])

    def address(self, households: Ints) -> Words:
        """Where households live: county, town, village, group and number."""
        village = self.village[households]
        county = np.array([name for _, name in COUNTIES], dtype=object)[self.county[village]]
        group, number = (households % 12 + 1).astype(str), (households % 97 + 1).astype(str)
        place = county + self.town_names[village] + self.village_names[village]
        return np.asarray(place + group.astype(object) + "组" + number.astype(object) + "号")


def populate(rng: np.random.Generator, people: int) -> People:
    """Draw a prefecture of ``people`` fictional people. Same generator state, same people."""
    size = rng.choice(np.arange(1, 7), people // 2 + 8, p=(0.12, 0.2, 0.25, 0.23, 0.13, 0.07))
    size = size[: int(np.searchsorted(np.cumsum(size), people)) + 1].astype(np.int64)
    size[-1] -= int(size.sum()) - people
    first = np.concatenate([[0], np.cumsum(size)[:-1]]).astype(np.int64)
    household = np.repeat(np.arange(len(size)), size)
    member = np.arange(people) - first[household]
    villages = max(len(COUNTIES), len(size) // 330)
    village = np.arange(len(size)) * villages // len(size)
    county = np.arange(villages) * len(COUNTIES) // villages
    female = _sexes(rng, household, member, len(size))
    birth = _births(rng, household, member, len(size))
    codes = np.array([int(code) for code, _ in COUNTIES])[county[village[household]]]
    return People(
        ids=id_cards(rng, codes, birth, female),
        names=_names(rng, household, member, female, len(size)),
        birth=birth,
        female=female,
        member=member,
        household=household,
        first=first,
        size=size,
        village=village,
        village_names=_places(villages, "村"),
        town_names=_places(villages // 10 + 1, "镇")[np.arange(villages) // 10],
        county=county,
        accounts=bank_accounts(np.arange(people)),
    )


def id_cards(rng: np.random.Generator, codes: Ints, birth: Days, female: Flags, *, skip: int = 0) -> Words:
    """Distinct 18-character ids (GB 11643) for people of these regions, birthdays and sexes.

    ``skip`` leaves out the first serials of each day: ids drawn with another ``skip`` are others'.
    """
    day = birth.astype("datetime64[D]")
    group = codes * 200_000 + day.astype(np.int64) * 2 + 80_000 + female
    order = np.lexsort((rng.random(len(group)), group))
    ordered = group[order]
    start = np.concatenate([[True], ordered[1:] != ordered[:-1]])
    rank = skip + np.arange(len(group)) - np.maximum.accumulate(np.where(start, np.arange(len(group)), 0))
    serial = np.empty(len(group), dtype=np.int64)
    serial[order] = ((rank * 7 + ordered % 251) % 499) * 2 + 1
    year, month = day.astype("datetime64[Y]"), day.astype("datetime64[M]")
    date = (year.astype(np.int64) + 1970) * 10_000 + (month.astype(np.int64) % 12 + 1) * 100
    date += (day - month.astype("datetime64[D]")).astype(np.int64) + 1
    return with_check(codes * 10**11 + date * 1000 + serial + np.where(female, 1, 0))


def with_check(body: Ints) -> Words:
    """The 17 digits with their GB 11643 check character, as text."""
    digits = np.empty((len(body), 18), dtype=np.uint8)
    total = np.zeros(len(body), dtype=np.int64)
    for place in range(16, -1, -1):
        digit = body // 10 ** (16 - place) % 10
        digits[:, place] = digit + ord("0")
        total += digit * WEIGHTS[place]
    digits[:, 17] = CHECK[total % 11]
    return np.asarray(digits.view("S18")[:, 0].astype("U18").astype(object))


def bank_accounts(numbers: Ints) -> Words:
    """19-digit account numbers of a bank that does not exist, with a Luhn check digit."""
    body = 629_900_000_000_000_000 + numbers * 7919 % 10**12
    total = np.zeros(len(body), dtype=np.int64)
    for place in range(18):
        digit = body // 10**place % 10 * (2 if place % 2 == 0 else 1)
        total += digit // 10 + digit % 10
    return np.asarray((body * 10 + (10 - total % 10) % 10).astype(str).astype(object))


def company_codes(rng: np.random.Generator, count: int) -> Words:
    """Unified social credit codes (GB 32100) in a region code that is unassigned."""
    alphabet = np.frombuffer(b"0123456789ABCDEFGHJKLMNPQRTUWXY", dtype=np.uint8)
    values = np.empty((count, 18), dtype=np.int64)
    values[:, :8] = [9, 1, 9, 9, 0, 1, 0, 2]
    values[:, 8:17] = rng.integers(0, 31, (count, 9))
    weights = np.array([3**place % 31 for place in range(17)])
    values[:, 17] = (31 - values[:, :17] @ weights % 31) % 31
    return np.asarray(np.ascontiguousarray(alphabet[values]).view("S18")[:, 0].astype("U18").astype(object))


def mistyped(rng: np.random.Generator, ids: Words) -> Words:
    """The same ids with one digit of the serial number wrong, so that the check character no longer fits."""
    place = rng.integers(14, 17, len(ids))
    step = rng.integers(1, 10, len(ids))
    digits = np.array([list(value) for value in ids], dtype=object).reshape(len(ids), 18)
    rows = np.arange(len(ids))
    digits[rows, place] = ((digits[rows, place].astype(int) + step) % 10).astype(str)
    return np.array(["".join(row) for row in digits], dtype=object)


def _sexes(rng: np.random.Generator, household: Ints, member: Ints, households: int) -> Flags:
    head = rng.random(households) < 0.3
    drawn = rng.random(len(member)) < 0.49
    return np.where(member == HEAD, head[household], np.where(member == SPOUSE, ~head[household], drawn))


def _births(rng: np.random.Generator, household: Ints, member: Ints, households: int) -> Days:
    head_age = rng.integers(33, 80, households)[household]
    spouse_age = head_age + rng.integers(-4, 5, len(member))
    child_age = np.maximum(1, head_age - rng.integers(21, 36, len(member)))
    parent_age = np.minimum(98, head_age + rng.integers(20, 30, len(member)))
    other_age = np.where(
        (member >= 3) & (head_age < 60) & (rng.random(len(member)) < 0.4), parent_age, child_age
    )
    age = np.where(member == HEAD, head_age, np.where(member == SPOUSE, spouse_age, other_age))
    days = np.datetime64("2021-01-01") - age * 365 - rng.integers(0, 365, len(member))
    return np.asarray(days.astype("datetime64[D]"))


def _names(rng: np.random.Generator, household: Ints, member: Ints, female: Flags, households: int) -> Words:
    surnames = np.array(list(SURNAMES), dtype=object)
    family = rng.choice(len(surnames), households, p=_zipf(len(surnames), 0.75))
    married = rng.choice(len(surnames), len(member), p=_zipf(len(surnames), 0.75))
    surname = np.where(member == SPOUSE, married, family[household])
    male, woman = (np.array(names.split(), dtype=object) for names in (MALE, FEMALE))
    given = rng.choice(len(male), len(member), p=_zipf(len(male), 0.35))
    # Half of the short given names gain a generation character, so that namesakes are many, not everybody.
    middle = np.where(
        rng.random(len(member)) < 0.5,
        np.array(list("国文志德永家世仁义广兴春玉秀"), dtype=object)[rng.integers(0, 14, len(member))],
        "",
    )
    chosen = np.where(female, woman[given % len(woman)], male[given])
    short = np.array([len(name) == 1 for name in male])[given] & ~female
    short |= np.array([len(name) == 1 for name in woman])[given % len(woman)] & female
    return np.asarray(surnames[surname] + np.where(short, middle, "") + chosen)


def _places(count: int, kind: str) -> Words:
    characters = np.array(list(PLACE), dtype=object)
    numbers = np.arange(count) * 211 % (len(PLACE) ** 2)
    return np.asarray(characters[numbers // len(PLACE)] + characters[numbers % len(PLACE)] + kind)


def _zipf(count: int, power: float) -> npt.NDArray[np.float64]:
    weights = 1.0 / np.arange(1, count + 1) ** power
    return np.asarray(weights / weights.sum())


def strings(values: Words) -> pa.Array:
    """Object text as an Arrow column."""
    return pa.array(values, type=pa.string())
