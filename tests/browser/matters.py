"""What pages are about: one of each, made through the API by the people whose work it is."""

import io
import json
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, timedelta

from PIL import Image

from tests.browser.calls import Calls

Call = Callable[[str], AbstractContextManager[Calls]]

OVERSEER, REVIEWER, HANDLER, CLERK, LEADER, JUDGE = (
    "sijianqing",
    "hengshouzheng",
    "xixingyuan",
    "lingtingyu",
    "zhongxiaoban",
    "xinzhiheng",
)
SENDER, STEWARD = "minyoushu", "minzhiquan"
HEAD = "yunkaiyuan"
"""分管领导: who opens the screens in the morning."""
SUPERVISION = "企业信用监管"
COUNTY = "990102"
"""云溪区, where the handler is."""
MESSAGES = (
    "编号,内容,姓名,电话,地点\n"
    "W001,霁月街道夜间施工噪声很大，孩子没法睡觉,江晚晴,,霁月街道\n"
    "W002,澜江街道的路灯坏了三天没有人修,林疏影,,澜江街道\n"
    "W003,,舒望,,\n"
)
SUPPORT = (
    "低保发放明细表,,,,\n姓名,证件,发放金额,发放日期,备注\n江晚晴,990102194001010015,812.50,2026-06-10,\n"
    "林疏影,990102194001010029,不详,2026-06-10,补发\n全镇汇总,,812.50,,\n"
)
"""What an office sends: its first identity number is wrong."""


@dataclass(frozen=True)
class Matters:
    """A finding, its order under way, a request, an imported file, a file sent, a batch that landed, a company, a
    place, the person of the finding; an order about wrong data; a table asked for; each told by what stands in its
    page's address."""

    finding: str
    order: str
    request: str
    batch: str
    submission: str
    landed: str
    company: str
    place: str
    person: str
    mending: str
    sharing: str


def photo() -> bytes:
    """A picture such as a phone takes: nothing on it."""
    out = io.BytesIO()
    Image.radial_gradient("L").resize((640, 480)).save(out, "JPEG")
    return out.getvalue()


def make_matters(call: Call) -> Matters:
    finding, order = _order_under_way(call)
    return Matters(
        finding=finding,
        order=order,
        request=_request(call),
        batch=_import(call),
        company=_company(call),
        place=_place(call),
        person=_person(call, finding),
        mending=_mending(call),
        sharing=_sharing(call),
        **_sent(call),
    )


def _sent(call: Call) -> dict[str, str]:
    """A file with a title, a total and a column nobody knows, sent and not confirmed; and a batch of its department."""
    with call(SENDER) as sender:
        told = sender.send_file(
            "/intake/submissions", "六月.csv", SUPPORT.encode(), "text/csv", source="低保五保发放"
        )
        landed = sender.get("/intake/batches")[0]["batch"]
    return {"submission": str(told["submission"]), "landed": landed}


def _order_under_way(call: Call) -> tuple[str, str]:
    """A finding that was asked about, contested and accepted; its order, claimed in the county, with all around it."""
    with call(OVERSEER) as overseer:
        found = overseer.get("/findings", region=COUNTY, rule="paid_after_death", state="new")
        finding = found["rows"][0]["finding"]
        choices = overseer.get("/findings/choices")
        departments = {one["name"]: one["department"] for one in choices["departments"]}
        overseer.post("/findings/decisions", findings=[finding], kind="accept")
        asked = {"department": departments["民政局"], "text": "发放时是否做过生存认证？"}
        overseer.post(f"/findings/{finding}/questions", **asked)
        overseer.post(f"/findings/{finding}/contests", text="家属称不知道应当停发，愿意退回。")
        moved = overseer.post("/orders", finding=finding, text="请核对死亡日期与停发日期。")
        order: str = moved["number"]
        moved = overseer.post(f"/orders/{order}/claim", version=moved["version"])
        done = {"result": "交县区", "form": {"交办意见": "先核对死亡登记，再问发放经办人。"}}
        moved = overseer.post(f"/orders/{order}/complete", version=moved["version"], **done)
    with call(HANDLER) as handler:
        moved = handler.post(f"/orders/{order}/claim", version=moved["version"])
        where = f"/orders/{order}/attachments"
        handler.send_file(where, "现场.jpg", photo(), "image/jpeg", field="证据照片")
        joint = {"departments": [departments["民政局"]], "ask": "请提供停发审批记录。"}
        moved = handler.post(f"/orders/{order}/invite", version=moved["version"], **joint)
        reason = "等待民政局的停发记录。"
        handler.post(f"/orders/{order}/ask_extension", version=moved["version"], reason=reason)
        handler.post(f"/orders/{order}/comments", text="已约家属周三到村委会。")
    with call(REVIEWER) as reviewer:
        due = (date.today() + timedelta(days=14)).isoformat()  # noqa: DTZ011
        reviewer.post(f"/orders/{order}/supervise", level=1, words="请在到期日前报结果。", due=due)
    return finding, order


def _request(call: Call) -> str:
    at = {"channel": "phone", "place": "霁月街道", "department": None}
    said = "霁月街道工地半夜还在施工，噪声很大，睡不着。"
    again = "霁月街道的工地夜里十一点还在打桩，噪声很大，请管一管。"
    contact = {"name": "江晚晴", "phone": "19900000000", "other": ""}
    with call(CLERK) as clerk:
        at["category"] = clerk.get("/desk/choices")["categories"][0]
        clerk.post("/desk/requests", **at, body=said, title="夜间施工噪声", then="keep")
        told = clerk.post(
            "/desk/requests", **at, body=again, title="工地夜间打桩", contact=contact, then="order"
        )
        number: str = told["number"]
        return number


def _import(call: Call) -> str:
    columns = {"number": "编号", "body": "内容", "name": "姓名", "phone": "电话", "place": "地点"}
    said = {"columns": json.dumps(columns), "channel": "wechat"}
    with call(CLERK) as clerk:
        told = clerk.send_file("/desk/imports", "微信导出.csv", MESSAGES.encode(), "text/csv", **said)
        return str(told["id"])


def _person(call: Call, finding: str) -> str:
    with call(OVERSEER) as overseer:
        person: str = overseer.get(f"/findings/{finding}")["subject"]
    return person


def _company(call: Call) -> str:
    with call(JUDGE) as judge:
        found = judge.get("/entities/found", kind="company", purpose=SUPERVISION, q="有限公司")
    company: str = found[0]["entity"]
    return company


def _place(call: Call) -> str:
    with call(JUDGE) as judge:
        found = judge.get("/entities/places/found", purpose=SUPERVISION, q="科技园")
    place: str = found[0]["place"]
    return place


def _mending(call: Call) -> str:
    """An order that the data of the sender's department opened; the server looks at the run within seconds."""
    with call(SENDER) as sender:
        for _ in range(60):
            rows = sender.get("/quality/problems", owner="民政局")["rows"]
            numbers = [row["order"]["number"] for row in rows if row["order"]]
            if numbers:
                number: str = numbers[0]
                return number
            time.sleep(1)
    raise AssertionError("the data opened no order")


def _sharing(call: Call) -> str:
    """A table of another department's that the steward's asks for."""
    table = "standard.残疾登记"
    with call(STEWARD) as steward:
        steward.post(
            "/sharing",
            table=table,
            purpose="社会救助资格核对",
            role="数据主管",
            until="2099-12-31",
            reason="低保家庭成员的残疾等级逐户核对，现在靠群众自己带证来",
        )
    return table
