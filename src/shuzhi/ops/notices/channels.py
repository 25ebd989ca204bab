"""The ways out of the house, switched on by the environment: mail and webhook."""

import os
from collections.abc import Iterator

from shuzhi.ops.people.models import User

MAIL = "SHUZHI_SMTP"
"""``smtp://user:password@host:port`` or ``smtps://…``."""
WEBHOOK = "SHUZHI_WEBHOOK"
"""The address that every notice is posted to."""


def wanted(user: User) -> Iterator[str]:
    """The channels a notice to this user also takes."""
    if os.environ.get(MAIL) and user.email:
        yield "mail"
    if os.environ.get(WEBHOOK):
        yield "webhook"
