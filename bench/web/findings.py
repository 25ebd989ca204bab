"""More findings than the city's lake has: each is one of the lake's under another id, score and place.

All of them of the subsidies: whoever is asked for one of them by its number may read it.
"""

import random
from decimal import Decimal

from django.db import transaction

from shuzhi.ops.clock import now
from shuzhi.ops.findings.models import Finding, FindingText

BATCH = 2_000
SCENARIO = "subsidy"
COUNTIES = ("990102", "990103", "990121", "990122", "990123", "990181")


def add_findings(count: int) -> None:
    """Up to ``F%016d`` of that number, each in every copy the one it is made from is in."""
    draw = random.Random(7)
    last = Finding.objects.filter(id__startswith="F0000000").count()
    texts: dict[str, list[FindingText]] = {}
    for text in FindingText.objects.all():
        if not text.finding_id.startswith("F0000000"):
            texts.setdefault(text.finding_id, []).append(text)
    patterns = list(Finding.objects.filter(id__in=texts, scenario=SCENARIO))
    # Search looks at the last written first: they shall be the highest.
    scores = sorted(draw.random() for _ in range(last, count))
    made = [
        _another(draw.choice(patterns), number, score, draw)
        for number, score in enumerate(scores, start=last + 1)
    ]
    for start in range(0, len(made), BATCH):
        some = made[start : start + BATCH]
        with transaction.atomic():
            Finding.objects.bulk_create([finding for finding, _ in some], batch_size=500)
            told = [_text(text, finding) for finding, pattern in some for text in texts[pattern]]
            FindingText.objects.bulk_create(told, batch_size=500)


def _another(pattern: Finding, number: int, score: float, draw: random.Random) -> tuple[Finding, str]:
    columns = ("scenario", "rule", "subject_kind", "clause", "as_of", "first_seen")
    same = {column: getattr(pattern, column) for column in columns}
    amount = pattern.amount and (pattern.amount * Decimal(draw.randrange(50, 200)) / 100).quantize(
        Decimal("0.01")
    )
    finding = Finding(
        id=f"F{number:016}", subject=f"P{draw.randrange(10**6):016}", score=round(score, 4), amount=amount,
        region=draw.choice(COUNTIES) + pattern.region[6:9], changed_at=now(), **same,
    )  # fmt: skip
    return finding, pattern.pk


def _text(pattern: FindingText, finding: Finding) -> FindingText:
    said = {"subject": finding.subject, "score": finding.score, "region": finding.region}
    shown = {**pattern.shown, **said, "amount": None if finding.amount is None else str(finding.amount)}
    terms = pattern.terms.replace(f"w{pattern.finding_id.lower()}", f"w{finding.pk.lower()}")
    return FindingText(copy_id=pattern.copy_id, finding=finding, shown=shown, terms=terms)
