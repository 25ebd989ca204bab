"""A fictional prefecture: departments' files of any size from a seed, and the truth investigators would find.

Ids stand in region codes starting 99, which GB/T 2260 has not assigned: they are nobody's.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from .fictional import background, violations_assets, violations_money, violations_people
from .fictional.departments import PAYMENTS, REGISTERS
from .fictional.files import write
from .fictional.payments import write_payments
from .fictional.slips import CHECKED, Slips
from .fictional.world import World

BEIHAI = 17_000_000
"""Rows screened in Beihai, for which the counts below stand: 8,751 flags, 413 leads, 208 cases."""
UNSEEN = 0.04
"""Violations no file shows, as a share of those some rule can see."""

Plant = Callable[[World, tuple[int, int]], None]
STORIES: Mapping[str, tuple[Plant, int, int]] = {
    "paid_after_death": (violations_people.paid_after_death, 48, 715),
    "official_drawing": (violations_people.official_drawing, 25, 480),
    "cadre_drawing": (violations_people.cadre_drawing, 28, 480),
    "relative_of_approver": (violations_people.relative_of_approver, 44, 880),
    "two_ids_one_person": (violations_people.two_ids_one_person, 13, 240),
    "invalid_id": (violations_people.invalid_id, 13, 240),
    "approved_never_paid": (violations_people.approved_never_paid, 27, 280),
    "vehicle_over_limit": (violations_assets.vehicle_over_limit, 32, 1038),
    "housing_over_limit": (violations_assets.housing_over_limit, 28, 720),
    "company_role_income": (violations_assets.company_role_income, 25, 720),
    "employed_on_dibao": (violations_assets.employed_on_dibao, 25, 720),
    "exclusive_benefits": (violations_money.exclusive_benefits, 20, 400),
    "one_account_many": (violations_money.one_account_many, 20, 400),
    "over_standard": (violations_money.over_standard, 20, 560),
    "duplicate_month": (violations_money.duplicate_month, 17, 400),
    "double_rebuild": (violations_money.double_rebuild, 12, 240),
    "contract_below_base": (violations_money.contract_below_base, 8, 160),
    "cadre_paid_by_village": (violations_money.cadre_paid_by_village, 8, 78),
}
"""Per rule: who plants it, and at Beihai's size its leads and its flags."""


def generate(
    folder: Path,
    *,
    people: int,
    payments: int,
    seed: int,
    density: float = 1.0,
    clarity: float = 1.8,
    slips: float = 0.0,
) -> None:
    """Write a fictional prefecture's files below ``folder/<部门>/``, with ``payments`` rows of payments.

    The same arguments write the same bytes. ``density`` multiplies the planted facts per payment (1 =
    Beihai's rate); every rule has at least two violations, whatever the size. ``clarity`` says how well
    registers are kept: at 1 an excusing record is missing of one person in ten, at 1.8 of one in fifty.
    ``slips``: the share of people whose number a department's roster has wrong, where nothing checks it.
    The truth is in 纪委监委/核查结果.csv.
    """
    world = background.settle(np.random.default_rng(seed), people, payments, clarity=clarity)
    scale = density * payments / BEIHAI
    for rule, (plant, leads, flags) in STORIES.items():
        guilty = max(2, round(leads * scale))
        plant(world, (guilty, round(guilty * flags / leads) - guilty))
        background.unseen(world, rule, round(guilty * UNSEEN))
    background.rebuild_houses(world, payments)
    background.register_everybody(world)
    typed = np.random.default_rng([seed, 1])
    for name, file in REGISTERS.items():
        rows = world.rows.pop(name, ())
        hasty = name not in CHECKED and "身份证号" in file.headers
        write(folder, file, Slips(typed, world.people, slips).copied(rows) if hasty else rows)
    write_payments(world, folder, payments, {name: Slips(typed, world.people, slips) for name in PAYMENTS})
