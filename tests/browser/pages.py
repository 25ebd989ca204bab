"""Every page there is, and who sees it. A page not listed here is not checked: ``test_every_page`` says which."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Shown:
    """One page: its path, the login that opens it, and what must be seen before it counts as shown."""

    path: str
    login: str | None = None
    seen: str = "h1"

    @property
    def name(self) -> str:
        return self.path.strip("/").replace("/", "-") or ("start" if self.login else "login")


OVERSEER, AUDITOR, SECURITY, SYSTEM = "sijianqing", "audit", "security", "system"

PAGES = [
    Shown("/"),
    Shown("/", OVERSEER),
    Shown("/account", OVERSEER),
    Shown("/waiting", OVERSEER),
    Shown("/specimen", OVERSEER),
    Shown("/nowhere", OVERSEER),
    Shown("/audit", OVERSEER),
]
