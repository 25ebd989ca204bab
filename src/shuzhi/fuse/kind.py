"""A kind of entity that is fused: what sources say of one, how two records of it are compared, what is believed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from shuzhi.core.sql import TableName
from shuzhi.fuse.comparison import Model


@dataclass(frozen=True, kw_only=True)
class Kind:
    """``said``: what a source may say, and its type in mentions; the first is the identifier, and ``seen`` is when it
    was so. ``forms``: of a table, the
    column with names and the names of places, one row per name, ``written``, prepared to be compared. ``prepared``: the
    records of ``model``, from mentions ``m``, forms of names and keys of places. ``facts``: attribute -> SQL over
    a mention ``m``; of those, ``golden`` become columns of the entity, and ``disputed`` are worth telling a department
    when it says otherwise.
    """

    model: Model
    said: Mapping[str, str]
    forms: Callable[[TableName, str, Sequence[str]], exp.Query]
    prepared: Callable[[TableName, TableName, TableName], exp.Query]
    facts: Mapping[str, str]
    golden: tuple[str, ...]
    disputed: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.model.kind

    @property
    def identifier(self) -> str:
        return self.model.sure

    @property
    def written(self) -> str:
        return self.model.written

    @property
    def told(self) -> tuple[str, ...]:
        """What makes two mentions of a source one: all but when."""
        rest = [name for name in self.said if name not in (self.identifier, "seen")]
        return ("source", self.identifier, self.written, *rest)

    @property
    def entity(self) -> TableName:
        return TableName("entity", self.name)

    def table(self, what: str) -> TableName:
        """``entity.<kind>_<what>``: record, fact, conflict, link, row or change."""
        return TableName("entity", f"{self.name}_{what}")
