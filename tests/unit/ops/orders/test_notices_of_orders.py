"""Who hears what of an order: whoever must act, in words that give nobody away."""

from datetime import date

from shuzhi.ops.notices.models import Notice
from shuzhi.ops.orders import actions
from tests.orders import By, Made, claimed, done, fresh


def told(login: str) -> list[str]:
    kinds = list(Notice.objects.filter(user__login=login).order_by("id").values_list("kind", flat=True))
    Notice.objects.filter(user__login=login).delete()
    return kinds


def test_a_notice_says_nothing_of_what_an_order_is_about(request_order: Made, by: By) -> None:
    done(
        by("jiexian"),
        request_order(title="张三被殴打", text="身份证 990101199001011234", place="幸福里 3 号"),
        "派出",
    )
    told = "".join(notice.text["zh"] + notice.text["en"] + notice.link for notice in Notice.objects.all())
    assert told
    for words in ("张三", "9901", "幸福里", "环境"):
        assert words not in told


def test_each_hears_of_what_he_must_do(finding_order: Made, by: By) -> None:
    order = claimed(by("xibei"), finding_order())
    assert told("xibei") == ["task"]
    actions.ask_extension(by=by("xibei"), order=order.number, version=2, reason="户籍在外地")
    assert told("kezhang") == ["extension"]
    actions.decide_extension(by=by("kezhang"), order=order.number, version=3, granted=True)
    actions.supervise(by=by("jiandu"), order=order.number, level=1, words="快", due=date(2026, 7, 9))
    assert told("xibei") == ["extension", "supervision"]
    version, form = fresh(order).version, {"核实情况": "查实"}
    actions.complete(by=by("xibei"), order=order.number, version=version, result="不属实", form=form)
    assert told("kezhang") == ["task"]
    done(by("kezhang"), order, "登记有误")
    assert told("jiandu") == ["closed"]
