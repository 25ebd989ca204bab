"""Questions that are not understood, put into the form by the city's language model (chat completions as of OpenAI).

What is sent is the question, the day, and what the asker's own indicators are called: no value and no row of any
table. What comes back is the form (``analyse.questions.filled``) or nothing.
"""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from shuzhi.analyse.questions.filled import Filled, filled
from shuzhi.analyse.questions.parse import NotKnown, Understood
from shuzhi.analyse.questions.vocabulary import Vocabulary
from shuzhi.core.text import Text
from shuzhi.packs.city_file import Wording
from shuzhi.run.secret import secret_of

_LONGEST = 10_000
"""Characters of an answer that are read."""
_SYSTEM = """\
你把一句中文问话填成一份查询表单，只输出一个 JSON 对象，不解释，不写 SQL，不编造。
今天是 {today}。可问的指标（name 是要填的名称，words 是人们的叫法，dimensions 是可分的维度，time 说它分不分时间）：
{indicators}
表单按这个 JSON Schema：{schema}
period 写 2026、2026-Q1、2026-05、2026-05-03、2026-01-01/2026-03-31、this_month、previous_month、this_year、
previous_year、last_30_days、all；问话没说时间就不写。
where 里的 word 照抄问话里的原词，问话没有的不写。
问话不止问一个数、问的不在上面、或有任何一处拿不准，只输出 {{"understood": false}}。"""


def worded(
    question: str,
    words: Vocabulary,
    wording: Wording,
    folder: Path,
    today: date,
) -> Understood | NotKnown:
    """What the model takes the question for, checked against the asker's words; no model makes it fail.

    Raises ShuzhiError where the token is not where the city says.
    """
    token = secret_of(folder, wording.token, "city.yml")
    try:
        told = _ask(wording, token, _messages(question, words, today))
    except ModuleNotFoundError:
        return NotKnown(why=Text("没有安装 shuzhi[wording]", "shuzhi[wording] is not installed"))
    if told is None:
        return NotKnown(why=Text("大模型没有应答", "the language model did not answer"))
    try:
        form = Filled.model_validate_json(_json(told))
    except ValidationError:
        return NotKnown(why=Text("大模型也没有听懂", "the language model did not understand it either"))
    return filled(question, form, words, today)


def _messages(question: str, words: Vocabulary, today: date) -> list[dict[str, str]]:
    system = _SYSTEM.format(
        today=today.isoformat(),
        indicators=json.dumps(_catalogue(words), ensure_ascii=False),
        schema=json.dumps(Filled.model_json_schema(), ensure_ascii=False),
    )
    return [{"role": "system", "content": system}, {"role": "user", "content": question}]


def _catalogue(words: Vocabulary) -> list[Mapping[str, Any]]:
    return [
        {
            "name": name,
            "words": known.words,
            "time": known.indicator.grain if known.indicator.time else None,
            "dimensions": [
                {"name": each.name, "words": known.dimensions[each.name], "levels": each.levels}
                for each in known.indicator.dimensions
            ],
        }
        for name, known in words.indicators.items()
    ]


def _json(told: str) -> str:
    """What stands between the outermost braces: models put fences around it."""
    return told[told.find("{") : told.rfind("}") + 1]


def _ask(wording: Wording, token: str | None, messages: list[dict[str, str]]) -> str | None:
    # Imported where it is used: most cities have no model.
    import requests  # noqa: PLC0415

    try:
        answer = requests.post(
            f"{wording.address.rstrip('/')}/chat/completions",
            json={
                "model": wording.model,
                "messages": messages,
                "temperature": 0,
                "max_tokens": 600,
                "response_format": {"type": "json_object"},
            },
            headers={"Authorization": f"Bearer {token}"} if token else {},
            timeout=wording.seconds,
            # Elsewhere is not where the city said.
            allow_redirects=False,
        )
        answer.raise_for_status()
        told = answer.json()["choices"][0]["message"]["content"]
    except (requests.RequestException, ValueError, LookupError, TypeError):
        return None
    return told[:_LONGEST] if isinstance(told, str) else None
