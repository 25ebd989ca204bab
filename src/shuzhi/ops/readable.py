"""What somebody may read of the lake for a purpose: where pages that let people put queries together begin."""

from shuzhi.core.sql import TableName
from shuzhi.core.text import Text
from shuzhi.ops.city import city
from shuzhi.ops.clock import today
from shuzhi.ops.errors import conflict
from shuzhi.ops.lake import lake
from shuzhi.ops.people.access import Access
from shuzhi.run.read import Desk, desk
from shuzhi.secure.permit import Permit, permit


def desk_of_reader(by: Access, purpose: str) -> Desk:
    """Where he asks for that purpose. Raises Conflict before the first run."""
    held = lake()
    if held is None:
        raise conflict(
            Text("还没有数据：城市还没有运行过", "no data yet: the city has not run"),
            "lake",
            Text("请先运行 shuzhi run", "run `shuzhi run` first"),
        )
    return desk(held, city(), by.reader(purpose), today())


def permits(at: Desk) -> list[Permit]:
    """The permit of every table he may read for the purpose."""
    told = [permit(at.policy, at.reader, table, at.today) for table in sorted(at.policy.columns)]
    return [each for each in told if isinstance(each, Permit)]


def permit_of(at: Desk, table: TableName) -> Permit | None:
    found = permit(at.policy, at.reader, table, at.today)
    return found if isinstance(found, Permit) else None


def purposes(at: Desk) -> list[str]:
    """The purposes for which he may read anything."""
    mine = {grant.purpose for grant in at.policy.grants if grant.who.posts(at.reader) is not None}
    return [name for name in at.policy.purposes if name in mine]
