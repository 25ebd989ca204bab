"""Keeping an analysis under a name, showing it to others, taking it away. Whoever opens it asks by his own grants."""

from typing import Any

from django.db import transaction
from django.db.models import Q

from shuzhi.analyse.tabulate.form import Analysis
from shuzhi.core.text import Text
from shuzhi.ops.analyses.asking import MAY
from shuzhi.ops.analyses.models import Saved
from shuzhi.ops.audit.actions import record
from shuzhi.ops.clock import now
from shuzhi.ops.errors import invalid, missing
from shuzhi.ops.people.access import Access
from shuzhi.ops.people.models import Department, Role
from shuzhi.ops.vault import ANALYSES

MOST = 200
"""Analyses that one person keeps."""


def every(by: Access) -> list[dict[str, Any]]:
    """One's own, and those that others share with one's departments and roles, by name."""
    by.require(MAY)
    seen = Q(user=by.user) | Q(department__in=by.departments) | Q(role__in=by.roles)
    found = Saved.objects.filter(seen).select_related("user", "department").order_by("name", "id")
    return [
        {
            "id": each.pk,
            "name": each.name,
            "owner": each.user.name,
            "mine": each.user_id == by.user.pk,
            "department": each.department.name if each.department else None,
            "role": each.role or None,
            "at": each.at,
            "form": Analysis.model_validate_json(ANALYSES.unlock(each.form)),
        }
        for each in found
    ]


def sharing(by: Access) -> dict[str, list[str]]:
    """Whom one may share with: one's own departments, and every role that may open analyses."""
    by.require(MAY)
    own = Department.objects.filter(pk__in=by.departments).order_by("name")
    roles = Role.objects.filter(is_active=True).order_by("name")
    return {
        "departments": list(own.values_list("name", flat=True)),
        "roles": [each.name for each in roles if MAY in each.permissions],
    }


def save(by: Access, name: str, asked: Analysis, *, department: str | None, role: str | None) -> None:
    """Keep it under the name, in place of what one kept there before. Raises Refused, ShuzhiError."""
    by.require(MAY)
    offered = sharing(by)
    if (department and department not in offered["departments"]) or (role and role not in offered["roles"]):
        raise invalid(
            Text("不能分享给这个部门或角色", "it cannot be shared with this department or role"),
            department or role or "",
            Text("选本部门，或选一个角色", "choose your own department, or a role"),
        )
    with transaction.atomic():
        held = Saved.objects.filter(user=by.user)
        if held.exclude(name=name).count() >= MOST:
            raise invalid(
                Text(f"最多保存 {MOST} 个分析", f"you can keep {MOST} analyses at most"),
                name,
                Text("先删掉不用的", "delete some first"),
            )
        Saved.objects.update_or_create(
            user=by.user,
            name=name,
            defaults={
                "form": ANALYSES.lock(asked.model_dump_json()),
                "department": Department.objects.get(name=department) if department else None,
                "role": role or "",
                "at": now(),
            },
        )
        about = {"table": asked.table, "purpose": asked.purpose, "department": department, "role": role}
        record(by=by.login, action="analysis.save", object="analysis", about=about)


def delete(by: Access, number: int) -> None:
    """Take one's own away. Raises Missing."""
    by.require(MAY)
    with transaction.atomic():
        found = Saved.objects.filter(user=by.user, pk=number).first()
        if found is None:
            raise missing(Text("没有这个分析", "there is no such analysis"), str(number))
        found.delete()
        record(by=by.login, action="analysis.delete", object="analysis", about={"analysis": number})
