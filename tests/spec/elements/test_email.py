"""Electronic mail addresses."""

from tests.spec.conftest import Answer
from tests.spec.elements.judging import Example, case, told

EXAMPLES = (
    Example("person1@example.com", "person1@example.com"),
    Example(" Person.One@Example.COM ", "person.one@example.com"),
    Example("person1＠example．com", "person1@example.com"),
    Example(""),
    Example("无", None, "no_at"),
    Example("person1.example.com", None, "no_at"),
    Example("a@example.com;b@example.com", None, "several"),
    Example("person1@example", None, "shape"),
    Example("per..son@example.com", None, "shape"),
    Example("@example.com", None, "shape"),
)


def test_each_becomes_what_the_table_says(answer: Answer) -> None:
    assert answer(case("email", EXAMPLES)) == told("email", EXAMPLES)
