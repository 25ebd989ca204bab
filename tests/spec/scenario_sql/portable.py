"""All cases of the portable subset, and the reference page made from them."""

from tests.spec.case import Case
from tests.spec.scenario_sql import cases_numbers, cases_relations, cases_values

CASES: list[Case] = [*cases_relations.CASES, *cases_values.CASES, *cases_numbers.CASES]
