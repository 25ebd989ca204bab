"""Addresses: the API, and for everything else the pages, which find their own way."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import include, path, re_path

from shuzhi.ops import lake_stream
from shuzhi.ops.api import api
from shuzhi.ops.assistants import mcp
from shuzhi.ops.notices.stream import stream
from shuzhi.ops.people import provider, single_sign_on


def page(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The one page of the front end; the address says which view it opens."""
    index = settings.PAGES / "index.html"
    if not index.exists():
        return HttpResponse("网页尚未构建：make web · pages are not built yet: make web", status=503)
    answer = HttpResponse(index.read_bytes(), content_type="text/html; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


urlpatterns = [
    path("api/notices/stream", stream),
    path("api/lake/stream", lake_stream.stream),
    path("api/", api.urls),
    path("oidc/", include(provider)),
    path("mcp", mcp.serve),
    path(".well-known/oauth-protected-resource", mcp.resource),
    path(".well-known/oauth-protected-resource/mcp", mcp.resource),
    path("sso/start", single_sign_on.start),
    path("sso/callback", single_sign_on.callback),
    re_path(r"^(?!api/|oidc/|static/).*$", page),
]
