"""Sending a file, saying how it is read, confirming, approving, giving up: each by somebody, audited."""

import shutil
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import transaction

from shuzhi.core.text import Text
from shuzhi.ops.audit.actions import record
from shuzhi.ops.city import city, read_again
from shuzhi.ops.clock import now
from shuzhi.ops.errors import conflict, invalid, missing
from shuzhi.ops.intake import drafts
from shuzhi.ops.intake.models import Submission
from shuzhi.ops.intake.rights import APPROVE, SEND, require, sender, source_of
from shuzhi.ops.notices.actions import tell
from shuzhi.ops.people.access import Access, not_allowed, people_in
from shuzhi.ops.people.models import Department, User
from shuzhi.packs.schema import Source
from shuzhi.run.sent import ENDINGS, Fixes, final_layout, folder_of, own_layouts, safe_name, write_down

MOST_BYTES = 100 * 1024 * 1024
State = Submission.State
_PLACING = threading.Lock()
"""Numbers of layouts are given, and recipes written, by one at a time."""


def take(*, by: Access, source: str, name: str, content: Iterable[bytes], size: int) -> Submission:
    """Take a file in and look at it. Raises ShuzhiError when it is not taken, or cannot be read: then it is gone."""
    by.require(SEND)
    about = source_of(source)
    department = sender(by, about)
    if department is None:
        raise not_allowed(SEND)
    made = _begin(by, about, department, safe_name(name), size)
    try:
        made.sha256 = drafts.put(drafts.file_of(made.pk, made.name), content)
        _refuse_twice(made)
        made.layout, seen = drafts.look_first(made, about)
    except BaseException:
        drafts.forget(made.pk)
        made.delete()
        raise
    return _taken(by, made, seen)


def fix(*, by: Access, submission: int, fixes: Fixes) -> Submission:
    """Look at it again as its sender wants it read. What was clicked is kept when the file can be read so."""
    held = _own_draft(by, submission)
    about = source_of(held.source)
    wrong = [
        fixed.means for fixed in fixes.columns.values() if fixed.means and fixed.means not in about.columns
    ]
    meant = [fixed.means for fixed in fixes.columns.values() if fixed.means]
    if wrong or len(meant) != len(set(meant)):
        raise invalid(
            Text("列的对应关系不对", "columns are not what they are said to be"),
            "columns",
            Text("每个来源列只对应文件的一列", "name each of the source's columns once at most"),
        )
    seen = drafts.look_again(held, about, fixes)
    held.fixes, held.layout, held.counts = fixes.model_dump(exclude_defaults=True), 0, _counts(seen)
    held.save()
    return held


def confirm(*, by: Access, submission: int, accept_change: bool) -> Submission:
    """Its sender says it is right: it goes to the department's folder, or first to who approves.

    ``accept_change``: it is laid out otherwise than the files before it, and that is right.
    """
    held = _own_draft(by, submission)
    about, told = source_of(held.source), drafts.looked(held)
    _ready(told, accept_change=accept_change)
    _try(held, about, told["look"])
    if not about.approval:
        return _accept(by, held, about, told["look"])
    return _wait(by, held, about)


def decide(*, by: Access, submission: int, allow: bool, because: str) -> Submission:
    """The steward of the source's department approves or refuses; nobody his own."""
    held = _held(submission)
    about = source_of(held.source)
    require(by, APPROVE, about)
    if held.state != State.WAITING or held.sent_by_id == by.user.pk:
        raise conflict(
            Text("已经有人决定，或是您自己报送的", "it is decided, or you sent it"),
            f"submission:{submission}",
        )
    if not allow and not because.strip():
        raise invalid(
            Text("没有写明理由", "no reason is given"),
            "because",
            Text("写明要报送人改什么", "say what its sender should put right"),
        )
    held.decided_by, held.decided_at, held.because = by.user, now(), because.strip()
    if allow:
        return _accept(by, held, about, drafts.looked(held)["look"])
    drafts.forget(held.pk)
    return _end(by, held, State.REFUSED)


def discard(*, by: Access, submission: int) -> Submission:
    """Its sender gives it up."""
    held = _held(submission)
    if held.sent_by_id != by.user.pk:
        raise _no_submission(submission)
    if held.state not in (State.DRAFT, State.WAITING):
        raise conflict(Text("它已经办完了", "it is over already"), f"submission:{submission}")
    drafts.forget(held.pk)
    return _end(by, held, State.DISCARDED)


@transaction.atomic
def _begin(by: Access, about: Source, department: Department, name: str, size: int) -> Submission:
    if Path(name).suffix not in ENDINGS or not 0 < size <= MOST_BYTES:
        raise invalid(
            Text(
                "不收这种文件，或文件为空、超过 100 MB", "a file of this kind, or of this size, is not taken"
            ),
            name,
            Text(
                f"可报送 {' '.join(sorted(ENDINGS))}；压缩包请解开后逐个报送",
                f"send {' '.join(sorted(ENDINGS))}; files of an archive one by one",
            ),
        )
    return Submission.objects.create(
        source=about.name, department=department, name=name, size=size, sent_by=by.user, at=now()
    )


@transaction.atomic
def _taken(by: Access, made: Submission, seen: dict[str, Any]) -> Submission:
    made.counts = _counts(seen)
    made.save()
    _note(made, by.login, "send")
    return made


@transaction.atomic
def _wait(by: Access, held: Submission, about: Source) -> Submission:
    held.state, held.confirmed_at = State.WAITING, now()
    held.save()
    _note(held, by.login, "confirm")
    owner = Department.objects.filter(name=about.owner)
    approvers = [
        user for user in people_in([each.pk for each in owner], permission=APPROVE) if user != by.user
    ]
    _tell(held, approvers, Text("有报送的文件等您审批", "a file that was sent waits for your approval"))
    return held


def _accept(by: Access, held: Submission, about: Source, seen: dict[str, Any]) -> Submission:
    """The layout is written down, then the file put where the next run finds it, then the state is changed."""
    with _PLACING:
        number = held.layout
        if not number:
            number = max(own_layouts(city(), about), default=0) + 1
            layout = final_layout(about, number, Fixes.model_validate(held.fixes), seen)
            write_down(city(), about, layout, by=held.sent_by.login, file=held.name)
        stored = f"{folder_of(about, number, held.department.name)}/{held.name}"
        place = city().data / stored
        place.parent.mkdir(parents=True, exist_ok=True)
        # Hidden until it is whole: a run may be looking.
        fresh = place.with_name(f".{held.pk}.{place.name}")
        shutil.copyfile(drafts.file_of(held.pk, held.name), fresh)
        fresh.replace(place)
    drafts.forget(held.pk)
    read_again()
    held.layout, held.stored = number, stored
    held.confirmed_at = held.confirmed_at or now()
    return _end(by, held, State.ACCEPTED)


@transaction.atomic
def _end(by: Access, held: Submission, state: str) -> Submission:
    held.state = state
    held.save()
    _note(held, by.login, state)
    if held.sent_by_id != by.user.pk:
        words = {
            State.ACCEPTED: Text("您报送的文件已通过审批", "the file you sent was approved"),
            State.REFUSED: Text("您报送的文件未通过审批", "the file you sent was not approved"),
        }
        _tell(held, [held.sent_by], words[State(state)])
    return held


def _try(held: Submission, about: Source, seen: dict[str, Any]) -> None:
    """Read it once more as the run will read it: the accounts must come out as they were shown."""
    if held.layout:
        return
    number = max(own_layouts(city(), about), default=0) + 1
    layout = final_layout(about, number, Fixes.model_validate(held.fixes), seen)
    name = f"{folder_of(about, number, held.department.name)}/{held.name}"
    again = drafts.check(held, about, name, layout.model_dump(mode="json"))
    if _counts(again) != _counts(seen):
        raise conflict(
            Text(
                "按所定样式读出来的行数与看到的不同", "read by this layout it has other rows than were shown"
            ),
            name,
            Text(
                "请管理员看看这个文件，或换一种改法",
                "ask the administrator to look at it, or put it right otherwise",
            ),
        )


def _ready(told: dict[str, Any], *, accept_change: bool) -> None:
    seen = told["look"]
    if seen["missing"]:
        names = "、".join(seen["missing"])
        raise invalid(
            Text(f"缺少必有的列：{names}", f"columns it must have are missing: {names}"),
            "columns",
            Text("指明文件里哪一列是它，或补齐后重报", "say which column it is, or send the file with it"),
        )
    if not seen["records"]:
        raise invalid(
            Text("没有读到数据行", "no row of data was found"),
            "file",
            Text("点一下哪一行是表头", "click the row that is the header"),
        )
    if told["drift"] and not accept_change:
        raise invalid(
            Text("与以前的样式不同", "it is laid out otherwise than before"),
            "accept_change",
            Text("按原样重报，或勾选认可新样式", "send it as before, or accept the new layout"),
        )


def _refuse_twice(made: Submission) -> None:
    same = Submission.objects.filter(
        source=made.source, sha256=made.sha256, state__in=(State.WAITING, State.ACCEPTED)
    ).exclude(pk=made.pk)
    if first := same.first():
        raise conflict(
            Text("同样内容的文件已经报送过", "a file of the same content was sent before"),
            f"submission:{first.pk}",
            Text(
                f"见 {first.at:%Y-%m-%d} 报送的 {first.name}",
                f"see {first.name}, sent on {first.at:%Y-%m-%d}",
            ),
        )


def _counts(seen: dict[str, Any]) -> dict[str, int]:
    return {
        "records": seen["records"],
        "bad": sum(each["rows"] for each in seen["bad"]),
        "aside": sum(each["rows"] for each in seen["aside"]),
        "wrong": sum(each["rows"] for column in seen["columns"] for each in column["invalid"]),
    }


def _held(submission: int) -> Submission:
    found = Submission.objects.select_related("sent_by", "department").filter(pk=submission).first()
    if found is None:
        raise _no_submission(submission)
    return found


def _own_draft(by: Access, submission: int) -> Submission:
    held = _held(submission)
    if held.sent_by_id != by.user.pk:
        raise _no_submission(submission)
    if held.state != State.DRAFT:
        raise conflict(Text("它已经确认过了", "it is confirmed already"), f"submission:{submission}")
    if sender(by, source_of(held.source)) is None:
        raise not_allowed(SEND)
    return held


def _no_submission(submission: int) -> Exception:
    return missing(Text("没有这次报送", "there is no such submission"), str(submission))


def _note(of: Submission, by: str, action: str) -> None:
    about = {"source": of.source, "file": of.name, "sha256": of.sha256, "stored": of.stored, **of.counts}
    if of.because:
        about["because"] = of.because
    record(by=by, action=f"intake.{action}", object=f"submission:{of.pk}", about=about)


def _tell(of: Submission, people: Iterable[User], text: Text) -> None:
    tell(people, kind="intake.submission", text=text, link=f"/intake/{of.pk}")


__all__ = ["MOST_BYTES", "confirm", "decide", "discard", "fix", "take"]
