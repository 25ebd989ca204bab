"""What the API answers is made of, and how it is written."""

from typing import Any

import orjson
from django.http import HttpRequest
from ninja.renderers import JSONRenderer
from pydantic import BaseModel, ConfigDict


class Answer(BaseModel):
    """Part of an answer, made from dictionaries or plain objects.

    Ninja's own Schema also looks for managers, methods and paths in every object, which costs more than the rest.
    """

    model_config = ConfigDict(from_attributes=True)


class PlainJSON(JSONRenderer):
    """Chinese as Chinese: half the bytes of its escapes. Numbers with decimal places as text, which loses nothing."""

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:  # noqa: ANN401, ARG002
        try:
            return orjson.dumps(data, default=str, option=orjson.OPT_NON_STR_KEYS)
        except TypeError as error:
            # Half a character, which nothing can carry: the API tells that from its own mistakes.
            raise UnicodeEncodeError("utf-8", "", 0, 1, "surrogates not allowed") from error
