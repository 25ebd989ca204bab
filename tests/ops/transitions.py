"""Takes orders through their steps in children that are killed at random moments, and looks at what each left behind.

``python -m tests.ops.transitions <city> <kills>``: ends with how many transitions were made, or with what was broken.
"""

import os
import random
import signal
import sys
import time
from pathlib import Path

from shuzhi.ops.locked_sqlite.opening import connect
from shuzhi.ops.serve import prepare

HALF = {
    "an open order has one live lead task": """
        select o.number from orders_order o where o.closed_at is null and 1 <> (
            select count(*) from orders_task t where t.order_id = o.id and t.kind = 'lead' and t.ended_at is null)
    """,
    "a closed order has none": """
        select o.number from orders_order o join orders_task t on t.order_id = o.id
        where o.closed_at is not null and t.ended_at is null
    """,
    "an order is at its last task": """
        select o.number from orders_order o
        where o.task_id <> (select max(id) from orders_task t where t.order_id = o.id and t.kind = 'lead')
    """,
    "every version has its record": """
        select o.number from orders_order o
        where o.version <> (select count(*) from audit_record r where r.object = 'order:' || o.number)
    """,
    "whoever has a part in it sees it": """
        select o.number from orders_order o join orders_task t on t.order_id = o.id
        where not exists (select 1 from orders_sight s where s.order_id = o.id and s.who = 'd' || t.department_id)
    """,
    "lists know whether it is open": """
        select o.number from orders_order o join orders_sight s on s.order_id = o.id
        where s.is_open <> (o.closed_at is null)
    """,
    "search knows its words": """
        select o.number from orders_order o
        where o.id not in (select rowid from orders_order_fts where orders_order_fts match 'w2026')
    """,
}
"""What would be half a state, by the promise it would break."""


def main(city: Path, kills: int) -> None:
    prepare(city, demo=True, say=lambda _: None)
    moments = random.Random(20261122)
    for _ in range(kills):
        said = work_until_killed(moments.randint(1, 4), moments.uniform(0, 0.03))
        look(city, said)
    print(sum(versions(city).values()))


def work_until_killed(heard_of: int, after: float) -> dict[str, int]:
    """Order -> the last version a child said was committed, before it was killed, some seconds into its next one."""
    from django.db import connections  # noqa: PLC0415  Django is set up by then

    connections.close_all()
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        work(write)
    os.close(write)
    with os.fdopen(read) as heard:
        lines = [heard.readline() for _ in range(heard_of)]
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        lines += heard.readlines()
    said = [line.split() for line in lines if line.endswith("\n")]
    return {number: int(version) for number, version in said}


def work(say: int) -> None:
    """Orders from opening to closing, one after the other, for ever."""
    from shuzhi.ops.clock import today  # noqa: PLC0415
    from shuzhi.ops.orders import actions  # noqa: PLC0415
    from shuzhi.ops.orders.models import Order  # noqa: PLC0415
    from shuzhi.ops.people.access import access_of  # noqa: PLC0415
    from shuzhi.ops.people.models import User  # noqa: PLC0415

    by = {user.login: access_of(user, today()) for user in User.objects.all()}
    matter = actions.of_request(category="环境", title="停车场乱收费", text="", region="990202001")
    form = {"办理情况": "已办", "是否解决": True}

    def done(order: Order) -> Order:
        os.write(say, f"{order.number} {order.version}\n".encode())
        return order

    while True:
        order = done(actions.open_order(by=by["jiexian"], matter=matter))
        for who, result, told in (("jiexian", "派出", {}), ("qinghe", "办结", form)):
            order = done(actions.claim(by=by[who], order=order.number, version=order.version))
            order = done(
                actions.complete(
                    by=by[who], order=order.number, version=order.version, result=result, form=told
                )
            )


def look(city: Path, said: dict[str, int]) -> None:
    """Nothing is half done, and what was said to be done is."""
    database = connect(str(city / "ops" / "ops.sqlite3"))
    for promise, broken in HALF.items():
        found = database.execute(broken).fetchall()
        assert not found, (promise, found)
    assert database.execute("pragma integrity_check").fetchone() == ("ok",)
    database.close()
    kept = versions(city)
    for number, version in said.items():
        # At most the one transition that was committed and not yet said.
        assert kept[number] - version in {0, 1}, (number, kept[number], version)


def versions(city: Path) -> dict[str, int]:
    database = connect(str(city / "ops" / "ops.sqlite3"))
    found = dict(database.execute("select number, version from orders_order").fetchall())
    database.close()
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
