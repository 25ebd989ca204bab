"""What a user may do and see: his posts, looked up once a request."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from shuzhi.core.errors import Problem, Refused
from shuzhi.core.text import Text
from shuzhi.ops.city import city
from shuzhi.ops.clock import today
from shuzhi.ops.people.models import Department, Post, User
from shuzhi.packs.answering import jurisdiction
from shuzhi.run.read import post_in
from shuzhi.secure.policy import Reader


@dataclass(frozen=True, kw_only=True)
class Place:
    """A post as access decisions need it: a role with its permissions, in a department of the tree."""

    department: int
    path: str
    region: str
    role: str
    permissions: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Access:
    """Whoever acts: the user and the posts he holds today. Passed as ``by=`` to every action."""

    user: User
    places: tuple[Place, ...]

    @property
    def login(self) -> str:
        return self.user.login

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(place.role for place in self.places)

    @property
    def departments(self) -> frozenset[int]:
        return frozenset(place.department for place in self.places)

    def may(self, permission: str) -> bool:
        return any(permission in place.permissions for place in self.places)

    def may_for_all(self, permission: str) -> bool:
        """Whether one of the posts that carry the permission is for the whole city."""
        return any(jurisdiction(place.region or None) is None for place in self.where(permission))

    def where(self, permission: str) -> tuple[Place, ...]:
        """The posts that carry the permission: what it covers is these departments and everything below them."""
        return tuple(place for place in self.places if permission in place.permissions)

    def below(self, permission: str, path: str = "department__path") -> Q:
        """A filter for rows whose department is one the permission covers. Nothing, when none does."""
        covered = Q(pk__in=())
        for place in self.where(permission):
            covered |= Q(**{f"{path}__startswith": place.path})
        return covered

    def require(self, permission: str) -> None:
        """Raises Refused without the permission."""
        if not self.may(permission):
            raise not_allowed(permission)

    def reader(self, purpose: str) -> Reader:
        """As the gateway knows him: his posts, with what their departments answer for by the city's files."""
        names = dict(Department.objects.filter(pk__in=self.departments).values_list("id", "name"))
        posts = {(place.role, names.get(place.department)) for place in self.places}
        return Reader(
            name=self.login,
            posts=tuple(post_in(city(), role, department) for role, department in sorted(posts, key=str)),
            purpose=purpose,
        )


def access_of(user: User, today: date) -> Access:
    """The user's access today. An inactive user, department or role counts for nothing."""
    if not user.is_active:
        return Access(user=user, places=())
    held = (
        Post.objects.filter(user=user, since__lte=today, department__is_active=True, role__is_active=True)
        .filter(Q(until__isnull=True) | Q(until__gte=today))
        .select_related("department", "role")
    )
    return Access(
        user=user,
        places=tuple(
            Place(
                department=post.department_id,
                path=post.department.path,
                region=post.department.region,
                role=post.role.name,
                permissions=frozenset(post.role.permissions),
            )
            for post in held
        ),
    )


def people_in(
    departments: Iterable[int], *, permission: str, roles: Collection[str] | None = None
) -> list[User]:
    """Everybody who today holds a post with the permission in one of the departments, in one of the roles if named."""
    day = today()
    held = Q(posts__department__in=list(departments), posts__role__is_active=True, posts__since__lte=day)
    held &= Q(posts__until__isnull=True) | Q(posts__until__gte=day)
    if roles is not None:
        held &= Q(posts__role__name__in=list(roles))
    found = User.objects.filter(held, is_active=True).order_by("id")
    posts = found.values_list("id", "posts__role__permissions").distinct()
    able = {user for user, permissions in posts if permission in permissions}
    return list(User.objects.filter(id__in=able).order_by("id"))


def not_allowed(permission: str) -> Refused:
    return Refused(
        [
            Problem(
                what=Text("您的岗位不允许这样做", "your posts do not allow this"),
                where=permission,
                todo=Text("如确有需要，请联系安全管理员", "if you need it, ask the security administrator"),
            )
        ]
    )


def tree() -> Mapping[int, Department]:
    """Every department by id."""
    return {department.id: department for department in Department.objects.all()}
