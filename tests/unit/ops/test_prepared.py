"""Prepared questions answer as the QuerySets they are declared as; a value that would be ignored is told."""

import pytest
from django.db.models import QuerySet

from shuzhi.ops.people.models import Department
from shuzhi.ops.prepared import prepared


def departments(order: str, *, names: list[str] | None, kind: str | None) -> QuerySet:
    found = Department.objects.exclude(kind=kind) if kind else Department.objects.all()
    if names is not None:
        found = found.filter(name__in=names)
    return found.order_by(order).values("id", "name", "parent__name", "is_active")


@pytest.fixture
def there(people: object) -> list[str]:
    return list(Department.objects.order_by("id").values_list("name", flat=True))


@pytest.mark.parametrize("chosen", [None, [], [0], [0, 1], [0, 1, 2], [2, 2, 1, 0, 1]])
def test_it_answers_as_its_queryset_does(there: list[str], chosen: list[int] | None) -> None:
    names = None if chosen is None else [there[at] for at in chosen]
    question = prepared(departments)
    for order in ("name", "-name", "name"):
        for kind in (None, "county", "bureau"):
            declared = list(departments(order, names=names, kind=kind))
            assert question.told(order, names=names, kind=kind) == declared
            assert question.count(order, names=names, kind=kind) == len(declared)
            assert question.first(order, names=names, kind=kind) == next(
                (tuple(row.values()) for row in declared), None
            )


def test_a_value_that_is_nowhere_in_the_sql_is_told(there: list[str]) -> None:
    @prepared
    def unused(*, name: str) -> QuerySet:
        return Department.objects.values_list("id")

    @prepared
    def as_prefix(*, name: str) -> QuerySet:
        return Department.objects.filter(name__startswith=name).values_list("id")

    for question in (unused, as_prefix):
        with pytest.raises(ValueError, match="name"):
            question(name=there[0])


def test_a_value_out_of_bounds_is_told(there: object) -> None:
    @prepared
    def nothing(*, name: str) -> QuerySet:
        return Department.objects.filter(pk__in=(), name=name).values_list("id")

    with pytest.raises(ValueError, match="nothing"):
        nothing(name="民政局")
