"""Secrets at rest: what the database keeps of them says nothing without the city's own key."""

import base64

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def vault(purpose: str) -> Fernet:
    """Locks and unlocks, under a key derived from the one that signs cookies; another for each purpose."""
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"shuzhi {purpose}".encode())
    return Fernet(base64.urlsafe_b64encode(derived.derive(settings.SECRET_KEY.encode())))
