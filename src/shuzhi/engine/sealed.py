"""A process in which SQL that people wrote runs: with no data but what its reader may see, and under hard limits.

    python -m shuzhi.engine.sealed < header and tables > answer

It has no lake, no key, no file, no network; the operating system ends it when it takes too much memory, time or disk.
Input: a line of JSON (sql, tables, limits), then each table as an Arrow stream. Output: a line of JSON, the answer.
"""

import json
import resource
import sys
from typing import Any, BinaryIO

KINDS = {
    "BinderException": "names",
    "CatalogException": "names",
    "ParserException": "names",
    "ConversionException": "types",
    "InvalidInputException": "types",
    "OutOfRangeException": "types",
    "OutOfMemoryException": "memory",
    "InternalException": "engine",
}
"""What an error of the engine is about. Its words are not passed on, but for names the query itself has."""


def limit(*, memory: int, seconds: int) -> None:
    """Hard limits of the operating system on this process, before it reads anything from anybody."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


def serve(source: BinaryIO, target: BinaryIO) -> None:
    """Answer the one query that ``source`` has."""
    asked = json.loads(source.readline())
    limit(memory=asked["memory"], seconds=asked["seconds"])
    # Only now: what these libraries allocate counts.
    import duckdb  # noqa: PLC0415
    import pyarrow as pa  # noqa: PLC0415

    connection = duckdb.connect(
        config={
            "threads": asked["threads"],
            "memory_limit": f"{asked['memory'] // 2_000_000}MB",
            "temp_directory": "",
            "python_enable_replacements": False,
            "autoload_known_extensions": False,
            "autoinstall_known_extensions": False,
            "allow_community_extensions": False,
            "allow_persistent_secrets": False,
        }
    )
    for schema, name in asked["tables"]:
        with pa.ipc.open_stream(source) as rows:
            # As the bare C stream: a reader is scanned through pyarrow.dataset, 70 MB of the memory counted here.
            connection.register("_incoming", rows.__arrow_c_stream__())
            connection.execute(f"create schema if not exists {_quoted(schema)}")
            connection.execute(f"create table {_quoted(schema)}.{_quoted(name)} as from _incoming")
            connection.unregister("_incoming")
    for setting in (
        "enable_external_access=false",
        "disabled_filesystems='LocalFileSystem'",
        "lock_configuration=true",
    ):
        connection.execute(f"set {setting}")
    try:
        answer = _answer(connection, asked)
    except duckdb.Error as error:
        _told(
            target,
            {"error": KINDS.get(type(error).__name__, "engine"), "name": _name_in(error, asked["sql"])},
        )
        return
    _told(target, {"rows": answer.num_rows})
    with pa.ipc.new_stream(target, answer.schema) as stream:
        stream.write_table(answer)
    target.flush()


def _answer(connection: Any, asked: dict[str, Any]) -> Any:  # noqa: ANN401 - imported under limits only
    """At most ``most_rows`` and one row more, so that the caller knows there are more."""
    relation = connection.execute(asked["sql"])
    batches, rows, size = [], 0, 0
    reader = relation.to_arrow_reader(10_000)
    for batch in reader:
        batches.append(batch)
        rows, size = rows + batch.num_rows, size + batch.nbytes
        if rows > asked["most_rows"] or size > asked["most_bytes"]:
            break
    import pyarrow as pa  # noqa: PLC0415

    return pa.Table.from_batches(batches, schema=reader.schema).slice(0, asked["most_rows"] + 1)


def _name_in(error: Exception, sql: str) -> str | None:
    """The name an error complains of, where the query itself has it: nothing else of an error's words is shown."""
    if KINDS.get(type(error).__name__) != "names":
        return None
    parts = str(error).splitlines()[0].split('"')
    name = parts[1] if len(parts) > 2 else ""
    return name if name and name in sql else None


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _told(target: BinaryIO, said: dict[str, object]) -> None:
    target.write(json.dumps(said).encode() + b"\n")
    target.flush()


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
