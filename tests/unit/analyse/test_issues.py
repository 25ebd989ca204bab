"""Messages on one matter in one place become one issue, however often and in whatever words they are retold."""

from datetime import date, timedelta

import pyarrow as pa

from shuzhi.analyse.duplicates import near_duplicates
from shuzhi.analyse.issues import find_issues

COLUMNS = {"id": "编号", "title": "主题", "body": "内容", "time": "日期"}
REGIONS = pa.table(
    {"name": ["云澜市", "云溪区", "澜东区"], "level": ["city", "county", "county"]},
)
MIXER = (
    ("云溪区鹭汀雅苑旁边建搅拌站扰民", "搅拌站离小区不到一百米，粉尘落满窗台，半夜还在响"),
    ("云溪区鹭汀雅苑搅拌站粉尘污染", "窗台一层粉尘，搅拌站半夜还在响，孩子睡不着"),
    ("投诉云溪区鹭汀雅苑附近搅拌站", "小区旁的搅拌站粉尘污染，半夜噪音太大"),
    ("云澜市鹭汀雅苑搅拌站何时关停", "搅拌站粉尘和噪音扰民，小区窗台全是灰"),
)
OTHERS = (
    ("澜东区墨砚花园搅拌站粉尘扰民", "搅拌站离小区不到一百米，粉尘落满窗台，半夜还在响"),
    ("澜东区墨砚花园搅拌站噪音污染", "窗台一层粉尘，搅拌站半夜还在响，孩子睡不着"),
    ("澜东区墨砚花园附近的搅拌站", "小区旁的搅拌站粉尘污染，半夜噪音太大"),
    ("云溪区鹭汀雅苑物业收费太高", "物业费每平方米四元，账目从来没有公开过"),
)
PLACES = ("棠梨家园", "澄岚公馆", "栖霞里", "砚池新村", "珂鹭大道", "茗溪广场", "芷兰市场", "鲤鱼公园")
TROUBLES = (
    ("公交车等不来", "早高峰公交车等了四十分钟，末班车太早"),
    ("学区划分", "入学名额不公开，孩子要去五公里外上学"),
    ("频繁停水", "一周停水三次，自来水发黄，没有通知"),
    ("路灯不亮", "晚上黑漆漆的，路灯坏了三个月没有人修"),
    ("拖欠工资", "老板跑了，二十多个工友没有拿到工资"),
    ("健身房不退费", "办了年卡就关门，几百名会员受骗"),
)


def letters() -> pa.Table:
    elsewhere = [
        (f"澜东区{place}{title}", f"{place}{body}")
        for at, place in enumerate(PLACES)
        for title, body in (TROUBLES[at % 6], TROUBLES[(at + 2) % 6], TROUBLES[(at + 3) % 6])
    ]
    told = [*MIXER, *OTHERS, *elsewhere]
    return pa.table(
        {
            "编号": [str(100 + at) for at in range(len(told))],
            "主题": [title for title, _ in told],
            "内容": [f"\t　{body}\n" for _, body in told],
            "日期": [date(2025, 1, 1) + timedelta(days=10 * at) for at in range(len(told))],
        }
    )


def issues(table: pa.Table) -> dict[str, str]:
    found = find_issues({"messages": table, "regions": REGIONS}, COLUMNS)
    return dict(zip(found["编号"].to_pylist(), found["议题"].to_pylist(), strict=True))


def test_retellings_of_one_matter_in_one_place_are_one_issue() -> None:
    found = issues(letters())
    assert len({found[str(number)] for number in (100, 101, 102, 103)}) == 1


def test_the_same_matter_in_another_place_is_another_issue() -> None:
    found = issues(letters())
    assert not {found[str(number)] for number in (100, 101, 102)} & {found[str(n)] for n in (104, 105, 106)}


def test_another_matter_in_the_same_place_is_another_issue() -> None:
    found = issues(letters())
    assert found["107"] != found["100"]


def test_the_issue_is_named_by_its_place() -> None:
    found = find_issues({"messages": letters(), "regions": REGIONS}, COLUMNS)
    places = dict(zip(found["编号"].to_pylist(), found["地点"].to_pylist(), strict=True))
    assert places["100"] == "云溪区鹭汀雅苑"


def test_each_issue_has_one_message_that_stands_for_it() -> None:
    found = find_issues({"messages": letters(), "regions": REGIONS}, COLUMNS)
    stands = [row["议题"] for row in found.to_pylist() if row["代表"]]
    assert sorted(stands) == sorted(set(found["议题"].to_pylist()))


def test_issues_do_not_depend_on_the_order_of_rows() -> None:
    table = letters()
    assert issues(table) == issues(table.take(list(reversed(range(table.num_rows)))))


def test_no_messages_no_issues() -> None:
    assert find_issues({"messages": letters().slice(0, 0), "regions": REGIONS}, COLUMNS).num_rows == 0


def test_a_copied_message_points_to_the_first_of_its_kind() -> None:
    table = letters()
    copy = table.slice(0, 1).set_column(0, "编号", pa.array(["999"]))
    copy = copy.set_column(3, "日期", pa.array([date(2026, 1, 1)]))
    found = near_duplicates({"messages": pa.concat_tables([table, copy])}, COLUMNS)
    first = dict(zip(found["编号"].to_pylist(), found["首次编号"].to_pylist(), strict=True))
    assert first["999"] == "100"
    assert first["107"] == "107"
