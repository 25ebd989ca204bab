"""Which line of its file a piece of SQL stands on."""

from sqlglot import exp


def line_of(node: exp.Expr) -> int:
    """The first line the node covers; where it has no line of its own, the nearest around it that has."""
    around: exp.Expr | None = node
    while around is not None:
        lines = [part.meta["line"] for part in around.walk() if "line" in part.meta]
        if lines:
            return int(min(lines))
        around = around.parent
    return 1
