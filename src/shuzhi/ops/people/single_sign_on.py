"""Signing in through somebody else's OpenID Connect provider (the province's, say).

Set by environment: SHUZHI_OIDC_ISSUER, SHUZHI_OIDC_CLIENT, SHUZHI_OIDC_SECRET, and SHUZHI_OIDC_LABEL for the button.
Nobody gets an account this way: the first sign-in binds an existing account of the same login, later ones go by the
provider's own subject, so that a login handed on to somebody else over there opens nothing here.
"""

import os
from functools import cache
from typing import Any

from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.django_client import OAuth
from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from shuzhi.ops.audit.actions import record
from shuzhi.ops.clock import now
from shuzhi.ops.people import actions
from shuzhi.ops.people.models import ExternalIdentity, User


def label() -> str | None:
    """What the button says, or None where no provider is set."""
    return (
        os.environ.get("SHUZHI_OIDC_LABEL", "统一身份认证") if os.environ.get("SHUZHI_OIDC_ISSUER") else None
    )


def start(request: HttpRequest) -> HttpResponse:
    """Send the browser to the provider."""
    if label() is None:
        return HttpResponseRedirect("/login")
    answer: HttpResponse = _provider().authorize_redirect(
        request, request.build_absolute_uri("/sso/callback")
    )
    return answer


def callback(request: HttpRequest) -> HttpResponse:
    """The browser comes back: signed in as the bound account, or told that there is none."""
    if label() is None:
        return HttpResponseRedirect("/login")
    try:
        told = _provider().authorize_access_token(request)["userinfo"]
    except (OAuthError, KeyError):
        return HttpResponseRedirect("/login?sso=failed")
    user = _account(told)
    if user is None:
        return HttpResponseRedirect("/login?sso=unknown")
    sign_in(request, user)
    return HttpResponseRedirect("/")


def sign_in(request: HttpRequest, user: User) -> None:
    """Begin a session for a user whose identity has been proved."""
    request.session["began"] = now().isoformat()
    request.session["address"] = request.META.get("REMOTE_ADDR")
    request.session["agent"] = request.headers.get("User-Agent", "")[:200]
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    actions.note_sign_in(by=user, address=request.META.get("REMOTE_ADDR", ""))


@transaction.atomic
def _account(told: dict[str, Any]) -> User | None:
    issuer, subject = str(told["iss"]), str(told["sub"])
    bound = ExternalIdentity.objects.select_related("user").filter(issuer=issuer, subject=subject).first()
    if bound is not None:
        return bound.user if bound.user.is_active else None
    name = str(told.get("preferred_username", "")).lower()
    user = User.objects.filter(login=name, is_active=True).first()
    if user is None or user.external_identities.filter(issuer=issuer).exists():
        return None
    ExternalIdentity.objects.create(user=user, issuer=issuer, subject=subject)
    record(
        by=user.login, action="people.bind_identity", object=f"user:{user.login}", about={"issuer": issuer}
    )
    return user


@cache
def _provider() -> Any:  # noqa: ANN401  Authlib publishes no types
    registry = OAuth()
    return registry.register(
        "provider",
        client_id=os.environ["SHUZHI_OIDC_CLIENT"],
        client_secret=os.environ["SHUZHI_OIDC_SECRET"],
        server_metadata_url=os.environ["SHUZHI_OIDC_ISSUER"].rstrip("/")
        + "/.well-known/openid-configuration",
        client_kwargs={"scope": "openid", "code_challenge_method": "S256"},
    )
