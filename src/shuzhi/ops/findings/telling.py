"""Who hears what of findings. A notice says how many, or which rule, and nothing of anybody."""

from shuzhi.core.text import Text
from shuzhi.ops.findings.models import Question
from shuzhi.ops.findings.rules import rule_title
from shuzhi.ops.notices.actions import tell
from shuzhi.ops.people.access import Access, people_in
from shuzhi.ops.people.models import User


def assigned(by: Access, department: int | None, assignee: str | None, number: int) -> None:
    """To the person they were given to, or to everybody who reads findings in the department."""
    if assignee:
        hearers = list(User.objects.filter(login=assignee))
        link = "/findings?assignee=me"
    else:
        hearers = people_in([department or 0], permission="findings.read")
        link = f"/findings?department={department}"
    tell(
        [user for user in hearers if user.pk != by.user.pk],
        kind="finding",
        text=Text(f"交来 {number} 个疑点", f"findings handed to you: {number}"),
        link=link,
    )


def asked(question: Question) -> None:
    title = rule_title(question.finding.scenario, question.finding.rule)
    tell(
        {
            *people_in([question.department_id], permission="findings.read"),
            *people_in([question.department_id], permission="orders.handle"),
        },
        kind="question",
        text=Text(f"征询：{title.zh}", f"a question: {title.en}"),
        link=f"/questions#{question.pk}",
    )


def answered(question: Question) -> None:
    title = rule_title(question.finding.scenario, question.finding.rule)
    tell(
        [question.asked_by],
        kind="question",
        text=Text(f"征询已答复：{title.zh}", f"your question was answered: {title.en}"),
        link=f"/findings/{question.finding_id}",
    )
