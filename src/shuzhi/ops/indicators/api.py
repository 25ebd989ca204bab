"""Indicators over the API. Questions are POSTed because they are long; nothing is changed by them."""

from django.http import FileResponse
from ninja import Router

from shuzhi.analyse.indicators.form import Inquiry
from shuzhi.ops.file_answer import file_answer
from shuzhi.ops.indicators import schemas as s
from shuzhi.ops.indicators import telling
from shuzhi.ops.indicators.counting import counter, words
from shuzhi.ops.indicators.exporting import exported
from shuzhi.ops.people.auth import Call
from shuzhi.run.questions import examples

router = Router(tags=["indicators"])


@router.get("", response=list[s.IndicatorOut])
def indicators(request: Call) -> object:
    """Every indicator the caller may ask, with the dimensions he may split it by."""
    return [telling.indicator(offered) for offered in counter(request.auth).offered()]


@router.post("/query", response=s.AnswerOut)
def query(request: Call, asked: Inquiry) -> object:
    """One question to one indicator."""
    asking = counter(request.auth)
    return telling.answer(asking.asked(asked.indicator), asking.answer(asked))


@router.post("/ask", response=s.AskedOut)
def ask(request: Call, said: s.QuestionIn) -> object:
    """A question in Chinese: answered, asked back, or not understood, with what was not."""
    return telling.asked(request.auth, said.question, said.before)


@router.get("/examples", response=list[str])
def example_questions(request: Call) -> list[str]:
    """Questions in Chinese that the caller is answered."""
    asking = counter(request.auth)
    return examples(asking, words(asking))


@router.post("/changes", response=s.AnswerOut)
def changes(request: Call, asked: Inquiry) -> object:
    """Why a number changed: what each group adds to its change against one earlier period; the parts add up."""
    asking = counter(request.auth)
    return telling.answer(asking.asked(asked.indicator), asking.changes(asked))


@router.post("/explain", response=s.ExplainedOut)
def explain(request: Call, asked: Inquiry) -> object:
    """How the number is counted: in words, as SQL, from which table of whom."""
    told = counter(request.auth).explain(asked)
    return vars(told) | {
        "definition": telling.said(told.definition),
        "said": telling.said(told.said),
        "table_title": telling.said(told.table_title),
        "freshness": vars(told.freshness),
    }


@router.post("/rows", response=s.BehindOut)
def rows(request: Call, asked: Inquiry) -> object:
    """The rows behind a number, newest first, masked as the caller's grants say; at most 200."""
    found = counter(request.auth).behind(asked)
    return vars(found) | {"titles": [telling.said(title) for title in found.titles]}


@router.post("/export")
def export(request: Call, asked: s.ExportIn) -> FileResponse:
    """A number, or all rows behind it, as a file: only where the grant says that they may be taken out."""
    made, name = exported(request.auth, asked)
    return file_answer(made, name, asked.form)
