"""Secrets at rest: what the database keeps of them says nothing without the key."""

from dataclasses import dataclass

from shuzhi.core import crypto
from shuzhi.core.keys import ring


@dataclass(frozen=True)
class Vault:
    """Locks and unlocks columns of text, each purpose under a key of its own."""

    purpose: str

    def lock(self, text: str) -> str:
        return crypto.lock_text(text, self.purpose)

    def unlock(self, locked: str) -> str:
        """Raises ShuzhiError when it was changed, belongs elsewhere, or its key is not at hand."""
        return crypto.unlock_text(locked, self.purpose, self.purpose)

    def lock_again(self, locked: str) -> str | None:
        """The same under the newest key; None when it is already."""
        return None if crypto.text_key(locked) in {"", ring().newest.id} else self.lock(self.unlock(locked))


CONTACTS = Vault("desk contacts")
TYPED = Vault("typed sql")
ANALYSES = Vault("saved analyses")
SECOND_FACTORS = Vault("second factor")
