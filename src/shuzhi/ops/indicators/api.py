"""Indicators over the API. Questions are POSTed because they are long; nothing is changed by them."""

from collections.abc import Mapping
from typing import Any

from django.http import FileResponse
from ninja import Router

from shuzhi.analyse.indicators.form import Answered, Comparison, Inquiry
from shuzhi.analyse.questions.parse import AskedBack, Understood
from shuzhi.core.text import Text
from shuzhi.ops.city import city
from shuzhi.ops.indicators import schemas as s
from shuzhi.ops.indicators.counting import counter, words
from shuzhi.ops.indicators.exporting import MEDIA, exported
from shuzhi.ops.people.auth import Call
from shuzhi.packs.indicators import labels
from shuzhi.run.indicators import Offered, table_title
from shuzhi.run.questions import choices, examples, understood

router = Router(tags=["indicators"])


@router.get("", response=list[s.IndicatorOut])
def indicators(request: Call) -> object:
    """Every indicator the caller may ask, with the dimensions he may split it by."""
    return [_indicator(offered) for offered in counter(request.auth).offered()]


@router.post("/query", response=s.AnswerOut)
def query(request: Call, asked: Inquiry) -> object:
    """One question to one indicator."""
    asking = counter(request.auth)
    return _answer(asking.asked(asked.indicator), asking.answer(asked))


@router.post("/ask", response=s.AskedOut)
def ask(request: Call, said: s.QuestionIn) -> object:
    """A question in Chinese: answered, asked back, or not understood, with what was not."""
    asking = counter(request.auth)
    known = words(asking)
    told = understood(said.question, known, city(), asking.desk.today, before=said.before)
    if isinstance(told, Understood):
        answer = _answer(asking.asked(told.inquiry.indicator), asking.answer(told.inquiry))
        return {"answer": answer, "why": None, "choices": []}
    back = choices(said.question, told, known, asking) if isinstance(told, AskedBack) else ()
    named = [{"name": each.name, "title": _said(each.title), "question": each.question} for each in back]
    return {"answer": None, "why": _said(told.why), "choices": named}


@router.get("/examples", response=list[str])
def example_questions(request: Call) -> list[str]:
    """Questions in Chinese that the caller is answered."""
    asking = counter(request.auth)
    return examples(asking, words(asking))


@router.post("/changes", response=s.AnswerOut)
def changes(request: Call, asked: Inquiry) -> object:
    """Why a number changed: what each group adds to its change against one earlier period; the parts add up."""
    asking = counter(request.auth)
    return _answer(asking.asked(asked.indicator), asking.changes(asked))


@router.post("/explain", response=s.ExplainedOut)
def explain(request: Call, asked: Inquiry) -> object:
    """How the number is counted: in words, as SQL, from which table of whom."""
    told = counter(request.auth).explain(asked)
    return vars(told) | {
        "definition": _said(told.definition),
        "said": _said(told.said),
        "table_title": _said(told.table_title),
        "freshness": vars(told.freshness),
    }


@router.post("/rows", response=s.BehindOut)
def rows(request: Call, asked: Inquiry) -> object:
    """The rows behind a number, newest first, masked as the caller's grants say; at most 200."""
    found = counter(request.auth).behind(asked)
    return vars(found) | {"titles": [_said(title) for title in found.titles]}


@router.post("/export")
def export(request: Call, asked: s.ExportIn) -> FileResponse:
    """A number, or all rows behind it, as a file: only where the grant says that they may be taken out."""
    made, name = exported(request.auth, asked)
    answer = FileResponse(made, content_type=MEDIA[asked.form], filename=name, as_attachment=True)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _indicator(offered: Offered) -> dict[str, Any]:
    entry, indicator = offered.entry, offered.indicator
    declared = entry.declared
    return _declared(offered) | {
        "name": entry.name,
        "owner": declared.owner,
        "scenario": entry.scenario.name,
        "scenario_title": _said(entry.scenario.title),
        "purpose": entry.scenario.purpose.name,
        "grain": indicator.grain if indicator.time else None,
        "adds": indicator.adds,
        "dimensions": [
            {
                "name": each.name,
                "title": _said(each.title),
                "kind": declared.dimensions[each.name].kind,
                "levels": list(each.levels),
                "labels": _named(labels(entry, each.name, city())),
            }
            for each in indicator.dimensions
        ],
        "comparisons": _comparisons(offered),
        "synonyms": list(declared.synonyms),
    }


def _comparisons(offered: Offered) -> list[Comparison]:
    indicator = offered.indicator
    found: list[Comparison] = ["previous_year", "previous"] if indicator.time else []
    if indicator.time and all(each.adds for each in indicator.counted):
        found.append("cumulative")
    if indicator.per is None and indicator.dimensions:
        found.append("share")
    return [*found, "rank"] if indicator.dimensions else found


def _declared(offered: Offered) -> dict[str, Any]:
    declared = offered.entry.declared
    return {
        "title": _said(declared.title),
        "definition": _said(declared.definition),
        "unit": _said(declared.unit),
        "decimals": declared.decimals,
        "direction": declared.direction,
        "target": declared.target.model_dump() if declared.target else None,
    }


def _answer(offered: Offered, told: Answered) -> dict[str, Any]:
    return (
        vars(told)
        | _declared(offered)
        | {
            "columns": [
                vars(each)
                | {
                    "title": _said(each.title),
                    "unit": _said(each.unit) if each.unit is not None else None,
                    "labels": _named(each.labels),
                }
                for each in told.columns
            ],
            "said": _said(told.said),
            "notes": [_said(note) for note in told.notes],
            "freshness": vars(told.freshness),
            "source": _said(table_title(city(), offered.indicator)),
            "owner": offered.entry.declared.owner,
        }
    )


def _named(labels: Mapping[str, Text] | None) -> dict[str, dict[str, str]] | None:
    return None if labels is None else {value: _said(name) for value, name in labels.items()}


def _said(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
