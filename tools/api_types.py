"""The API's types for the pages, out of its OpenAPI schema: web/src/api/schema.ts. ``make api`` writes it."""

import json
import os
import tempfile
from pathlib import Path

import django

from hatch_build import WEB, install, node

TYPES = WEB / "src" / "api" / "schema.ts"


def types() -> str:
    """What schema.ts should say now."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuzhi.ops.settings")
    django.setup()
    from shuzhi.ops.api import api  # noqa: PLC0415  Django must be set up first

    install(checks=True)
    with tempfile.TemporaryDirectory() as folder:
        schema, written = Path(folder, "openapi.json"), Path(folder, "schema.ts")
        schema.write_text(json.dumps(api.get_openapi_schema(), ensure_ascii=False))
        node("node_modules/openapi-typescript/bin/cli.js", str(schema), "-o", str(written))
        return written.read_text()


if __name__ == "__main__":
    TYPES.write_text(types())
