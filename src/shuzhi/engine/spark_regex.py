"""Regular expressions that mean the same in RE2 (DuckDB), Java (Apache Spark) and Rust (Sail).

DuckDB's reading is the rule: ``\\d \\s \\w`` are ASCII, ``$`` is the end of the text and nothing before it,
``.`` is anything but a line feed.
"""

import re

from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text

_CLASSES = {"d": "0-9", "s": " \\t\\n\\f\\r", "w": "0-9A-Za-z_"}
_TOKEN = re.compile(r"\\x\{[0-9A-Fa-f]+\}|\\[pP]\{[^}]*\}|\\.|\(\?[^)]?|\[\^?\]?|.", re.DOTALL)
_LOOK = ("(?=", "(?!", "(?<")
_GROUP = re.compile(r"\\(\d)(?=([0-9A-Za-z_]?))")


def portable_pattern(pattern: str) -> str:
    """The pattern as every engine reads it alike. Raises ShuzhiError for what some engine does not have."""
    parts: list[str] = []
    inside = False
    for match in _TOKEN.finditer(pattern):
        token = match.group()
        if token.startswith("[") and not inside:
            inside = True
            parts.append(token[:-1] + "\\]" if token.endswith("]") else token)
            continue
        if token == "]" and inside:  # noqa: S105 - a bracket, not a password
            inside = False
        parts.append(_inside(token, pattern) if inside else _outside(token, pattern))
    return "".join(parts)


def portable_replacement(replacement: str) -> str:
    """``\\1`` as ``$1``. Raises ShuzhiError where engines read on past the number, or escape otherwise."""
    if "$" in replacement or "\\" in _GROUP.sub("", replacement):
        raise _not_portable(
            replacement, Text("替换文本里的 $ 或反斜杠", "a $ or a backslash in the replacement")
        )
    if any(match.group(2) for match in _GROUP.finditer(replacement)):
        raise _not_portable(
            replacement,
            Text("组号后面紧跟字母或数字", "a letter or a digit right behind the number of a group"),
        )
    return _GROUP.sub(r"$\1", replacement)


def _outside(token: str, pattern: str) -> str:
    if token in _LOOK:
        raise _not_portable(pattern, Text("环视或命名组", "lookaround or a named group"))
    if token == "$":  # noqa: S105
        return "\\z"
    if token == ".":  # noqa: S105
        return "[^\\n]"
    if token.startswith("\\"):
        return _escape(token, pattern, "[{}]", "[^{}]")
    return token


def _inside(token: str, pattern: str) -> str:
    if token.startswith("[") or token in ("&", "~"):  # Java and Rust read [[, && and ~~ as operations on sets
        return "".join("\\" + character for character in token)
    if token.startswith("\\"):
        return _escape(token, pattern, "{}", None)
    return token


def _escape(token: str, pattern: str, positive: str, negative: str | None) -> str:
    letter = token[1]
    if letter in _CLASSES:
        return positive.format(_CLASSES[letter])
    if letter.lower() in _CLASSES and negative is not None:
        return negative.format(_CLASSES[letter.lower()])
    if token in ("\\p{Han}", "\\P{Han}"):
        return token.replace("{", "{sc=")
    if letter in "tnfrxzA" or not letter.isalnum():
        return token
    raise _not_portable(pattern, Text(f"转义 {token}", f"the escape {token}"))


def _not_portable(pattern: str, what: Text) -> ShuzhiError:
    return ShuzhiError(
        [
            Problem(
                what=Text(
                    f"正则表达式用了各引擎不一致的写法：{what.zh}",
                    f"the regular expression is not portable: {what.en}",
                ),
                where=pattern,
                todo=Text(
                    "换一种写法，见 docs/reference/portable-sql.md",
                    "write it otherwise; see docs/reference/portable-sql.md",
                ),
            )
        ]
    )
