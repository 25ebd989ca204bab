"""How refusals and mistakes leave the API: problems with what, where, why and what to do, under an honest status."""

import logging
import secrets
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from shuzhi.core.errors import Problem, Refused, ShuzhiError
from shuzhi.core.text import Text
from shuzhi.ops.answer import Answer

log = logging.getLogger(__name__)


class Missing(ShuzhiError):
    """There is no such thing, or the user may not know that there is."""


class Conflict(ShuzhiError):
    """What is asked does not fit the state things are in by now."""


class Said(Answer):
    """Words in both languages."""

    zh: str
    en: str


class ProblemOut(Answer):
    """One problem, as the pages show it."""

    what: Said
    where: str
    why: Said | None = None
    todo: Said


class Problems(Answer):
    """Every answer that is not a success."""

    problems: list[ProblemOut]


def missing(what: Text, where: str) -> Missing:
    return Missing(
        [
            Problem(
                what=what, where=where, todo=Text("返回列表重新选择", "go back to the list and choose again")
            )
        ]
    )


def conflict(what: Text, where: str, todo: Text | None = None) -> Conflict:
    again = Text("刷新后看看现在的状态", "reload and look at the present state")
    return Conflict([Problem(what=what, where=where, todo=todo or again)])


def invalid(what: Text, where: str, todo: Text) -> ShuzhiError:
    return ShuzhiError([Problem(what=what, where=where, todo=todo)])


def handle_errors(api: NinjaAPI) -> None:
    """Every error of the API in one shape."""

    @api.exception_handler(ShuzhiError)
    def told(request: HttpRequest, error: ShuzhiError) -> HttpResponse:
        return api.create_response(request, problems_out(error.problems), status=_status(error))

    @api.exception_handler(AuthenticationError)
    def not_signed_in(request: HttpRequest, _: AuthenticationError) -> HttpResponse:
        problem = Problem(
            what=Text("尚未登录，或登录已过期", "not signed in, or the session has ended"),
            where=request.path,
            todo=Text("请登录", "sign in"),
        )
        return api.create_response(request, problems_out([problem]), status=401)

    @api.exception_handler(HttpError)
    def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
        problem = Problem(
            what=Text("请求没有被接受", "the request was not accepted"),
            where=request.path,
            why=Text(str(error), str(error)),
            todo=Text("刷新页面再试", "reload the page and try again"),
        )
        return api.create_response(request, problems_out([problem]), status=error.status_code)

    @api.exception_handler(ValidationError)
    def malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
        problems = [
            Problem(
                what=Text("填写的内容不符合要求", "what was filled in does not fit"),
                where=".".join(str(part) for part in mistake["loc"][1:]) or request.path,
                why=Text(str(mistake["msg"]), str(mistake["msg"])),
                todo=Text("改正后再提交", "correct it and send it again"),
            )
            for mistake in error.errors
        ]
        return api.create_response(request, problems_out(problems), status=400)

    @api.exception_handler(UnicodeEncodeError)
    def unspeakable(request: HttpRequest, _: UnicodeEncodeError) -> HttpResponse:
        """Half a character (a lone surrogate), which JSON can carry and nothing can keep."""
        problem = Problem(
            what=Text("文字里有存不下的字符", "the text has a character that cannot be kept"),
            where=request.path,
            todo=Text("删去它再提交", "take it out and send it again"),
        )
        return api.create_response(request, problems_out([problem]), status=400)

    @api.exception_handler(Exception)
    def failed(request: HttpRequest, error: Exception) -> HttpResponse:
        """Our own mistake: the log has it whole, the user learns no more than that it is not his."""
        number = secrets.token_hex(4)
        log.error("%s %s failed (%s)", request.method, request.path, number, exc_info=error)
        problem = Problem(
            what=Text("系统内部出错，不是您的操作有误", "something failed inside; it is not your mistake"),
            where=f"{request.path}#{number}",
            todo=Text("把这个编号告诉系统管理员", "tell the system administrator this number"),
        )
        return api.create_response(request, problems_out([problem]), status=500)


def problems_out(problems: Sequence[Problem]) -> dict[str, object]:
    return {
        "problems": [
            {
                "what": _said(problem.what),
                "where": problem.where,
                "why": _said(problem.why) if problem.why else None,
                "todo": _said(problem.todo),
            }
            for problem in problems
        ]
    }


def _said(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _status(error: ShuzhiError) -> int:
    match error:
        case Refused():
            return 403
        case Missing():
            return 404
        case Conflict():
            return 409
        case _:
            return 400
