"""One sign-in for the city (一次认证): other systems sign their users in through this one, by OpenID Connect.

Only systems the security administrator has registered; authorization code with PKCE; RS256.
"""

from collections.abc import Callable
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import path
from oauth2_provider.oauth2_validators import OAuth2Validator
from oauth2_provider.views import (
    AuthorizationView,
    ConnectDiscoveryInfoView,
    JwksInfoView,
    RevokeTokenView,
    TokenView,
    UserInfoView,
)

from shuzhi.ops.people.models import User
from shuzhi.ops.people.queries import posts_of


class Claims(OAuth2Validator):  # type: ignore[misc]
    """What another system learns of a user: login, name, posts. Nothing else."""

    oidc_claim_scope: ClassVar[dict[str, str] | None] = None

    def get_additional_claims(self) -> dict[str, Callable[[Any], object]]:
        return {
            "preferred_username": lambda request: request.user.login,
            "name": lambda request: request.user.name,
            "posts": lambda request: [
                {"department": post["department"], "role": post["role"]}
                for post in posts_of([request.user.login])[request.user.login]
            ],
        }


class Authorize(AuthorizationView):  # type: ignore[misc]
    """As usual, but not for somebody who has yet to choose a password of his own."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if isinstance(request.user, User) and request.user.must_change_password:
            return HttpResponseRedirect("/")
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def render_to_response(self, context: object, **kwargs: object) -> HttpResponse:  # noqa: ARG002
        """The only page there is: registered systems are never asked about, so this is a refusal."""
        told = "没有登记的系统，或请求有误；请联系安全管理员。\nNot a registered system, or a wrong request."
        return HttpResponse(told, content_type="text/plain; charset=utf-8", status=400)


app_name = "oauth2_provider"
urlpatterns = [
    path("authorize/", Authorize.as_view(), name="authorize"),
    path("token/", TokenView.as_view(), name="token"),
    path("revoke/", RevokeTokenView.as_view(), name="revoke-token"),
    path("userinfo/", UserInfoView.as_view(), name="user-info"),
    path(
        ".well-known/openid-configuration",
        ConnectDiscoveryInfoView.as_view(),
        name="oidc-connect-discovery-info",
    ),
    path(".well-known/jwks.json", JwksInfoView.as_view(), name="jwks-info"),
]
