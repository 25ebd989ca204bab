"""Indicators and their answers as the API, and whoever asks in its place, tell them."""

from collections.abc import Mapping
from typing import Any

from shuzhi.analyse.indicators.form import Answered, Comparison, Inquiry
from shuzhi.analyse.questions.parse import AskedBack, NotKnown, Understood
from shuzhi.core.text import Text
from shuzhi.ops.city import city
from shuzhi.ops.indicators.counting import counter, words
from shuzhi.ops.indicators.free_wording import free_wording
from shuzhi.ops.people.access import Access
from shuzhi.packs.indicators import labels
from shuzhi.run.indicators import Offered, table_title
from shuzhi.run.questions import choices, understood


def asked(by: Access, question: str, before: Inquiry | None = None) -> dict[str, Any]:
    """A question in Chinese: answered, asked back with choices, or not understood, with what was not.

    Where the city has a language model, it is asked what is not understood without (``by_model``), unless the question
    follows another.
    """
    asking = counter(by)
    known = words(asking)
    told = understood(question, known, city(), asking.desk.today, before=before)
    by_model = isinstance(told, NotKnown) and before is None and city().wording is not None
    if isinstance(told, NotKnown) and by_model:
        told = free_wording(by, question, told, known)
    if isinstance(told, Understood):
        found = answer(asking.asked(told.inquiry.indicator), asking.answer(told.inquiry))
        return {"answer": found, "why": None, "choices": [], "by_model": by_model}
    back = choices(question, told, known, asking) if isinstance(told, AskedBack) else ()
    named = [{"name": each.name, "title": said(each.title), "question": each.question} for each in back]
    return {"answer": None, "why": said(told.why), "choices": named, "by_model": False}


def indicator(offered: Offered) -> dict[str, Any]:
    entry, indicator = offered.entry, offered.indicator
    declared = entry.declared
    return _declared(offered) | {
        "name": entry.name,
        "owner": declared.owner,
        "scenario": entry.scenario.name,
        "scenario_title": said(entry.scenario.title),
        "purpose": entry.scenario.purpose.name,
        "grain": indicator.grain if indicator.time else None,
        "adds": indicator.adds,
        "dimensions": [
            {
                "name": each.name,
                "title": said(each.title),
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
        "title": said(declared.title),
        "definition": said(declared.definition),
        "unit": said(declared.unit),
        "decimals": declared.decimals,
        "direction": declared.direction,
        "target": declared.target.model_dump() if declared.target else None,
    }


def answer(offered: Offered, told: Answered) -> dict[str, Any]:
    return (
        vars(told)
        | _declared(offered)
        | {
            "columns": [
                vars(each)
                | {
                    "title": said(each.title),
                    "unit": said(each.unit) if each.unit is not None else None,
                    "labels": _named(each.labels),
                }
                for each in told.columns
            ],
            "said": said(told.said),
            "notes": [said(note) for note in told.notes],
            "freshness": vars(told.freshness),
            "source": said(table_title(city(), offered.indicator)),
            "owner": offered.entry.declared.owner,
        }
    )


def _named(labels: Mapping[str, Text] | None) -> dict[str, dict[str, str]] | None:
    return None if labels is None else {value: said(name) for value, name in labels.items()}


def said(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
