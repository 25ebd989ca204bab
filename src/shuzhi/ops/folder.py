"""Which city's folder this process serves, and the files the ops side keeps in it."""

import os
import secrets
from pathlib import Path

CITY = "SHUZHI_CITY"
"""Environment variable: the city's folder."""


def folder() -> Path | None:
    """The folder of the city served, or None where there is none: then nothing is stored (types, schema, tests)."""
    told = os.environ.get(CITY)
    return Path(told).resolve() if told else None


def ops_folder(city_folder: Path) -> Path:
    """``<city>/ops``: database, secret, uploads. Made when missing, closed to other accounts of the machine."""
    made = city_folder / "ops"
    made.mkdir(mode=0o700, exist_ok=True)
    return made


def secret(ops: Path) -> str:
    """The key that signs cookies: made once, readable by its owner only, never in the city's files."""
    path = ops / "django.key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(50))
    return path.read_text()
