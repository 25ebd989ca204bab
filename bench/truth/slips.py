"""How people and programs get values wrong: vectorised, from a seeded generator.

Characters are taken for others by the platform's own table of sounds and shapes, among the 3,755 characters of
GB 2312's first level: a comparison that knows the same table has that advantage, and the figures say so.
"""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from shuzhi.fuse.characters import characters

Words = npt.NDArray[np.object_]
Flags = npt.NDArray[np.bool_]


@lru_cache(maxsize=1)
def confusions() -> tuple[dict[str, str], dict[str, str], str, dict[str, str]]:
    """Per character those that sound like it and those that look like it; the common ones; traditional forms."""
    usual = [
        char
        for high in range(0xB0, 0xD8)
        for low in range(0xA1, 0xFF)
        if (char := bytes((high, low)).decode("gb2312", "ignore"))
    ]
    rows = {row["character"]: row for row in characters().to_pylist()}
    sound, shape = {}, {}
    for known, column in ((sound, "sound"), (shape, "shape")):
        groups: dict[str, list[str]] = {}
        for char in usual:
            groups.setdefault(rows[char][column], []).append(char)
        for group in groups.values():
            for char in group:
                known[char] = "".join(other for other in group if other != char)
    traditional = {
        row["plain"]: row["character"] for row in rows.values() if row["plain"] != row["character"]
    }
    return sound, shape, "".join(usual), traditional


def chosen(rng: np.random.Generator, size: int, share: float) -> Flags:
    return rng.random(size) < share


def other_character(rng: np.random.Generator, names: Words, where: Flags, kind: str) -> Words:
    """One character of the given name (seldom of the surname) becomes another of the same sound or shape, or any."""
    sound, shape, usual, _ = confusions()
    made = names.copy()
    picks = rng.random((len(names), 2))
    for row in np.flatnonzero(where):
        name = names[row]
        place = 0 if picks[row, 0] < 0.1 else 1 + int((picks[row, 0] - 0.1) / 0.9 * (len(name) - 1))
        pool = {"sound": sound, "shape": shape}.get(kind, {}).get(name[place], "") or usual
        made[row] = name[:place] + pool[int(picks[row, 1] * len(pool))] + name[place + 1 :]
    return made


def traditional(names: Words, where: Flags) -> Words:
    table = str.maketrans(confusions()[3])
    made = names.copy()
    for row in np.flatnonzero(where):
        made[row] = names[row].translate(table)
    return made


def slipped_digit(rng: np.random.Generator, numbers: Words, where: Flags) -> Words:
    """One digit is another one, or two neighbours are exchanged."""
    made = numbers.copy()
    picks = rng.random((len(numbers), 3))
    for row in np.flatnonzero(where):
        text = numbers[row]
        if text is None:
            continue
        place = int(picks[row, 0] * (len(text) - 1))
        if picks[row, 1] < 0.3 and text[place] != text[place + 1]:
            made[row] = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
        else:
            digit = (
                str((int(text[place]) + 1 + int(picks[row, 2] * 9)) % 10) if text[place].isdigit() else "0"
            )
            made[row] = text[:place] + digit + text[place + 1 :]
    return made
