"""Brings a city's tables to a size: ``python -m bench.web.seed <city> <orders> <findings>``. Tells new passwords."""

import sys
from pathlib import Path

from shuzhi.ops.serve import prepare


def main(city: Path, orders: int, findings: int) -> None:
    prepare(city, demo=True, say=print)
    # Django's models can be imported once it is set up.
    from django.db import connection  # noqa: PLC0415

    from bench.web.findings import add_findings  # noqa: PLC0415
    from bench.web.orders import add_orders  # noqa: PLC0415

    add_findings(findings)
    add_orders(orders)
    with connection.cursor() as cursor:
        cursor.execute("analyze")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
