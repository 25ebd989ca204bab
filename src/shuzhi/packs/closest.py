"""Did you mean ...? The nearest known word to a mistyped one."""

from collections.abc import Iterable
from difflib import get_close_matches

from shuzhi.core.text import Text


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like this one, or None when none is like it."""
    folded = {name.lower(): name for name in known}
    near = get_close_matches(word.lower(), list(folded), n=1, cutoff=0.5)
    return folded[near[0]] if near else None


def did_you_mean(word: str, known: Iterable[str], *, otherwise: Text) -> Text:
    """What to do about an unknown word: the nearest known one, else ``otherwise``."""
    near = closest(word, known)
    return otherwise if near is None else Text(f"是否应为“{near}”", f"did you mean “{near}”?")


def listed(words: Iterable[str], most: int = 12) -> str:
    """A list of names for a message, cut where it would run long."""
    names = list(words)
    return "、".join(names[:most]) + ("……" if len(names) > most else "")
