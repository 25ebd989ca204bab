"""How a department's clerks write of a company: shortened, renamed since, heard wrongly, without its code.

| what | tax | insurance | power | licences | penalties | bids |
|---|---|---|---|---|---|---|
| credit code missing / one slip | 10 / 1 % | all | all | 30 / 1 % | 60 / 2 % | 40 / 1 % |
| name without region and legal form | 1 % | 20 % | 30 % | 3 % | 8 % | 2 % |
| region in brackets or left out, legal form worded otherwise | 3 % | 12 % | 10 % | 5 % | 8 % | 5 % |
| still the former name, of those that changed it | 40 % | 60 % | 80 % | 50 % | 30 % | 10 % |
| one character that sounds alike | 0.5 % | 2 % | 3 % | 1 % | 3 % | 1 % |
| telephone missing / another | 10 / 10 % | 30 / 20 % | 40 / 20 % | | | |
| address missing / moved / no room, % | 5 / 5 / 20 | 30 / 8 / 40 | 0 / 10 / 30 | 20 / 5 / 30 | 60 / 5 / 30 | |

Characters that sound alike are taken from a list of its own, not from the platform's table.
"""

import random
from dataclasses import dataclass

from .companies import COUNTIES, ROADS, Company

SOUNDS = dict(
    zip(
        "宏盛远达兴恒信瑞丰嘉泰祥鑫源通利锦华康安顺永昌诚德佳智联创新天海星辰明辉云帆禾春润泽立同欣",
        "鸿胜圆大星衡鑫锐峰佳太翔新元同力金花慷鞍舜勇长成得嘉志连闯心添还兴晨铭晖芸凡和椿闰择利童新",
        strict=True,
    )
)


@dataclass(frozen=True, kw_only=True)
class Habits:
    """Shares, by what happens."""

    code_missing: float = 0
    code_slip: float = 0
    short: float = 0
    reworded: float = 0
    former: float = 0
    sound: float = 0
    phone_missing: float = 0
    phone_other: float = 0
    address_missing: float = 0
    moved: float = 0
    no_room: float = 0


@dataclass(frozen=True)
class Writer:
    chance: random.Random

    def code(self, company: Company, habits: Habits) -> str:
        if self.chance.random() < habits.code_missing:
            return ""
        if self.chance.random() >= habits.code_slip:
            return company.uscc
        place = self.chance.randrange(10, 16)
        other = str((int(company.uscc[place]) + self.chance.randrange(1, 9)) % 10)
        return company.uscc[:place] + other + company.uscc[place + 1 :]

    def name(self, company: Company, habits: Habits) -> str:
        if company.former and self.chance.random() < habits.former:
            return company.former
        brand = company.brand
        if self.chance.random() < habits.sound:
            place = self.chance.randrange(len(brand))
            brand = brand[:place] + SOUNDS.get(brand[place], brand[place]) + brand[place + 1 :]
        drawn = self.chance.random()
        if drawn < habits.short:
            return f"{brand}{company.trade}{company.branch}"
        if drawn < habits.short + habits.reworded:
            return self._reworded(company, brand)
        return f"{company.region}{brand}{company.trade}{company.form}{company.branch}"

    def _reworded(self, company: Company, brand: str) -> str:
        ways = (
            f"{brand}{company.trade}（{company.region[:-1]}）{company.form}",
            f"{brand}{company.trade}({company.region[:-1]}){company.form}",
            f"{brand}{company.trade}{company.form}",
            f"{company.region[:-1]}{brand}{company.trade}{company.form}",
            f"{company.region}{brand}{company.trade}公司",
        )
        return self.chance.choice(ways) + company.branch

    def phone(self, company: Company, habits: Habits) -> str:
        drawn = self.chance.random()
        if drawn < habits.phone_missing:
            return ""
        if drawn < habits.phone_missing + habits.phone_other:
            return f"154{self.chance.randrange(10**8):08d}"
        return company.phone.removeprefix("0990-") if self.chance.random() < 0.2 else company.phone

    def address(self, company: Company, habits: Habits) -> str:
        drawn = self.chance.random()
        if drawn < habits.address_missing:
            return ""
        county, place, room = company.county, company.place, company.room
        if drawn < habits.address_missing + habits.moved:
            county = self.chance.choice(sorted(COUNTIES))
            place, room = f"{self.chance.choice(ROADS)}{self.chance.randrange(1, 400)}号", ""
        elif self.chance.random() < habits.no_room:
            room = ""
        before = self.chance.choice((f"云澜市{county}", f"云澜市{county}", county, f"云澜省云澜市{county}"))
        return f"{before}{place}{f'{room}室' if room else ''}"


WELL = Habits()
TAX = Habits(
    code_missing=0.1, code_slip=0.01, short=0.01, reworded=0.03, former=0.4, sound=0.005, phone_missing=0.1,
    phone_other=0.1, address_missing=0.05, moved=0.05, no_room=0.2,
)  # fmt: skip
INSURANCE = Habits(
    short=0.2, reworded=0.12, former=0.6, sound=0.02, phone_missing=0.3, phone_other=0.2, address_missing=0.3,
    moved=0.08, no_room=0.4,
)  # fmt: skip
POWER = Habits(
    short=0.3,
    reworded=0.1,
    former=0.8,
    sound=0.03,
    phone_missing=0.4,
    phone_other=0.2,
    moved=0.1,
    no_room=0.3,
)
LICENCES = Habits(
    code_missing=0.3, code_slip=0.01, short=0.03, reworded=0.05, former=0.5, sound=0.01, address_missing=0.2,
    moved=0.05, no_room=0.3,
)  # fmt: skip
PENALTIES = Habits(
    code_missing=0.6, code_slip=0.02, short=0.08, reworded=0.08, former=0.3, sound=0.03, address_missing=0.6,
    moved=0.05, no_room=0.3,
)  # fmt: skip
BIDS = Habits(code_missing=0.4, code_slip=0.01, short=0.02, reworded=0.05, former=0.1, sound=0.01)
