"""A department's table of payments pulled, beside the engine's own scanner writing the same Parquet, all as text.

    python -m bench.databases [rows] [postgres|mariadb]

Real servers, started by the command (tests/servers.py). Each side is a process; its CPU seconds are the client's, the
server's are its own and are not counted. Three rounds, side by side in turn; told are the medians.
"""

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace

import duckdb
import psycopg
import pymysql

from shuzhi.collect.databases.open import open_database
from shuzhi.collect.databases.pull import pull
from shuzhi.collect.gentle import Gentle
from shuzhi.collect.mirror import Mirror
from tests import servers

COLUMNS = ("流水号", "身份证号", "姓名", "金额", "支付时间", "账号", "单位", "备注", "状态")
TABLE = """create table 支付 (流水号 bigint primary key, 身份证号 char(18), 姓名 varchar(30), 金额 decimal(12, 2),
    支付时间 {time}, 账号 varchar(30), 单位 varchar(60), 备注 text, 状态 int)"""
ROWS = """select i, concat('990100', 19500000 + i % 500000, lpad(cast(i % 9999 as char(4)), 4, '0')),
    concat('张', i % 1000), (i % 100000) / 100.0, {when}, concat('62', lpad(cast(i as char(17)), 17, '0')),
    concat('某某市第', i % 50, '街道办事处'),
    case when i % 7 = 0 then null when i % 11 = 0 then '' when i % 13 = 0 then '引"号,' else '正常发放' end, i % 5"""


def fill(kind: str, port: int, rows: int) -> None:
    if kind == "postgres":
        when = "timestamp '2024-01-01' + i * interval '1 second'"
        with psycopg.connect(_address(kind, port), autocommit=True) as connection:
            connection.execute(TABLE.format(time="timestamp"))
            connection.execute(f"insert into 支付 {ROWS.format(when=when)} from generate_series(1, {rows}) i")
        return
    when = "timestamp '2024-01-01 00:00:00' + interval i second"
    with pymysql.connect(host="127.0.0.1", port=port, user="reader", password=servers.PASSWORD, database="yw",
                         charset="utf8mb4", autocommit=True) as my, my.cursor() as cursor:  # fmt: skip
        cursor.execute(TABLE.format(time="datetime"))
        for first in range(1, rows + 1, 500_000):
            last = min(first + 499_999, rows)
            cursor.execute(
                f"insert into 支付 {ROWS.format(when=when)} from (select seq as i from seq_{first}_to_{last}) n"
            )


def ours(kind: str, port: int, folder: Path) -> int:
    asked = SimpleNamespace(
        table="支付", columns={}, where=None, how="full", key=(), cursor=None, lookback=0, part=100_000
    )
    password = servers.PASSWORD if kind == "mariadb" else None
    with (
        Mirror(folder).locked() as mirror,
        open_database(_address(kind, port), password, "bench") as database,
    ):
        return pull(database, asked, mirror, Gentle((), None, "bench"), "bench").rows


def scanner(kind: str, port: int, folder: Path) -> int:
    connection = duckdb.connect()
    name = "postgres_scanner" if kind == "postgres" else "mysql_scanner"
    wheel = Path(duckdb.__file__).parents[1] / f"duckdb_extension_{name}"
    connection.load_extension(str(next(wheel.glob(f"**/{name}.duckdb_extension"))))
    told = f"host=127.0.0.1 port={port}"
    if kind == "postgres":
        connection.execute(
            f"attach '{told} user=postgres dbname=postgres' as other (type postgres, read_only)"
        )
    else:
        secret = f"user=reader password={servers.PASSWORD} database=yw"
        connection.execute(f"attach '{told} {secret}' as other (type mysql, read_only)")
    columns = ", ".join(f'cast("{name}" as varchar) as "{name}"' for name in COLUMNS)
    query = (
        f"copy (select {columns} from other.支付) to '{folder}.parquet' (format parquet, compression zstd)"
    )
    (count,) = connection.execute(query).fetchone() or (0,)
    return int(count)


def side(name: str, kind: str, port: int) -> tuple[float, float, float]:
    """Wall and CPU seconds of a process, and its peak in MB."""
    begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "bench.databases", "--side", name, kind, str(port)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - begun, cpu, float(told[1])


def compare(kind: str, rows: int) -> None:
    with (servers.postgres if kind == "postgres" else servers.mariadb)() as port:
        fill(kind, port, rows)
        rounds = [{name: side(name, kind, port) for name in ("ours", "scanner")} for _ in range(3)]
    print(f"{kind}, {rows:,} rows of {len(COLUMNS)} columns, medians of three rounds")
    for name in ("ours", "scanner"):
        wall, cpu, peak = (statistics.median(each[name][place] for each in rounds) for place in range(3))
        print(f"  {name:8} wall {wall:6.1f} s  client CPU {cpu:6.1f} s  peak {peak:5.0f} MB")
    speed = statistics.median(each["scanner"][0] / each["ours"][0] for each in rounds)
    print(f"  speed of the scanner's: {speed:.0%} (target 80%)", flush=True)


def _address(kind: str, port: int) -> str:
    if kind == "postgres":
        return f"postgresql://postgres@127.0.0.1:{port}/postgres"
    return f"mariadb://reader@127.0.0.1:{port}/yw"


def main() -> None:
    if sys.argv[1:2] == ["--side"]:
        _, name, kind, port = sys.argv[1:]
        with tempfile.TemporaryDirectory() as folder:
            count = {"ours": ours, "scanner": scanner}[name](kind, int(port), Path(folder) / "mirror")
        print(count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        return
    rows = next((int(word) for word in sys.argv[1:] if word.isdigit()), 5_000_000)
    for kind in ("postgres", "mariadb"):
        if kind in sys.argv or not {"postgres", "mariadb"} & set(sys.argv):
            compare(kind, rows)


if __name__ == "__main__":
    main()
