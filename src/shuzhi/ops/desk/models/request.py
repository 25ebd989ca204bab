"""A request, and the contact of whoever brought it."""

from django.db import models
from django.db.models import F, Q


class Request(models.Model):
    """A request (诉求). ``department`` took it in; ``proposed`` is who should handle it, for whoever dispatches."""

    class Channel(models.TextChoices):
        PHONE = "phone", "电话"
        WEB = "web", "网页"
        WECHAT = "wechat", "微信"
        LETTER = "letter", "来信"
        IMPORT = "import", "导入"

    class Urgency(models.TextChoices):
        NORMAL = "normal", "一般"
        URGENT = "urgent", "紧急"

    class State(models.TextChoices):
        """``handled``: its order is closed, and nobody has answered the caller yet."""

        NEW = "new", "待处理"
        ORDERED = "ordered", "办理中"
        HANDLED = "handled", "待答复"
        ANSWERED = "answered", "已答复"
        MERGED = "merged", "已并入"

    number = models.CharField(max_length=20, unique=True)
    channel = models.CharField(max_length=10, choices=Channel)
    received_at = models.DateTimeField()
    title = models.CharField(max_length=200)
    body = models.TextField()
    place = models.CharField(max_length=200, blank=True)
    region = models.CharField(max_length=12, blank=True)
    category = models.CharField(max_length=100, blank=True)
    proposed = models.ForeignKey(
        "people.Department", null=True, on_delete=models.PROTECT, related_name="proposed"
    )
    proposed_because = models.CharField(max_length=300, blank=True)
    urgency = models.CharField(max_length=10, choices=Urgency, default=Urgency.NORMAL)
    department = models.ForeignKey("people.Department", on_delete=models.PROTECT, related_name="requests")
    taken_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="requests")
    taken_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.NEW)
    version = models.PositiveIntegerField(default=1)
    order = models.OneToOneField(
        "orders.Order", null=True, on_delete=models.PROTECT, related_name="of_request"
    )
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged")
    answered_at = models.DateTimeField(null=True)
    answered_round = models.PositiveSmallIntegerField(
        default=0, help_text="how often its order had been reopened by then"
    )
    satisfaction = models.PositiveSmallIntegerField(null=True, help_text="of one answered without an order")
    batch = models.ForeignKey(
        "desk.ImportBatch", null=True, on_delete=models.PROTECT, related_name="requests"
    )
    source_number = models.CharField(max_length=60, blank=True, help_text="its number where it came from")
    terms = models.TextField(blank=True, help_text="what search finds it by; see ops/search.py")

    class Meta:
        indexes = (models.Index(fields=("state", "id"), name="request_by_state"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(channel__in=("phone", "web", "wechat", "letter", "import")),
                name="request_channel_is_known",
            ),
            models.CheckConstraint(
                condition=Q(urgency__in=("normal", "urgent")), name="request_urgency_is_known"
            ),
            models.CheckConstraint(condition=~Q(title="") & ~Q(body=""), name="request_says_something"),
            models.CheckConstraint(
                condition=Q(state="new", order=None, merged_into=None, answered_at=None)
                | Q(state__in=("ordered", "handled"), order__isnull=False, merged_into=None, answered_at=None)
                | Q(state="answered", merged_into=None, answered_at__isnull=False)
                | Q(state="merged", order=None, merged_into__isnull=False, answered_at=None),
                name="request_state_fits",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")), name="request_not_merged_into_itself"
            ),
            models.CheckConstraint(
                condition=Q(satisfaction=None) | Q(satisfaction__gte=1, satisfaction__lte=5, order=None),
                name="request_satisfaction_without_order",
            ),
            models.UniqueConstraint(
                fields=("channel", "source_number"),
                condition=~Q(source_number=""),
                name="one_request_a_source_number",
            ),
        )

    def __str__(self) -> str:
        return self.number


class Contact(models.Model):
    """Who brought a request and how to reach him, locked. What is shown without asking are the masks.

    ``caller`` is a keyed hash of the telephone: the same caller is found again, and nobody's number read off it.
    """

    request = models.OneToOneField(Request, on_delete=models.CASCADE, related_name="contact")
    name = models.TextField(blank=True, help_text="encrypted")
    phone = models.TextField(blank=True, help_text="encrypted")
    other = models.TextField(
        blank=True, help_text="encrypted: any other way to reach him; never shown masked"
    )
    name_masked = models.CharField(max_length=40, blank=True)
    phone_masked = models.CharField(max_length=40, blank=True)
    caller = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = (models.Index(fields=("caller",), condition=~Q(caller=""), name="contact_by_caller"),)
        constraints = (
            models.CheckConstraint(condition=~Q(name="", phone="", other=""), name="contact_tells_somebody"),
            models.CheckConstraint(
                condition=Q(name="", name_masked="") | (~Q(name="") & ~Q(name_masked="")),
                name="contact_name_has_its_mask",
            ),
            models.CheckConstraint(
                condition=Q(phone="", phone_masked="") | (~Q(phone="") & ~Q(phone_masked="")),
                name="contact_phone_has_its_mask",
            ),
        )

    def __str__(self) -> str:
        return f"{self.request_id} {self.name_masked}"


class RequestReading(models.Model):
    """That a user read a request on a day: the first reading of the day is in the audit chain."""

    user = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="+")
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("user", "request", "day"), name="one_request_reading_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.request_id} {self.day}"
