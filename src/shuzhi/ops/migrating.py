"""Bringing the database to this version, told step by step."""

from collections.abc import Callable

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from shuzhi.core.text import Text


def migrate(say: Callable[[str], None]) -> None:
    """Apply what is missing. The first start takes some seconds; it says what it is doing."""
    executor = MigrationExecutor(connection)
    targets = executor.loader.graph.leaf_nodes()
    steps = len(executor.migration_plan(targets))
    if not steps:
        return
    done = 0

    def progress(action: str, *_: object) -> None:
        nonlocal done
        if action == "apply_success":
            done += 1
            if done % 10 and done < steps:
                return
            say(str(Text(f"建库 {done}/{steps}", f"database {done}/{steps}")))

    MigrationExecutor(connection, progress_callback=progress).migrate(targets)
