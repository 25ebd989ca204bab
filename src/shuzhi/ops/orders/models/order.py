"""An order, the flow it began with, and who sees it."""

from django.db import models
from django.db.models import F, Q


class FlowVersion(models.Model):
    """A flow as its file said when an order began: running orders stick to it. ``declaration`` is the file as JSON."""

    scenario = models.CharField(max_length=60)
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)
    declaration = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("scenario", "name", "digest"), name="one_flow_version_once"),
        )

    def __str__(self) -> str:
        return f"{self.scenario}/{self.name}@{self.digest[:8]}"


class Order(models.Model):
    """An order (工单). ``task`` is the lead task it is at, or the last one it had."""

    class State(models.TextChoices):
        OPEN = "open", "办理中"
        SUSPENDED = "suspended", "挂起"
        CLOSED = "closed", "办结"
        CANCELLED = "cancelled", "作废"

    class Origin(models.TextChoices):
        FINDING = "finding", "疑点"
        REQUEST = "request", "诉求"
        HAND = "hand", "手工"
        QUALITY = "quality", "数据质量"

    class Asking(models.TextChoices):
        """Whether the citizen was asked, once closed."""

        NONE = "none", "不回访"
        DUE = "due", "待回访"
        GIVEN = "given", "已回访"
        MISSED = "missed", "未回访"

    number = models.CharField(max_length=20, unique=True)
    flow = models.ForeignKey(FlowVersion, on_delete=models.PROTECT, related_name="orders")
    origin = models.CharField(max_length=10, choices=Origin)
    finding = models.ForeignKey(
        "findings.Finding", null=True, on_delete=models.PROTECT, related_name="orders"
    )
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    rule = models.CharField(max_length=100, blank=True)
    category = models.CharField(max_length=100, blank=True)
    region = models.CharField(max_length=12, blank=True)
    place = models.CharField(max_length=200, blank=True)
    point = models.CharField(
        max_length=40, blank=True, help_text="longitude,latitude of its subject, a place"
    )
    subject = models.CharField(max_length=100, blank=True, help_text="keyed id of the lake, never a name")
    department = models.ForeignKey("people.Department", on_delete=models.PROTECT, related_name="opened")
    handled_by = models.ForeignKey(
        "people.Department",
        on_delete=models.PROTECT,
        related_name="handled",
        help_text="the last department to lead it beside the one that opened it, where there was one",
    )
    opened_by = models.ForeignKey(
        "people.User",
        null=True,
        on_delete=models.PROTECT,
        related_name="opened",
        help_text="none: the data did",
    )
    opened_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    closed_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True, help_text="why it was cancelled")
    version = models.PositiveIntegerField(default=1)
    task = models.OneToOneField("orders.Task", null=True, on_delete=models.PROTECT, related_name="+")
    conclusion = models.CharField(max_length=10, blank=True)
    recovered = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    returned = models.PositiveIntegerField(default=0)
    reopened = models.PositiveIntegerField(default=0)
    extensions = models.PositiveIntegerField(default=0)
    suspended_days = models.PositiveIntegerField(default=0)
    asking = models.CharField(max_length=10, choices=Asking, default=Asking.NONE)
    asking_due = models.DateField(null=True)
    repeat_of = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="repeats")
    terms = models.TextField(blank=True, help_text="what search finds it by; see ops/search.py")

    class Meta:
        indexes = (
            # Recurrent problems: the same subject, or the same matter at the same place.
            models.Index(fields=("subject", "rule"), condition=~Q(subject=""), name="order_by_subject"),
            models.Index(fields=("place", "category"), condition=~Q(place=""), name="order_by_place"),
            models.Index(
                fields=("department", "asking_due"),
                condition=Q(asking_due__isnull=False),
                name="order_by_asking_due",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=("open", "suspended"), closed_at__isnull=True)
                | Q(state__in=("closed", "cancelled"), closed_at__isnull=False),
                name="order_closed_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(origin="finding", finding__isnull=False)
                | Q(origin__in=("request", "hand", "quality"), finding__isnull=True),
                name="order_of_a_finding_names_it",
            ),
            models.CheckConstraint(
                condition=Q(origin="quality", opened_by__isnull=True)
                | (~Q(origin="quality") & Q(opened_by__isnull=False)),
                name="order_opened_by_somebody_or_the_data",
            ),
            models.UniqueConstraint(
                fields=("finding",),
                condition=Q(closed_at__isnull=True, finding__isnull=False),
                name="one_live_order_a_finding",
            ),
            models.CheckConstraint(
                condition=(Q(state="cancelled") & ~Q(reason="")) | (~Q(state="cancelled") & Q(reason="")),
                name="order_cancelled_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(conclusion__in=("", "排除", "线索", "立案")), name="order_conclusion_is_known"
            ),
            models.CheckConstraint(
                condition=Q(recovered__isnull=True) | Q(recovered__gte=0), name="order_recovered_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(asking="due", asking_due__isnull=False, state="closed")
                | Q(asking__in=("given", "missed"), asking_due__isnull=True, state="closed")
                | Q(asking="none", asking_due__isnull=True),
                name="order_asks_once_closed",
            ),
            models.CheckConstraint(
                condition=Q(repeat_of__isnull=True) | Q(repeat_of__lt=F("id")), name="order_repeats_earlier"
            ),
        )

    def __str__(self) -> str:
        return self.number


class Sight(models.Model):
    """Who sees an order: ``d7`` whoever works in department 7, ``b7`` whoever supervises it or a department above.

    ``is_open`` and ``is_overdue`` are the order's, kept here so that lists are one walk along an index.
    """

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="sights")
    who = models.CharField(max_length=20)
    is_open = models.BooleanField(default=True)
    is_overdue = models.BooleanField(default=False)

    class Meta:
        indexes = (
            models.Index(fields=("who", "order"), condition=Q(is_open=True), name="sight_open"),
            models.Index(fields=("who", "order"), condition=Q(is_open=False), name="sight_closed"),
            models.Index(fields=("who", "order"), condition=Q(is_overdue=True), name="sight_overdue"),
        )
        constraints = (
            models.UniqueConstraint(fields=("who", "order"), name="one_sight_once"),
            models.CheckConstraint(
                condition=Q(is_open=True) | Q(is_overdue=False), name="sight_overdue_is_open"
            ),
        )

    def __str__(self) -> str:
        return f"{self.who} {self.order_id}"
