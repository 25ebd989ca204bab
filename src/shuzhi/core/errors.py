"""Errors as part of the product: what happened, where, why, and what to do next."""

from collections.abc import Sequence
from dataclasses import dataclass

from shuzhi.core.text import Text, english


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One mistake, told so that the person who made it can mend it.

    ``where`` is a place the person knows: ``file:line``, ``table.column``, a batch.
    ``warning`` marks a problem that is told but stops nothing.
    """

    what: Text
    where: str
    why: Text | None = None
    todo: Text
    warning: bool = False

    def __str__(self) -> str:
        lines = [f"{self.where}: {self.what}"]
        if self.why is not None:
            lines.append(f"  {'why' if english() else '原因'}: {self.why}")
        lines.append(f"  {'to do' if english() else '处理'}: {self.todo}")
        return "\n".join(lines)


class ShuzhiError(Exception):
    """Every error a user may meet. Carries all problems found, not only the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        if not problems:
            raise ValueError("an error needs at least one problem")
        super().__init__(problems)
        self.problems = tuple(problems)

    def __str__(self) -> str:
        """In the language of whoever reads it, put together when somebody does: most are only asked about."""
        return "\n".join(str(problem) for problem in self.problems)


class Refused(ShuzhiError):
    """The gateway refused: no rule grants this."""
