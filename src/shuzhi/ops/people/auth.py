"""Who is asking: the session cookie, checked against forgery on every change."""

from django.http import HttpRequest
from ninja.security import SessionAuth
from ninja.security.apikey import APIKeyCookie

from shuzhi.ops.clock import today
from shuzhi.ops.people.access import Access
from shuzhi.ops.people.identity import access_of_session


class Call(HttpRequest):
    """A request whose session was checked: ``auth`` is who asks and what he may do."""

    auth: Access


class SignedIn(SessionAuth):
    """A signed-in, active user with a password he chose himself. ``request.auth`` becomes his Access."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Access | None:
        access = access_of_session(key, today()) if key else None
        if access is None or access.user.must_change_password:
            return None
        request.user = access.user
        # What is answered depends on the cookie: the session's middleware then says so.
        request.session.accessed = True
        return access


class Anybody(APIKeyCookie):
    """No session needed, but a forged request is refused all the same: for signing in."""

    def authenticate(self, request: HttpRequest, key: str | None) -> bool:  # noqa: ARG002
        return True


signed_in = SignedIn(csrf=True)
anybody = Anybody(csrf=True)
