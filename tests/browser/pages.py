"""Every page there is, and who is shown it. A page of web/src/routes.tsx that is missing here fails a test."""

import re
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import quote

from tests.browser.matters import (
    CLERK,
    HANDLER,
    HEAD,
    JUDGE,
    LEADER,
    OVERSEER,
    REVIEWER,
    SENDER,
    STEWARD,
    Matters,
)

ROUTES = Path(__file__).resolve().parents[2] / "web" / "src" / "routes.tsx"


@dataclass(frozen=True)
class Shown:
    """One page: its route, the login that opens it, and, where the route has parameters, the path of one of it.

    In a path ``{order}`` and the other names of ``Matters`` stand for the one that was made.
    """

    route: str
    login: str | None = None
    path: str = ""
    name: str = ""

    def __str__(self) -> str:
        return self.name or self.route.strip("/").replace("/", "-").replace(":", "")

    def address(self, matters: Matters) -> str:
        return self.path.format(**asdict(matters)) if self.path else self.route


ANALYSIS = """{"purpose": "惠民资金监督", "table": "subsidy.发放明细", "rows": [{"column": "项目", "step": "value"}],
 "across": [{"column": "日期", "step": "year"}], "measures": [{"how": "rows"}, {"how": "sum", "of": "金额"}]}"""
"""A form as a link holds it: heads over heads, and a chart."""
SYSTEM, SECURITY, AUDITOR = "system", "security", "audit"
GRADER = "zhuzhiquan"
"""数据主管 of 残联, whose registers hold what is graded higher."""
SIGNER = "yunyoumu"
"""目录审核员 of the city, for whom a change of the death register waits."""

PAGES = [
    Shown("/", name="sign-in"),
    Shown("/", OVERSEER, name="start"),
    Shown("/tasks", HANDLER),
    Shown("/route", HANDLER),
    Shown("/dispatch", HEAD),
    Shown("/orders", OVERSEER),
    Shown("/orders/:number", HANDLER, path="/orders/{order}", name="order-to-do"),
    Shown("/orders/:number", REVIEWER, path="/orders/{order}", name="order-overseen"),
    Shown("/orders/:number", SENDER, path="/orders/{mending}", name="order-of-data"),
    Shown("/orders/:number", OVERSEER, path="/orders/no-such-order", name="order-missing"),
    Shown("/findings", OVERSEER),
    Shown("/findings/:finding", OVERSEER, path="/findings/{finding}"),
    Shown("/findings/:finding/sheet", OVERSEER, path="/findings/{finding}/sheet"),
    Shown("/questions", HANDLER),
    Shown("/rules", OVERSEER),
    Shown("/rules/:scenario/:rule", OVERSEER, path="/rules/subsidy/paid_after_death"),
    Shown("/models", LEADER),
    Shown("/models/:scenario/:model", LEADER, path="/models/hotline/%E6%9D%A5%E4%BF%A1%E9%A2%84%E6%B5%8B"),
    Shown("/measures", HEAD),
    Shown("/measures/:scenario/:measure", HEAD, path="/measures/outbreak/校园晨午检", name="measure"),
    Shown("/measures/:scenario/:measure", HEAD, path="/measures/outbreak/水源消毒", name="measure-planned"),
    Shown("/siting", HEAD),
    Shown("/siting/:scenario/:siting", HEAD, path="/siting/inspection_fire/消防站"),
    Shown("/statistics", OVERSEER),
    Shown("/mining", OVERSEER),
    Shown("/catalogue", OVERSEER),
    Shown("/catalogue/:table", OVERSEER, path="/catalogue/standard.%E6%AD%BB%E4%BA%A1%E7%99%BB%E8%AE%B0"),
    Shown(
        "/catalogue/:table",
        SIGNER,
        path="/catalogue/standard.%E6%AD%BB%E4%BA%A1%E7%99%BB%E8%AE%B0",
        name="catalogue-to-sign",
    ),
    Shown(
        "/catalogue/:table/:column",
        OVERSEER,
        path="/catalogue/standard.%E6%AD%BB%E4%BA%A1%E7%99%BB%E8%AE%B0/%E8%BA%AB%E4%BB%BD%E8%AF%81%E5%8F%B7",
    ),
    Shown("/standards", OVERSEER),
    Shown("/grading", GRADER),
    Shown("/standards/elements/:name", OVERSEER, path="/standards/elements/id_card"),
    Shown("/standards/codes/:name", OVERSEER, path="/standards/codes/国民经济行业分类"),
    Shown("/quality", OVERSEER),
    Shown("/contribution", OVERSEER),
    Shown("/sharing", GRADER),
    Shown("/sharing", SIGNER, path="/sharing?which=to_lift", name="sharing-to-except"),
    Shown("/catalogue/:table", STEWARD, path="/catalogue/{sharing}", name="catalogue-to-ask-for"),
    Shown("/corrections", SENDER),
    Shown("/corrections", OVERSEER, path="/corrections?which=asked_by_me", name="corrections-asked"),
    Shown(
        "/quality/rule",
        OVERSEER,
        path="/quality/rule?table=standard.%E6%88%B7%E7%B1%8D&rule=unique%3A%E8%BA%AB%E4%BB%BD%E8%AF%81%E5%8F%B7",
    ),
    Shown("/ask", HEAD, path="/ask?q=今年各区县热线诉求量&q=同比", name="ask"),
    Shown("/screens", HEAD),
    Shown("/screens/:scope/:name", HEAD, path="/screens/subsidy/监督执纪", name="screen"),
    Shown("/screens/:scope/:name/edit", LEADER, path="/screens/city/城市运行总览/edit", name="screen-edit"),
    Shown("/screens/:scope/:name", LEADER, path="/screens/city/城市运行总览", name="screen-partly"),
    Shown("/screens/:scope/:name", HEAD, path="/screens/hotline/热线?wall", name="screen-wall"),
    Shown("/reports", HEAD),
    Shown("/reports/:scenario/:name", HEAD, path="/reports/hotline/月度通报", name="report"),
    Shown("/analysis", HEAD, path=f"/analysis#{quote(ANALYSIS)}", name="analysis"),
    Shown("/sql", HEAD),
    Shown("/map", LEADER, path="/map?tool=region&region=990102", name="map"),
    Shown("/search", OVERSEER, path="/search?q=%E9%A2%86%E5%8F%96"),
    Shown("/desk/intake", CLERK),
    Shown("/desk/requests", CLERK),
    Shown("/desk/requests/:number", CLERK, path="/desk/requests/{request}"),
    Shown("/desk/imports", CLERK),
    Shown("/desk/imports/:number", CLERK, path="/desk/imports/{batch}"),
    Shown("/intake", SENDER),
    Shown("/intake/:submission", SENDER, path="/intake/{submission}"),
    Shown("/intake/calendar", STEWARD),
    Shown("/intake/form", SENDER),
    Shown("/intake/batches", SENDER),
    Shown("/intake/batches/:batch", SENDER, path="/intake/batches/{landed}"),
    Shown("/review", JUDGE),
    Shown("/profiles", JUDGE, path="/profiles?q=%E5%BB%BA%E6%9D%90"),
    Shown(
        "/profiles/:kind/:entity",
        JUDGE,
        path="/profiles/company/{company}?purpose=%E4%BC%81%E4%B8%9A%E4%BF%A1%E7%94%A8%E7%9B%91%E7%AE%A1",
    ),
    Shown(
        "/places/:place",
        JUDGE,
        path="/places/{place}?purpose=%E4%BC%81%E4%B8%9A%E4%BF%A1%E7%94%A8%E7%9B%91%E7%AE%A1",
    ),
    Shown(
        "/profiles/:kind/:entity",
        OVERSEER,
        path="/profiles/person/{person}?purpose=%E6%83%A0%E6%B0%91%E8%B5%84%E9%87%91%E7%9B%91%E7%9D%A3",
        name="profile-of-a-person",
    ),
    Shown("/waiting", HANDLER),
    Shown("/emergencies", OVERSEER),
    Shown("/emergencies", SECURITY, name="emergencies-deciding"),
    Shown("/departments", OVERSEER),
    Shown("/administration/users", SECURITY),
    Shown("/administration/users/:login", SECURITY, path=f"/administration/users/{OVERSEER}"),
    Shown("/administration/systems", SECURITY),
    Shown("/audit", AUDITOR),
    Shown("/audit/person", AUDITOR),
    Shown("/audit/matrix", AUDITOR, path="/audit/matrix?table=finding.finding"),
    Shown("/audit", OVERSEER, name="not-allowed"),
    Shown("/account", OVERSEER),
    Shown("/specimen", OVERSEER),
    Shown("*", OVERSEER, path="/nowhere", name="missing"),
]


def routes() -> set[str]:
    """The routes the pages declare."""
    return set(re.findall(r'\bpath: "([^"]+)"', ROUTES.read_text(encoding="utf-8")))
