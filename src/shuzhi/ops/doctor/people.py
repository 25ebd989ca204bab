"""Checks of who may come in: identity, sign-in, accounts, the three administrators, what posts and grants allow."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.password_validation import MinimumLengthValidator, get_default_password_validators
from django.utils import timezone

from shuzhi.ops.audit.models import Record
from shuzhi.ops.doctor.deployment import NOTHING_YET, Deployment, Result, either, met
from shuzhi.ops.people.models import Post, User

OLD_PASSWORD = timedelta(days=90)
IDLE = timedelta(days=180)


def passwords(at: Deployment) -> Result:
    """Unique logins are a promise of the database; rules of length and kind are settings; age is looked up."""
    if not at.is_served:
        return NOTHING_YET
    rules = get_default_password_validators()
    least = max(rule.min_length for rule in rules if isinstance(rule, MinimumLengthValidator))
    active = User.objects.filter(is_active=True)
    old = active.filter(password_changed_at__lt=timezone.now() - OLD_PASSWORD)
    names = "、".join(old.order_by("login").values_list("login", flat=True)[:10])
    return either(
        least >= 12 and not old.exists(),
        f"登录名唯一（库约束）；口令至少 {least} 位，规则 {len(rules)} 条，Argon2 存储；"
        f"超过 90 天未换的 {old.count()} 个 {names}",
        f"logins unique (database); passwords of at least {least}, {len(rules)} rules, kept by Argon2; "
        f"older than 90 days: {old.count()} {names}",
    )


def lockout(at: Deployment) -> Result:  # noqa: ARG001
    tries, minutes = settings.AXES_FAILURE_LIMIT, round(settings.AXES_COOLOFF_TIME * 60)
    hours = settings.SESSION_COOKIE_AGE / 3600
    return either(
        tries <= 5 and hours <= 12,
        f"输错 {tries} 次锁定 {minutes} 分钟；会话 {hours:g} 小时后结束；本人与安全管理员可随时结束会话",
        f"{tries} mistakes lock for {minutes} minutes; sessions end after {hours:g} h, or when their user or "
        "安全管理员 ends them",
    )


def second_factor(at: Deployment) -> Result:
    if not at.is_served:
        return NOTHING_YET
    without = User.objects.filter(is_active=True).exclude(second_factor__confirmed=True)
    administrators = (
        without.filter(administrator__isnull=False).order_by("login").values_list("login", flat=True)
    )
    return either(
        not without.exists(),
        f"没有启用两步验证的账号 {without.count()} 个，其中三员：{'、'.join(administrators) or '无'}",
        f"accounts without a second factor: {without.count()}; administrators among them: "
        f"{', '.join(administrators) or 'none'}",
    )


def accounts(at: Deployment) -> Result:
    if not at.is_served:
        return NOTHING_YET
    active = User.objects.filter(is_active=True)
    idle = active.filter(administrator__isnull=True, posts__isnull=True).distinct().count()
    posts = Post.objects.filter(until__isnull=True).count()
    return either(
        idle == 0,
        f"账号 {active.count()} 个，岗位 {posts} 个；没有岗位的账号 {idle} 个",
        f"{active.count()} accounts, {posts} posts; accounts without a post: {idle}",
    )


def default_passwords(at: Deployment) -> Result:
    if not at.is_served:
        return NOTHING_YET
    waiting = User.objects.filter(is_active=True, must_change_password=True).count()
    never = User.objects.filter(is_active=True, password_changed_at__isnull=True).count()
    return either(
        never == 0,
        f"初始口令随机生成、只显示一次；还没换过初始口令的 {never} 个（首次登录必须更换的 {waiting} 个）",
        f"first passwords are random and shown once; {never} were never changed ({waiting} must be, at the next "
        "sign-in)",
    )


def unused(at: Deployment) -> Result:
    if not at.is_served:
        return NOTHING_YET
    since = timezone.now() - IDLE
    signed_in = Record.objects.filter(action="people.sign_in", at__gte=since.isoformat())
    long_ago = User.objects.filter(is_active=True, password_changed_at__lt=since).order_by("login")
    seen = set(signed_in.values_list("by", flat=True))
    old = [user.login for user in long_ago if user.login not in seen]
    return either(
        not old,
        f"180 天没有登录而仍启用的账号 {len(old)} 个 {'、'.join(old[:10])}",
        f"accounts in use that nobody signed in to for 180 days: {len(old)} {', '.join(old[:10])}",
    )


def three_administrators(at: Deployment) -> Result:
    if not at.is_served:
        return NOTHING_YET
    active = User.objects.filter(is_active=True)
    kinds = {kind: active.filter(administrator=kind).count() for kind in User.Administrator.values}
    mixed = User.objects.filter(administrator__isnull=False, posts__isnull=False).distinct().count()
    told = "、".join(f"{User.Administrator(kind).label} {count}" for kind, count in kinds.items())
    return either(
        all(kinds.values()) and mixed == 0,
        f"三员分立：{told}；兼任业务岗位的 {mixed} 个",
        f"three administrators: {', '.join(f'{kind} {count}' for kind, count in kinds.items())}; "
        f"holding posts beside it: {mixed}",
    )


def grants(at: Deployment) -> Result:
    city = at.city
    endless = [grant for grant in city.grants if grant.until is None]
    bare = [purpose.name for purpose in city.purposes if not purpose.basis]
    return either(
        bool(city.grants) and not bare,
        f"没有授权就没有数据：授权 {len(city.grants)} 条，用途 {len(city.purposes)} 个；无期限的授权 {len(endless)} 条，"
        f"没有依据的用途 {'、'.join(bare) or '无'}",
        f"no grant, no rows: {len(city.grants)} grants, {len(city.purposes)} purposes; grants without an end "
        f"{len(endless)}, purposes without a legal basis: {', '.join(bare) or 'none'}",
    )


def granularity(at: Deployment) -> Result:  # noqa: ARG001
    return met(
        "主体到人与岗位，客体到表、列、行（经网关，行条件与列脱敏）",
        "subjects are people and their posts; objects are tables, columns and rows, at the gateway",
    )
