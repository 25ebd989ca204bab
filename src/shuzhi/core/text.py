"""Text shown to people, always in Chinese and in English."""

import os
from typing import NamedTuple


class Text(NamedTuple):
    """One sentence in both languages of the product."""

    zh: str
    en: str

    def format(self, **values: object) -> "Text":
        """The same text with ``{name}`` placeholders filled in both languages."""
        return Text(self.zh.format(**values), self.en.format(**values))

    def __str__(self) -> str:
        return self.en if english() else self.zh


def english() -> bool:
    """Whether people asked for English (``SHUZHI_LANG=en``). Chinese is the first language."""
    return os.environ.get("SHUZHI_LANG", "zh").lower().startswith("en")
