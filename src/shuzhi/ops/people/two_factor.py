"""The second factor: one-time codes (TOTP, RFC 6238), and recovery codes for a lost telephone."""

import base64
import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass
from urllib.parse import quote

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.db import transaction

from shuzhi.core.text import Text
from shuzhi.ops.audit.actions import record
from shuzhi.ops.errors import conflict, invalid
from shuzhi.ops.people.models import SecondFactor, User
from shuzhi.ops.vault import SECOND_FACTORS

STEP = 30
"""Seconds a code holds."""

_RECOVERY_CODES = 10


@dataclass(frozen=True, kw_only=True)
class Enrolment:
    """What the user's authenticator needs, shown once."""

    secret: str
    address: str
    """``otpauth://`` address, for a QR code."""


@transaction.atomic
def enrol(*, by: User) -> Enrolment:
    """Begin: a new secret, which counts once a code made with it has been shown. Raises Conflict when one holds."""
    factor, _ = SecondFactor.objects.select_for_update().get_or_create(user=by)
    if factor.confirmed:
        raise conflict(
            Text("已经启用两步验证", "the second factor is already on"),
            by.login,
            Text("先停用再重新绑定", "turn it off first"),
        )
    secret = secrets.token_bytes(20)
    spelled = base64.b32encode(secret).decode()
    factor.secret = SECOND_FACTORS.lock(spelled)
    factor.last_step = 0
    factor.save()
    label = quote(f"数治:{by.login}")
    return Enrolment(
        secret=spelled, address=f"otpauth://totp/{label}?secret={spelled}&issuer={quote('数治')}"
    )


@transaction.atomic
def confirm(*, by: User, code: str) -> list[str]:
    """Turn it on with a first right code. The recovery codes are told this once. Raises ShuzhiError on a wrong code."""
    factor = (
        SecondFactor.objects.select_for_update().filter(user=by, confirmed=False).exclude(secret="").first()
    )
    if factor is None or not _accept(factor, code):
        raise _wrong_code()
    codes = [f"{secrets.token_hex(3)}-{secrets.token_hex(3)}" for _ in range(_RECOVERY_CODES)]
    factor.confirmed = True
    factor.recovery = [_hashed(code) for code in codes]
    factor.save()
    record(by=by.login, action="people.second_factor_on", object=f"user:{by.login}", about={})
    return codes


@transaction.atomic
def turn_off(*, by: User, code: str) -> None:
    """Turn one's own off, with a right code. Raises ShuzhiError on a wrong one."""
    factor = SecondFactor.objects.select_for_update().filter(user=by, confirmed=True).first()
    if factor is None or not _accept(factor, code):
        raise _wrong_code()
    factor.delete()
    record(by=by.login, action="people.second_factor_off", object=f"user:{by.login}", about={})


def needed(user: User) -> bool:
    """Whether signing in as this user takes a code."""
    return SecondFactor.objects.filter(user=user, confirmed=True).exists()


@transaction.atomic
def passes(user: User, code: str) -> bool:
    """Whether the code is right: a one-time code not used before, or an unused recovery code, which is then used up."""
    factor = SecondFactor.objects.select_for_update().filter(user=user, confirmed=True).first()
    if factor is None:
        return False
    if _accept(factor, code):
        return True
    used = _hashed(code.strip().lower())
    if used not in factor.recovery:
        return False
    factor.recovery = [kept for kept in factor.recovery if kept != used]
    factor.save()
    record(
        by=user.login,
        action="people.recovery_code_used",
        object=f"user:{user.login}",
        about={"left": len(factor.recovery)},
    )
    return True


def code_at(secret: str, moment: float) -> str:
    """The code an authenticator shows for this secret at this moment."""
    return _totp(base64.b32decode(secret)).generate(int(moment)).decode()


def _accept(factor: SecondFactor, code: str) -> bool:
    """A code of this step or a neighbouring one (clocks differ), later than the last accepted: no code twice."""
    totp = _totp(base64.b32decode(SECOND_FACTORS.unlock(factor.secret)))
    present = int(time.time()) // STEP
    for step in (present - 1, present, present + 1):
        if step > factor.last_step and hmac.compare_digest(totp.generate(step * STEP).decode(), code.strip()):
            factor.last_step = step
            factor.save(update_fields=("last_step",))
            return True
    return False


def _totp(secret: bytes) -> TOTP:
    return TOTP(secret, 6, SHA1(), STEP)  # noqa: S303  what every authenticator speaks


def _hashed(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def _wrong_code() -> Exception:
    return invalid(
        Text("验证码不对", "the code is wrong"),
        "code",
        Text("等下一个验证码再试；检查手机时间", "wait for the next code; check the telephone's clock"),
    )
