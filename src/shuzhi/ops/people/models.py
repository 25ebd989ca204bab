"""Departments, users, roles, posts; and sessions, which Django looks for here."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from shuzhi.ops.people.sessions import Session


class Department(models.Model):
    """A department of the city. ``path`` is the ids from the root down (``/1/7/``): a subtree is a prefix."""

    class Kind(models.TextChoices):
        BUREAU = "bureau", "委办局"
        COUNTY = "county", "县区"
        STREET = "street", "街道乡镇"
        GRID = "grid", "网格"

    name = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.BUREAU)
    region = models.CharField(max_length=12, blank=True, help_text="行政区划代码；空为全市")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    path = models.CharField(max_length=200, db_index=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ("path",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(id=models.F("parent_id")), name="department_not_its_own_parent"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Duty(models.Model):
    """A matter a department answers for (职责)."""

    department = models.ForeignKey(Department, on_delete=models.CASCADE, related_name="duties")
    name = models.CharField(max_length=60)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("department", "name"), name="one_duty_once_a_department"),
        )

    def __str__(self) -> str:
        return f"{self.department_id}:{self.name}"


class Role(models.Model):
    """What somebody in a post may read (the city's grants name it) and do (``permissions``). Written by city.yml."""

    name = models.CharField(max_length=60, unique=True)
    permissions = models.JSONField(default=list)
    is_active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name


class Users(BaseUserManager["User"]):
    """Finds users by login, whatever the case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(login=(username or "").lower())


class User(AbstractBaseUser):
    """A person with a login. ``administrator`` makes one of the three administrators, who hold no posts (三员分立)."""

    class Administrator(models.TextChoices):
        SYSTEM = "system", "系统管理员"
        SECURITY = "security", "安全管理员"
        AUDIT = "audit", "审计管理员"

    login = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    email = models.EmailField(blank=True)
    administrator = models.CharField(max_length=10, choices=Administrator, null=True)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=True)
    password_changed_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = Users()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(login=Lower("login")), name="login_in_lower_case"),
            models.CheckConstraint(
                condition=Q(administrator__isnull=True)
                | Q(administrator__in=("system", "security", "audit")),
                name="administrator_is_one_of_three",
            ),
        )

    def __str__(self) -> str:
        return self.login


class Post(models.Model):
    """A user's role in a department (岗位), from ``since`` until ``until``."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="posts")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="posts")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="posts")
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("user", "department", "role"), condition=Q(until__isnull=True), name="one_post_once"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
                name="post_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.role_id}@{self.department_id}"


class SecondFactor(models.Model):
    """A user's authenticator. ``secret`` is encrypted; ``recovery`` holds hashes; ``last_step`` bars replays."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="second_factor")
    secret = models.TextField(blank=True)
    confirmed = models.BooleanField(default=False)
    last_step = models.BigIntegerField(default=0)
    recovery = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.user_id} {'on' if self.confirmed else 'off'}"


class ExternalIdentity(models.Model):
    """Who a user is at another identity provider."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="external_identities")
    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=200)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("issuer", "subject"), name="one_subject_one_user"),
            models.UniqueConstraint(fields=("issuer", "user"), name="one_user_one_subject"),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.issuer}"


__all__ = ["Department", "Duty", "ExternalIdentity", "Post", "Role", "SecondFactor", "Session", "User"]
