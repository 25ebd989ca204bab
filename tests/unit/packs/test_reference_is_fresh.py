"""The pages about files are what the models say today."""

from pathlib import Path

import pytest

from shuzhi.packs.reference import FILES, reference, schema, write_reference

DOCS = Path(__file__).parents[3] / "docs" / "reference"


@pytest.mark.parametrize("page", sorted(reference()))
def test_page_is_fresh(page):
    assert (DOCS / page).read_text(encoding="utf-8") == reference()[page], (
        "run write_reference(docs/reference)"
    )


@pytest.mark.parametrize("name", sorted(set(FILES) - {"parameters"}))
def test_every_key_is_described_in_both_languages(name):
    whole = schema(name)
    parts = [whole, *whole.get("$defs", {}).values()]
    for part in parts:
        for key, value in part.get("properties", {}).items():
            assert " | " in value.get("description", ""), f"{name}: {part.get('title')}.{key}"


def test_writing_twice_changes_nothing(tmp_path):
    assert len(write_reference(tmp_path)) == len(reference())
    assert write_reference(tmp_path) == []
