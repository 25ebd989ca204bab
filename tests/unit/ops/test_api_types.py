"""The pages' types are those of the API as it is now."""

from tools.api_types import TYPES, types


def test_schema_ts_is_what_make_api_writes() -> None:
    assert TYPES.read_text(encoding="utf-8") == types(), "the API has changed: make api"
