"""Whatever the bytes: counts add up, only ShuzhiError is raised, a well-formed file comes back."""

import csv
import io
import tempfile
from pathlib import Path

import duckdb
from hypothesis import example, given, settings
from hypothesis import strategies as st

from shuzhi.collect.intake import check_unchanged, read_file
from shuzhi.collect.scan import scan
from shuzhi.core import ids
from shuzhi.core.errors import ShuzhiError
from shuzhi.engine.files import DuckDBFiles, append_reading

FILES = DuckDBFiles()
LAKE = duckdb.connect(config={"threads": 1})


def land(data, suffix=".csv"):
    """Rows, rejects and the number of records a file has, or None when the file as a whole was refused."""
    with tempfile.TemporaryDirectory() as folder:
        path, temp = Path(folder, f"数据{suffix}"), Path(folder, "temp")
        path.write_bytes(data)
        temp.mkdir()
        try:
            found = scan(path)
            reading = read_file(
                source="源",
                name=path.name,
                batch=ids.batch_id("源", found.sha256),
                found=found,
                temp=temp,
                files=FILES,
            )
        except ShuzhiError:
            return None
        columns = "".join('"{}" varchar, '.format(name.replace('"', '""')) for name in reading.columns)
        LAKE.execute(f"create or replace table t ({columns}_batch varchar, _row bigint, _hash varchar)")
        landed = append_reading(LAKE, "t", reading)
        check_unchanged(found)
        rows = LAKE.execute("select * from t order by _row").fetchall()
        assert len(rows) == landed.landed
        return rows, landed.rejects, reading.aside


ASCII = ["a", "1", ",", ",", '"', '"', '""', "\n", "\n", "\r", "\r\n", " ", "\t", "\0", ";", "#", "'", "\\"]
OTHER = [
    "张".encode(),
    "·".encode(),
    "张".encode("gbk"),
    "𠮷".encode("gb18030"),
    b"\xef\xbb\xbf",
    b"\xff",
    b"\xb0",
]
PIECES = st.sampled_from([*(text.encode() for text in ASCII), *OTHER])
MESSES = st.lists(PIECES, max_size=40).map(b"".join)


@settings(max_examples=400)
@given(MESSES)
@example(b'a"\r"')
@example(b'a"\r\n"\n')
def test_counts_add_up_on_any_mess(mess):
    data = b"a,b\n1,2\n" + mess
    rows, rejects, aside = land(data)
    numbers = [row[-2] for row in rows]
    assert len(set(numbers)) == len(numbers)
    assert max([*numbers, 0]) <= len(rows) + rejects.num_rows
    if b'"' not in data:
        lines = [number for number, line in enumerate(data.splitlines(), start=1) if line]
        assert len(rows) + rejects.num_rows + aside == len(lines) - 1
        assert set(rejects.column("line").to_pylist()) <= set(lines)


@settings(max_examples=100)
@given(st.binary(max_size=200), st.sampled_from([".csv", ".txt", ".jsonl", ".xlsx", ".parquet"]))
@example(b"PAR1", ".parquet")
@example(b"PK\x03\x04", ".xlsx")
def test_any_bytes_under_any_name_land_or_are_refused_with_a_reason(data, suffix):
    outcome = land(data, suffix)
    assert outcome is None or len(outcome) == 3


VALUES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff\ufffd"), max_size=6)
TABLES = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(VALUES, min_size=width, max_size=width), min_size=1, max_size=8)
)


@example(table=[["", "\r"]], ending="\n", encoding="utf-8")
@settings(max_examples=150)
@given(TABLES, st.sampled_from(["\n", "\r\n"]), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]))
def test_a_well_formed_file_comes_back_exactly(table, ending, encoding):
    file = io.StringIO()
    writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator=ending)
    writer.writerow([f"列名{place}" for place in range(len(table[0]))])
    writer.writerows(table)
    rows, rejects, aside = land(file.getvalue().encode(encoding))
    assert (rejects.num_rows, aside) == (0, 0)
    assert [list(row[:-3]) for row in rows] == table
    assert [row[-2] for row in rows] == list(range(1, len(table) + 1))


@settings(max_examples=100)
@given(
    st.lists(
        st.tuples(st.booleans(), MESSES.filter(lambda b: b"\n" not in b and b"\r" not in b)), max_size=12
    )
)
def test_good_lines_between_mutilated_ones_all_land(lines):
    """A mutilated line cannot eat a good one, unless it opens a quote that another mutilated one closes."""
    broken = [line for good, line in lines if not good]
    data = b"a,b\n" + b"".join(
        b"good,%d\n" % place if good else line + b"\n" for place, (good, line) in enumerate(lines)
    )
    rows, _, _ = land(data)
    expected = [str(place) for place, (good, _) in enumerate(lines) if good]
    if sum(b'"' in line for line in broken) <= 1 and data.decode("utf-8", "replace").count("\ufffd") == 0:
        assert [row[1] for row in rows if row[0] == "good"] == expected
