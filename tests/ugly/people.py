"""The fictional payments that every ugly file is made from, and what they should read as."""

import datetime as dt
import random
from dataclasses import dataclass

TOWNS = ("青青镇", "上竹镇", "龙大镇", "澜江街道")
NAMES = ("甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸")
COLUMNS = ("姓名", "身份证号", "银行账号", "金额", "发放日期", "乡镇", "备注")
REMARKS = (None, "补发上月", "经办人核对", None, None, "变更账户")


@dataclass(frozen=True, kw_only=True)
class Payment:
    """One payment as it is meant."""

    name: str
    id_card: str
    account: str
    amount: float
    day: dt.date
    town: str
    remark: str | None

    def cells(self) -> list[object]:
        return [self.name, self.id_card, self.account, self.amount, self.day, self.town, self.remark]

    def truth(self) -> tuple[object, ...]:
        """What the standard table should hold, in order of ``COLUMNS``."""
        return (self.name, self.id_card, self.account, f"{self.amount:.2f}", self.day, self.town, self.remark)


def payments(seed: int, count: int = 24) -> list[Payment]:
    chance = random.Random(seed)
    return [_payment(chance, number) for number in range(count)]


def _payment(chance: random.Random, number: int) -> Payment:
    born = dt.date(1940, 1, 1) + dt.timedelta(days=chance.randrange(22_000))
    body = f"990101{born:%Y%m%d}{chance.randrange(1, 1000):03d}"
    return Payment(
        name=chance.choice("赵钱孙李周吴郑王") + chance.choice(NAMES) + chance.choice(NAMES),
        id_card=body + check(body),
        account=f"0099{number:03d}{chance.randrange(10**12):012d}",
        amount=chance.randrange(10_000, 300_000) / 100,
        day=dt.date(2026, 1, 1) + dt.timedelta(days=chance.randrange(150)),
        town=TOWNS[number * len(TOWNS) // 24 % len(TOWNS)],
        remark=chance.choice(REMARKS),
    )


def check(body: str) -> str:
    """The check character of GB 11643."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11]
