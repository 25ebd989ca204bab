"""Checks of what is kept and sent: TLS, locks, files' permissions, audit chains, backups, what is left behind."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
from django.conf import settings
from django.db.models import Min

from shuzhi.core import crypto, keys
from shuzhi.core.errors import ShuzhiError
from shuzhi.ops.audit import actions as chain
from shuzhi.ops.audit.models import Record
from shuzhi.ops.doctor.deployment import NOTHING_YET, Deployment, Result, either, met
from shuzhi.ops.locked_sqlite import opening
from shuzhi.secure import audit
from shuzhi.secure.gateway import AUDIT

BACKED_UP = timedelta(days=7)
KEPT = timedelta(days=180)
"""How long audit records are to be kept at least (网络安全法, article 21)."""


def transport(at: Deployment) -> Result:
    hosts = "、".join(settings.ALLOWED_HOSTS)
    if settings.OVER_TLS:
        by = "own" if os.environ.get("SHUZHI_TLS") == "own" else "proxy"
        return met(
            f"TLS（{'本进程证书' if by == 'own' else '前置代理'}），HSTS {settings.SECURE_HSTS_SECONDS} 秒，Cookie 限 TLS；{hosts}",
            f"TLS ({by}), HSTS {settings.SECURE_HSTS_SECONDS} s, cookies over TLS only; {hosts}",
        )
    return either(
        not at.answers_elsewhere,
        f"没有启用 TLS（SHUZHI_TLS）；应答的主机名：{hosts}{'' if at.answers_elsewhere else '，只限本机'}",
        f"no TLS (SHUZHI_TLS); answers to {hosts}{'' if at.answers_elsewhere else ': this machine only'}",
    )


def chains(at: Deployment) -> Result:
    broken = [
        each
        for each in (audit.verify(at.city.lake / AUDIT), chain.verify() if at.is_served else None)
        if each
    ]
    where = "、".join(each.where for each in broken)
    return either(
        not broken,
        f"两条审计链{'断在 ' + where if broken else '完整，链尾有带密钥的锚'}；摘要算法 {crypto.suite()}",
        f"both audit chains {'broken at ' + where if broken else 'whole, their ends under a keyed seal'}; {crypto.suite()}",
    )


def records(at: Deployment) -> Result:
    if not at.is_served:
        return NOTHING_YET
    count, first = Record.objects.count(), Record.objects.aggregate(first=Min("at"))["first"] or ""
    users = Record.objects.values("by").distinct().count()
    return either(
        count > 0,
        f"每次改动与审计记录同一事务；已有 {count:,} 条，涉及 {users} 人，自 {first[:10]} 起；库触发器拒绝改删",
        f"a change and its record are one transaction; {count:,} records of {users} people since {first[:10]}; the "
        "database refuses to change or delete them",
    )


def kept(at: Deployment) -> Result:
    """Nothing deletes records; a city younger than half a year has them all."""
    if not at.is_served:
        return NOTHING_YET
    first = Record.objects.order_by("number").values_list("number", "at").first()
    age = datetime.now(UTC) - datetime.fromisoformat(first[1]) if first else timedelta(0)
    return either(
        first is not None and first[0] == 1,
        f"审计记录从第 1 条起都在，已留存 {age.days} 天（要求不少于 {KEPT.days} 天，本平台从不删除）",
        f"records are there from the first on, {age.days} days by now (at least {KEPT.days} asked; none is ever deleted)",
    )


def locked(at: Deployment) -> Result:
    """Everything kept is locked, and with keys that are at hand."""
    clear = [str(path.relative_to(at.folder)) for path in _in_clear(at.folder)]
    try:
        ring = keys.ring()
    except ShuzhiError as error:
        return either(False, str(error), str(error))  # noqa: FBT003
    return either(
        not clear,
        f"湖、业务库、附件、秘密均已加锁（{crypto.suite()}），密钥 {ring.newest.id}；明文的：{'、'.join(clear[:5]) or '无'}",
        f"lake, ops database, attachments, secrets are locked ({crypto.suite()}), key {ring.newest.id}; in clear: "
        f"{', '.join(clear[:5]) or 'none'}",
    )


def closed(at: Deployment) -> Result:
    """Other accounts of the machine get at nothing that is kept."""
    ours = [at.folder / "secret.key", *(at.folder / "ops").rglob("*"), *at.city.lake.glob("*")]
    open_ = [path for path in ours if path.is_file() and path.name != ".lock" and path.stat().st_mode & 0o077]
    names = [str(path.relative_to(at.folder)) for path in open_]
    return either(
        not names,
        f"别的账号读不到所存文件；例外：{'、'.join(names[:5]) or '无'}",
        f"other accounts can read nothing that is kept; but for: {', '.join(names[:5]) or 'none'}",
    )


def backups(at: Deployment) -> Result:
    last = max((entry["at"] for entry in _lake_records(at) if entry["action"] == "backup"), default=None)
    fresh = last is not None and datetime.now(UTC) - datetime.fromisoformat(last) < BACKED_UP
    return either(
        fresh,
        f"最近一次备份（写完即读回核对）：{last or '没有'}；要求 {BACKED_UP.days} 天内",
        f"last backup (read back as it was made): {last or 'none'}; asked: within {BACKED_UP.days} days",
    )


def sessions(at: Deployment) -> Result:
    if not at.is_served:
        return NOTHING_YET
    from shuzhi.ops.people.models import Session  # noqa: PLC0415

    stale = Session.objects.filter(expire_date__lt=datetime.now(UTC)).count()
    return either(
        True,  # noqa: FBT003
        f"口令只存 Argon2 摘要，一次性密码的密钥加锁存放；页面应答不缓存；已过期而未清除的会话 {stale} 个（不能再用）",
        f"passwords are Argon2 digests only, authenticators' secrets locked; answers are not cached; ended sessions still "
        f"on record: {stale} (of no use)",
    )


def in_memory_only(at: Deployment) -> Result:
    spill = [path for path in (at.city.lake / "spill").glob("*") if path.is_file()]
    plain = (at.city.lake / "catalogue.sqlite").exists()
    return either(
        not plain,
        f"湖目录只在内存中打开；引擎的临时文件加密，现存 {len(spill)} 个",
        f"the lake's catalogue is open in memory only; the engine's spill files are encrypted, {len(spill)} now",
    )


def _in_clear(folder: Path) -> Iterator[Path]:
    for path in (folder / "secret.key", folder / "ops" / "django.key", folder / "ops" / "oidc.key"):
        if path.exists() and not crypto.is_locked(path.read_bytes()[:64]):
            yield path
    for path in (folder / "ops" / "uploads").glob("??/*"):
        with path.open("rb") as file:
            if not crypto.is_locked(file.read(64)):
                yield path
    for path in (folder / "ops" / "ops.sqlite3", folder / "lake" / "catalogue.sqlite"):
        if path.exists() and opening.is_in_clear(path):
            yield path


def _lake_records(at: Deployment) -> Iterator[dict[str, str]]:
    path = at.city.lake / AUDIT
    if path.exists():
        with path.open("rb") as file:
            yield from (orjson.loads(line) for line in file if b'"action":"backup"' in line)
