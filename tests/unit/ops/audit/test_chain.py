"""The audit chain: every edit, deletion, insertion and reordering is found, and where."""

import pytest
from django.db import connection, connections, transaction
from django.db.utils import DatabaseError

from shuzhi.ops.audit import actions
from shuzhi.ops.audit.models import Record

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain() -> None:
    for number in range(1, 8):
        actions.record(
            by="某人", action="test.do", object=f"thing:{number}", about={"金额": number * 1.5, "备注": "𠮷"}
        )


def sql(statement: str) -> None:
    """As an attacker with the database in his hands: the guard taken off first."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("alter table audit_record disable trigger all")
        else:
            cursor.execute("drop trigger if exists audit_no_update")
            cursor.execute("drop trigger if exists audit_no_delete")
        cursor.execute(statement)


@pytest.mark.usefixtures("chain")
def test_an_untouched_chain_is_whole() -> None:
    assert actions.verify() is None


@pytest.mark.usefixtures("chain")
@pytest.mark.parametrize(
    ("attack", "where"),
    [
        ("update audit_record set about = replace(cast(about as text), '4.5', '4.6') where number = 3", 3),
        ("update audit_record set \"by\" = '别人' where number = 1", 1),
        ("delete from audit_record where number = 5", 5),
        ("delete from audit_record where number = 1", 1),
        ("update audit_record set number = -number where number in (4, 5)", None),
        ("update audit_record set digest = previous where number = 6", 6),
    ],
)
def test_what_was_done_to_it_is_found_and_located(attack: str, where: int | None) -> None:
    if where is None:
        sql("delete from audit_record where number = 4")
        sql("update audit_record set number = 4 where number = 5")
        where = 4
    else:
        if connection.vendor == "postgresql" and "replace(" in attack:
            attack = attack.replace(
                "replace(cast(about as text), '4.5', '4.6')", "jsonb_set(about, '{金额}', '4.6')"
            )
        sql(attack)
    broken = actions.verify()
    assert broken is not None
    assert broken.where == f"audit_record:{where}"


@pytest.mark.usefixtures("chain")
def test_an_inserted_record_is_found() -> None:
    last = Record.objects.get(number=7)
    Record(
        number=8,
        at=last.at,
        by="某人",
        action="x",
        object="thing:8",
        about={},
        previous=last.digest,
        digest="0" * 64,
    ).save(force_insert=True)
    broken = actions.verify()
    assert broken is not None
    assert broken.where == "audit_record:8"


@pytest.mark.usefixtures("chain")
@pytest.mark.parametrize("statement", ["update audit_record set action = 'x'", "delete from audit_record"])
def test_the_database_itself_refuses(statement: str) -> None:
    with pytest.raises(DatabaseError, match="never"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_record_needs_the_transaction_of_its_change(monkeypatch: pytest.MonkeyPatch) -> None:
    # Not by a test outside transactions: PostgreSQL refuses to empty the chain after it, as it should.
    monkeypatch.setattr(connections["default"], "in_atomic_block", False)
    with pytest.raises(RuntimeError, match="transaction"):
        actions.record(by="某人", action="test.do", object="thing:1", about={})


def test_a_change_undone_leaves_no_record() -> None:
    with transaction.atomic():
        actions.record(by="某人", action="test.do", object="thing:1", about={})
        transaction.set_rollback(True)
    assert not Record.objects.exists()
