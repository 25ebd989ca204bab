"""In the demo city a finding of every detector becomes an order, goes through its people's hands, and is closed."""

import os
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from shuzhi.ops.city import city as served_city
from shuzhi.ops.findings.models import Finding
from shuzhi.ops.orders import actions
from shuzhi.packs.loader import load_city
from shuzhi.packs.schema import City
from tests.orders import By, claimed, done, fresh, records
from tests.yunlan import copy_yunlan

SAID = "已看过"
PHOTO = "照片"


@pytest.fixture(scope="module")
def city_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The demo city's own files, without data and lake, served as the tiny city is elsewhere."""
    folder = copy_yunlan(tmp_path_factory.mktemp("demo") / "yunlan")
    before = os.environ.get("SHUZHI_CITY")
    os.environ["SHUZHI_CITY"] = str(folder)
    served_city.cache_clear()
    yield folder
    os.environ.pop("SHUZHI_CITY")
    if before is not None:
        os.environ["SHUZHI_CITY"] = before
    served_city.cache_clear()


@pytest.fixture(scope="module")
def city(city_folder: Path) -> City:
    return load_city(city_folder)


WAYS = {
    "a dangerous box, cut off, mended, switched on again": (
        ("smart_electricity", "electric_danger", "990102"),
        (
            ("mingshouye", "请求断电", {"研判意见": SAID}),
            ("dianchefeng", "已断电", {"断电情况": "10:20 断开总开关，已告知店主"}),
            ("ximingliang", "已整改", {"原因": "接头松动过热", "核查情况": "重新压接", "现场照片": PHOTO}),
            ("mingshouye", "恢复用电", {}),
        ),
        "线索",
    ),
    "a dangerous box whose owner will not mend it": (
        ("smart_electricity", "electric_danger", "990121"),
        (
            ("mingshouye", "派员核查", {}),
            ("mingchawei", "拒不整改", {"原因": "私拉乱接", "核查情况": "拒绝拆除", "现场照片": PHOTO}),
        ),
        "立案",
    ),
    "a monitor that has failed": (
        ("smart_electricity", "sensor_down", "990102"),
        (("mingshouye", "派修", {}), ("ximingliang", "已修复", {"维修情况": "换了模块"})),
        "线索",
    ),
    "sprinklers whose valve was shut, opened again": (
        ("smart_fire", "fire_protection_fails", "990102"),
        (
            ("mingshougeng", "派员核查", {}),
            ("ximingju", "已恢复", {"原因": "阀门误关", "核查情况": "打开并铅封", "现场照片": PHOTO}),
            ("mingshougeng", "退回整改", {"验收意见": "水压还低"}),
            ("ximingju", "已恢复", {"原因": "管网渗漏", "核查情况": "换了接头", "现场照片": PHOTO}),
            ("mingshougeng", "恢复正常", {}),
        ),
        "线索",
    ),
    "an exit whose owner will not clear it": (
        ("smart_fire", "fire_protection_fails", "990121"),
        (
            ("mingshougeng", "派员核查", {}),
            ("mingchayan", "拒不整改", {"原因": "通道堵塞", "核查情况": "堆满货", "现场照片": PHOTO}),
        ),
        "立案",
    ),
    "a fire monitor that has failed": (
        ("smart_fire", "fire_monitor_down", "990102"),
        (("mingshougeng", "派修", {}), ("ximingju", "已修复", {"维修情况": "换了网关"})),
        "线索",
    ),
    "a building with a grave hazard, mended": (
        ("inspection_fire", "inspect_building_first", "990102"),
        (
            ("mingfangwei", "派去检查", {}),
            (
                "ximingshen",
                "责令限期整改",
                {"隐患原因": "私自隔断群租", "检查情况": "隔出八间", "现场照片": PHOTO},
            ),
            ("ximingshen", "已整改", {"复查情况": "隔断已拆"}),
        ),
        "线索",
    ),
    "a building nobody could get into at first, and nothing there": (
        ("inspection_fire", "inspect_building_first", "990121"),
        (
            ("mingfangwei", "派去检查", {}),
            ("mingshenxing", "进不去", {"隐患原因": "其他", "检查情况": "锁着"}),
            ("mingfangwei", "派去检查", {}),
            ("mingshenxing", "没有重大隐患", {"隐患原因": "没有重大隐患", "检查情况": "通道畅通"}),
        ),
        "排除",
    ),
    "a restaurant that signs for its grease": (
        ("grease", "no_grease_contract", "990102"),
        (
            ("chengzhijie", "派去检查", {}),
            (
                "chengxingyuan",
                "限期签约",
                {"油的去向": "倒进下水道", "检查情况": "没有隔油池", "现场照片": PHOTO},
            ),
            ("chengxingyuan", "已签约", {"复查情况": "合同已备案"}),
        ),
        "线索",
    ),
    "a restaurant that dumps": (
        ("grease", "no_grease_contract", "990121"),
        (
            ("chengzhijie", "派去检查", {}),
            ("chengxingyuan", "偷排", {"油的去向": "倒进下水道", "检查情况": "夜里倾倒", "现场照片": PHOTO}),
        ),
        "立案",
    ),
    "a cluster of complaints whose source is cleaned up": (
        ("sanitation", "sanitation_cluster", "990102"),
        (
            ("chengzhijie", "派去查看", {}),
            ("chengxingyuan", "限期整治", {"源头": "下水道破损", "查看情况": "井盖缺失", "现场照片": PHOTO}),
            ("chengxingyuan", "已整治", {"复查情况": "已换管"}),
        ),
        "线索",
    ),
    "a cell of next week's list with nothing in it": (
        ("sanitation", "sanitation_ahead", "990181"),
        (
            ("chengzhijie", "派去查看", {}),
            ("chengxingyuan", "没有找到源头", {"源头": "没有找到源头", "查看情况": "干净"}),
        ),
        "排除",
    ),
    "revenue that fell short as foretold": (
        ("economy", "revenue_short", "990181"),
        (
            ("jinzhiwei", "提请调度", {}),
            ("yunxiehe", "继续观察", {"调度意见": "七月再看"}),
            ("jinzhiwei", "果然偏低", {"实绩": "全年完成九成"}),
        ),
        "线索",
    ),
    "a budget that is changed in time": (
        ("economy", "revenue_short", ""),
        (("jinzhiwei", "提请调度", {}), ("yunxiehe", "调整预算或专项措施", {"调度意见": "压减一般性支出"})),
        "立案",
    ),
    "a quarter that was better than its signals": (
        ("economy", "growth_low", ""),
        (
            ("jinzhiwei", "提请调度", {}),
            ("yunxiehe", "继续观察", {"调度意见": "等公布"}),
            ("jinzhiwei", "没有偏低", {"实绩": "公布 5.2%"}),
        ),
        "排除",
    ),
    "an outbreak that was one": (
        ("outbreak", "case_excess", "990102"),
        (
            ("anzhiwei", "派县区核实", {}),
            ("xianhe", "聚集属实", {"核实情况": "一所幼儿园", "采取的措施": "停课消毒"}),
            ("anzhiwei", "已处置", {}),
        ),
        "线索",
    ),
    "an outbreak looked into twice, and none": (
        ("outbreak", "case_excess", "990121"),
        (
            ("anzhiwei", "派县区核实", {}),
            ("anxingjian", "不属实", {"核实情况": "补录上月的"}),
            ("anzhiwei", "补充核实", {"定性意见": "补录了几例？"}),
            ("anxingjian", "不属实", {"核实情况": "全部是补录"}),
            ("anzhiwei", "排除", {"定性意见": "补录"}),
        ),
        "排除",
    ),
    "a busy week that did not come": (
        ("hotline", "demand_ahead", ""),
        (
            ("zhongxiaoban", "安排备勤", {"备勤安排": "加两席"}),
            ("jianwenzhi", "报空", {"实际来信件数": 3}),
        ),
        "排除",
    ),
}


@pytest.mark.parametrize("name", WAYS)
def test_a_finding_is_handled_to_its_end(name: str, by: By, clock: Any, finding: Any) -> None:
    (scenario, rule, region), hands, conclusion = WAYS[name]
    found: Finding = finding(scenario=scenario, rule=rule, region=region, subject="S1", amount=None)
    opener = hands[0][0]
    order = actions.open_order(by=by(opener), matter=actions.of_finding(found, title="报警"))
    for login, result, form in hands:
        who = by(login)
        if PHOTO in form.values():
            claimed(who, order)
            actions.complete(
                by=who,
                order=order.number,
                version=fresh(order).version,
                result=result,
                form=with_photo(who, order, form),
            )
        else:
            done(who, order, result, form)
        clock.move(hours=2)
    order = fresh(order)
    assert order.closed_at is not None
    assert order.conclusion == conclusion
    assert [login for login, action in records(order) if action == "complete"] == [each[0] for each in hands]
    found.refresh_from_db()
    assert found.state == (Finding.State.DISMISSED if conclusion == "排除" else Finding.State.CLOSED)


def with_photo(who: Any, order: Any, form: Mapping[str, object]) -> Mapping[str, object]:
    content = BytesIO()
    Image.new("RGB", (32, 24), "grey").save(content, "JPEG")
    kept = actions.attach(
        by=who, order=order.number, name="箱.jpg", content=content.getvalue(), field="现场照片"
    )
    return {field: [kept.pk] if told == PHOTO else told for field, told in form.items()}


def test_a_cut_off_without_a_photo_of_the_mending_does_not_go_on(by: By, clock: Any, finding: Any) -> None:
    found = finding(scenario="smart_electricity", rule="electric_danger", region="990102", amount=None)
    order = actions.open_order(by=by("mingshouye"), matter=actions.of_finding(found, title="报警"))
    done(by("mingshouye"), order, "派员核查")
    with pytest.raises(Exception, match="现场照片"):
        done(by("ximingliang"), order, "已整改", {"原因": "过负荷", "核查情况": "分了回路"})
