"""Which city's folder this process serves, and the files the ops side keeps in it."""

import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from shuzhi.core.crypto import kept_secret

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
    """The key that signs cookies: made once, kept locked."""
    return kept_secret(ops / "django.key", lambda: secrets.token_urlsafe(50))


def signing_key(ops: Path) -> str:
    """The RSA key (PEM) that signs what other systems are told of a user: made once, kept locked."""
    return kept_secret(ops / "oidc.key", _new_signing_key)


def _new_signing_key() -> str:
    made = rsa.generate_private_key(public_exponent=65537, key_size=3072)
    return made.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
