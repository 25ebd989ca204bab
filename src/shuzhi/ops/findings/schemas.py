"""What the API of findings takes and gives."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from ninja import Field, Schema

from shuzhi.core.ports import FileForm
from shuzhi.ops.answer import Answer
from shuzhi.ops.errors import ProblemOut, Said
from shuzhi.ops.findings.actions import Choice
from shuzhi.ops.findings.models import Decision
from shuzhi.ops.findings.queries import Asked, Sort

State = Literal["new", "checking", "lead", "case", "closed", "dismissed", "merged"]
Kind = Literal["accept", "take_up", "dismiss", "merge", "unmerge", "check", "assign", "reopen"]
Masked = float | str | None
"""A number, or words in its place where it is masked."""


class FindingsAsked(Schema):
    """Filters: empty is any. ``q`` are words, Chinese by any part. ``assignee=me`` is oneself. Of ``state`` several."""

    audience: int | None = None
    state: list[State] = Field(default=[])
    conclusion: str = Field(default="", max_length=10)
    scenario: str = ""
    rule: str = ""
    region: str = ""
    department: int | None = None
    assignee: str = ""
    least_score: float | None = None
    most_score: float | None = None
    least_amount: Decimal | None = None
    most_amount: Decimal | None = None
    subject: str = ""
    gone: bool = False
    q: str = ""
    sort: Sort = "score"
    after: str | None = None
    limit: int = Field(default=20, ge=1, le=100)

    def asked(self, me: str) -> Asked:
        said = self.dict(exclude={"q", "after", "limit", "form", "english"})
        said["assignee"] = me if self.assignee == "me" else self.assignee
        return Asked(**said, words=self.q)


class FindingsTaken(FindingsAsked):
    """The list as a file of this form."""

    form: FileForm = "xlsx"
    english: bool = False


class FindingRow(Answer):
    """A finding in a list, as one's copy has it."""

    finding: str
    scenario: str
    rule: str
    title: Said
    subject_kind: str
    reason: str | None
    score: Masked
    amount: str | None
    region: str | None
    region_name: str | None
    state: State
    first_seen: date
    department: str | None
    assignee: str | None
    merged_into: str | None


class OrderOfFinding(Answer):
    number: str
    state: str
    opened_at: datetime
    closed_at: datetime | None


class OtherFinding(Answer):
    """Another finding about the same subject."""

    id: str
    scenario: str
    rule: str
    title: Said
    state: State
    conclusion: str | None
    first_seen: date
    gone: datetime | None


class DecisionOut(Answer):
    id: int
    kind: Kind | Literal["conclude"]
    decided_by: str
    at: datetime
    reason: str
    words: str
    conclusion: str | None
    recovered: Decimal | None
    into: str | None
    order: str
    undone_at: datetime | None


class QuestionOut(Answer):
    """What a department was asked about a finding."""

    question: int
    finding: str
    title: Said
    department: str
    text: str
    asked_by: str
    asked_at: datetime
    answer: str
    answered_by: str | None
    answered_at: datetime | None
    may_answer: bool


class ContestOut(Answer):
    """What the person concerned said against a finding."""

    contest: int
    text: str
    heard_by: str
    heard_at: datetime
    outcome: Literal["", "upheld", "corrected"]
    answer: str
    answered_by: str | None
    answered_at: datetime | None


class FindingOut(FindingRow):
    """One finding with all that was done about it. ``may`` is what one may do with it now."""

    scenario_title: Said
    harm: str
    purpose: str
    subject: str | None
    clause: str | None
    conclusion: str | None
    recovered: Decimal | None
    decided_at: datetime | None
    as_of: date | None
    gone: datetime | None
    merged: list[str]
    orders: list[OrderOfFinding]
    others: list[OtherFinding]
    decisions: list[DecisionOut]
    questions: list[QuestionOut]
    contests: list[ContestOut]
    may: list[str]


class SignalOut(Answer):
    weight: Masked
    because: str | None


class ColumnOut(Answer):
    name: str
    deciding: bool


class ExhibitRow(Answer):
    """``values`` is none where the grants do not give the row; a report of an error names ``batch`` and ``row``."""

    place: str
    batch: str
    row: int
    values: list[str | None] | None


class ExhibitOut(Answer):
    """Rows of one kind from one department. ``total`` counts those not shown as well."""

    evidence: str
    table: str
    department: str
    source: Said
    basis: str
    columns: list[ColumnOut]
    rows: list[ExhibitRow]
    total: int


class EvidenceOut(Answer):
    signals: list[SignalOut]
    exhibits: list[ExhibitOut]
    withheld: bool


class SheetSignal(Answer):
    because: str | None
    speaks_for: bool | None


class SheetDecision(Answer):
    conclusion: str
    at: datetime
    reason: Said | None
    recovered: Decimal | None


class SheetOut(Answer):
    """The explanation sheet, to print."""

    finding: str
    printed_at: datetime
    printed_by: str
    title: Said
    clause: str
    question: Said
    owner: str
    basis: str
    reason: str
    signals: list[SheetSignal]
    exhibits: list[ExhibitOut]
    state: State
    conclusion: str | None
    decision: SheetDecision | None
    first_seen: date


class DecisionsIn(Schema):
    """One decision about one or many findings. What each kind needs: reason and words, into, department."""

    findings: list[str]
    kind: Kind
    reason: str = ""
    words: str = ""
    into: str | None = None
    department: int | None = None
    assignee: str | None = None

    def choice(self) -> Choice:
        return Choice(**self.dict(exclude={"findings", "kind"}), kind=Decision.Kind(self.kind))


class RefusedOne(Answer):
    finding: str
    problems: list[ProblemOut]


class DoneOut(Answer):
    """``batch`` is what undo takes, within a minute."""

    batch: UUID
    done: list[str]
    refused: list[RefusedOne]


class UndoIn(Schema):
    batch: UUID


class AskIn(Schema):
    department: int
    text: str


class FindingTextIn(Schema):
    text: str


class AnswerContestIn(Schema):
    outcome: Literal["upheld", "corrected"]
    text: str


class AudienceOut(Answer):
    """``plain``: of score, amount and region those that are not masked, which one may sort and filter by."""

    audience: int
    who: str
    purpose: str
    plain: list[str]
    scenarios: list[str]


class ScenarioChoice(Answer):
    scenario: str
    title: Said


class RuleChoice(Answer):
    scenario: str
    rule: str
    title: Said


class RegionChoice(Answer):
    region: str
    name: str
    level: str


class DepartmentChoice(Answer):
    department: int
    name: str
    mine: bool
    assignable: bool


class ReasonChoice(Answer):
    reason: str
    title: Said
    needs_words: bool


class ChoicesOut(Answer):
    """What there is to choose from."""

    audiences: list[AudienceOut]
    scenarios: list[ScenarioChoice]
    rules: list[RuleChoice]
    regions: list[RegionChoice]
    departments: list[DepartmentChoice]
    reasons: list[ReasonChoice]


class ColleagueOut(Answer):
    login: str
    name: str


class Sums(Answer):
    findings: int
    judged: int
    dismissed: int
    leads: int
    cases: int
    closed: int
    amount: Decimal
    recovered: Decimal


class FunnelTotal(Sums):
    """All of it."""


class FunnelRow(Answer):
    key: str
    title: Said
    findings: int
    judged: int
    dismissed: int
    leads: int
    cases: int
    closed: int
    amount: Decimal
    recovered: Decimal


class FunnelOut(Answer):
    """``counted_at``: when; a change is counted some seconds later."""

    counted_at: datetime | None
    total: FunnelTotal
    rows: list[FunnelRow]


class RuleSignal(Answer):
    when: str
    weight: float
    because: Said


class DatedValue(Answer):
    since: date
    value: str


class ThresholdOut(Answer):
    parameter: str
    label: Said
    unit: str
    reference: str
    value: str
    values: list[DatedValue]


class PrecisionOut(Answer):
    """Of effect.rule_precision, masked as one's grants say."""

    findings: Masked
    judged: Masked
    leads: Masked
    cases: Masked
    precision: Masked
    precision_low: Masked
    precision_high: Masked
    mostly_dismissed: bool | str | None
    known_leads: Masked
    recall: Masked


class WorkOut(Answer):
    """Of effect.work_by_rule: working days from first seen to concluded."""

    decided: Masked
    days_median: Masked
    days_p90: Masked


class DismissalOut(Answer):
    """One of the reasons a rule's findings were dismissed for."""

    reason: str | None
    dismissed: Masked
    share: Masked


class AdviceOut(Answer):
    """``diff`` is what accepting writes into city.yml, for whoever may accept it; ``problem`` why it cannot."""

    parameter: str
    column: str
    direction: str
    advice: str
    since: date
    current: Masked
    proposed: Masked
    judged: Masked
    leads: Masked
    dismissed: Masked
    kept_leads: Masked
    dropped_dismissals: Masked
    precision: Masked
    precision_after: Masked
    precision_after_low: Masked
    precision_after_high: Masked
    undecided: Masked
    dropped_undecided: Masked
    diff: str | None
    problem: Said | None


class RuleOut(Answer):
    scenario: str
    scenario_title: Said
    rule: str
    title: Said
    clause: str
    question: Said
    harm: str
    decision: str
    reason: str
    sql: str
    base: float
    signals: list[RuleSignal]
    thresholds: list[ThresholdOut]
    funnel: FunnelOut | None
    precision: PrecisionOut | None
    work: WorkOut | None
    judged_withheld: bool
    dismissals: list[DismissalOut]
    advice: list[AdviceOut]


class AcceptIn(Schema):
    parameter: str
    diff: str
