"""Connections to a lake: opened, attached, and for readers locked down."""

import contextlib
import importlib.util
import threading
from collections.abc import Iterator
from pathlib import Path

import duckdb

from shuzhi.core.ports import Progress
from shuzhi.engine import published

EXTENSIONS = ("ducklake", "sqlite_scanner", "httpfs")
LAKE = "lake"
METADATA = f"__ducklake_metadata_{LAKE}"
"""What DuckLake calls its catalogue."""
STORED_AS = {"parquet_version": "2", "parquet_compression": "lz4_raw"}
"""How a new lake writes its files. Read back for half the CPU of DuckLake's defaults, which are for any reader."""


def connect(folder: Path, *, memory: str, threads: int | None) -> duckdb.DuckDBPyConnection:
    """A connection that knows the lake's kind of database, with this much memory and, unless None, threads."""
    settings: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "memory_limit": memory,
        "temp_directory": str(folder / "spill"),
        "temp_file_encryption": True,
        # Set true only while files are landed: row numbers follow the file there, order means nothing elsewhere.
        "preserve_insertion_order": False,
    }
    if threads is not None:
        settings["threads"] = threads
    connection = duckdb.connect(config=settings)
    connection.execute("set enable_progress_bar = true; set enable_progress_bar_print = false")
    for name in EXTENSIONS:
        connection.load_extension(str(extension(name)))
    return connection


def extension(name: str) -> Path:
    """Where an extension's wheel keeps it: nothing is downloaded."""
    spec = importlib.util.find_spec(f"duckdb_extension_{name}")
    if spec is None or spec.origin is None:
        raise ImportError(f"the wheel duckdb-extension-{name} is not installed")
    (binary,) = Path(spec.origin).parent.glob(f"**/{name}.duckdb_extension")
    return binary


def lock_down(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """From here on the connection reaches the lake's own files and nothing else, and no statement changes that."""
    allowed = [f"{folder / name}/" for name in ("data", "spill", published.FOLDER)]
    quoted = ", ".join("'" + path.replace("'", "''") + "'" for path in allowed)
    for setting in (
        f"allowed_directories=[{quoted}]",
        "allow_community_extensions=false",
        "enable_external_access=false",
        "lock_configuration=true",
    ):
        connection.execute(f"set {setting}")


def attach(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    catalogue: Path,
    *,
    read_only: bool,
    new: bool,
    snapshot: int | None = None,
) -> None:
    """The lake in ``folder``, as of the ``snapshot`` (none: now), becomes what statements speak of; a new one is
    encrypted."""
    options = ["data_path '" + str(folder / "data").replace("'", "''") + "'", "override_data_path true"]
    options.append("read_only" if read_only else "encrypted")
    if snapshot is not None:
        options.append(f"snapshot_version {snapshot}")
    path = str(catalogue).replace("'", "''")
    connection.execute(f"attach 'ducklake:sqlite:{path}' as {LAKE} ({', '.join(options)})")
    if new:
        for option, value in STORED_AS.items():
            connection.execute(f"call {LAKE}.set_option('{option}', '{value}')")
    connection.execute(f"use {LAKE}")


@contextlib.contextmanager
def watched(connection: duckdb.DuckDBPyConnection, progress: Progress | None) -> Iterator[None]:
    """While inside, the share done of the connection's statement is told several times a second."""
    if progress is None:
        yield
        return
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.2):
            share = connection.query_progress()
            if 0 < share <= 100:
                progress(share / 100)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
