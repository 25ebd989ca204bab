"""Whose session it is, and what he may do: asked by every request, of the database as it is now.

One question in plain SQL. Put together by the ORM, the three it stands for cost more than all the rest of a list; and
an answer that was kept for a while would let somebody act whose post was taken a second ago.
"""

import json
from datetime import date
from functools import lru_cache
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.db import DEFAULT_DB_ALIAS, connection
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from shuzhi.ops.people.access import Access, Place
from shuzhi.ops.people.models import User
from shuzhi.ops.people.sessions import SessionStore

_USER = ("id", "password", "login", "name", "email", "administrator", "is_active", "must_change_password")
"""In the model's own order, as it takes them. What is left out is looked up when somebody asks for it."""

_QUESTION = f"""
    select s.session_data, d.id, d.path, d.region, r.name, r.permissions, {", ".join(f"u.{name}" for name in _USER)}
    from people_session s
    join people_user u on u.id = s.user_id and u.is_active
    left join people_post p on p.user_id = u.id and p.since <= %s and (p.until is null or p.until >= %s)
    left join people_department d on d.id = p.department_id and d.is_active
    left join people_role r on r.id = p.role_id and r.is_active
    where s.session_key = %s and s.expire_date > %s
    order by p.id
"""


def access_of_session(key: str, today: date) -> Access | None:
    """What the session's user may do today. None: it has ended, or he may not sign in any more."""
    day = connection.ops.adapt_datefield_value(today)
    moment = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(_QUESTION, [day, day, key, moment])
        rows = cursor.fetchall()
    user = _user(rows[0]) if rows else None
    if user is None:
        return None
    return Access(user=user, places=tuple(_place(*row[1:6]) for row in rows if row[1] and row[4]))


def _user(row: tuple[Any, ...]) -> User | None:
    """The user, if the session was begun with the password he has now."""
    number, sealed = _claimed(row[0])
    user = User.from_db(DEFAULT_DB_ALIAS, _USER, row[6:])
    fits = number == str(user.pk) and constant_time_compare(sealed, user.get_session_auth_hash())
    return user if fits else None


@lru_cache(maxsize=4096)
def _claimed(session_data: str) -> tuple[str, str]:
    """What a session says of its user, if we have signed it. Depends on nothing else, so it is read once."""
    told = SessionStore().decode(session_data)
    return told.get(SESSION_KEY, ""), told.get(HASH_SESSION_KEY, "")


def _place(department: int, path: str, region: str, role: str, permissions: str) -> Place:
    return Place(
        department=department,
        path=path,
        region=region,
        role=role,
        permissions=frozenset(json.loads(permissions)),
    )
