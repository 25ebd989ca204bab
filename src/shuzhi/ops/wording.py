"""Words people write, as they are kept."""

from shuzhi.core.text import Text
from shuzhi.ops.errors import invalid

MOST = 5_000


def plain(words: str) -> str:
    """Without blanks around it, and without what no database keeps: NUL, and halves of characters."""
    return words.replace("\0", "").encode(errors="ignore").decode().strip()


def said(words: str, where: str, *, needed: bool = True, most: int = MOST) -> str:
    """What somebody wrote. Raises ShuzhiError when it is empty though needed, or too long."""
    kept = plain(words)
    if (needed and not kept) or len(kept) > most:
        raise invalid(
            Text(f"请填写，最多 {most} 字", f"write something, {most} characters at most"),
            where,
            Text("改正后再提交", "correct it and send it again"),
        )
    return kept


def title(words: str) -> str:
    """One line of 1 to 200 characters. Raises ShuzhiError when it is not."""
    kept = " ".join(plain(words).split())
    if not 0 < len(kept) <= 200:
        raise invalid(
            Text("标题须在 1 到 200 字之间", "a title has 1 to 200 characters"),
            "title",
            Text("改正后再提交", "correct it and send it again"),
        )
    return kept
