"""Who is asking: the session cookie, checked against forgery on every change."""

from django.http import HttpRequest
from ninja.security import SessionAuth
from ninja.security.apikey import APIKeyCookie

from shuzhi.ops.clock import today
from shuzhi.ops.people.access import Access, access_of
from shuzhi.ops.people.models import User


class Call(HttpRequest):
    """A request whose session was checked: ``auth`` is who asks and what he may do."""

    auth: Access


class SignedIn(SessionAuth):
    """A signed-in, active user with a password he chose himself. ``request.auth`` becomes his Access."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Access | None:  # noqa: ARG002
        user = request.user
        if not isinstance(user, User) or user.must_change_password:
            return None
        return access_of(user, today())


class Anybody(APIKeyCookie):
    """No session needed, but a forged request is refused all the same: for signing in."""

    def authenticate(self, request: HttpRequest, key: str | None) -> bool:  # noqa: ARG002
        return True


signed_in = SignedIn(csrf=True)
anybody = Anybody(csrf=True)
