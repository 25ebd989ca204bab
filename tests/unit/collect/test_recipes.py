"""A file is held to its recipe: what is as agreed lands, what drifted stops with a choice."""

import openpyxl
import pytest

from shuzhi.core.errors import ShuzhiError
from shuzhi.packs.recipe_file import LayoutFile

COLUMNS = {
    "身份证号": {"kind": "digits", "at": 1},
    "金额": {"kind": "number", "at": 2},
    "备注": {"kind": "text", "at": 3},
}
GOOD = "身份证号,金额,备注\n" + "".join(f"99010119400101{n:03}X,{n}.5,无\n" for n in range(30))


def layout(**said) -> tuple[LayoutFile, ...]:
    return (LayoutFile.model_validate({"columns": COLUMNS} | said),)


def test_the_next_file_alike_lands(land):
    outcome = land(GOOD.encode("gbk"), layouts=layout())
    assert (outcome.landed.landed, outcome.reading.columns) == (30, ("身份证号", "金额", "备注"))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("金额,", ""), "金额”没有了|金额”似改名"),
        (("金额", "实发数"), "金额”似改名为“实发数”"),
        (("身份证号,金额", "金额,身份证号"), "移到了"),
        ((".5,", "元整之类,"), "金额”的内容变成了 text"),
    ],
)
def test_drift_stops_with_a_choice(land, change, told):
    with pytest.raises(ShuzhiError, match=told) as stopped:
        land(GOOD.replace(*change).encode(), layouts=layout())
    assert "二选一" in str(stopped.value)


def test_a_new_column_is_taken_along(land):
    text = "\n".join(f"{line},新" for line in GOOD.splitlines())
    assert land(text.encode(), layouts=layout()).reading.columns[-1] == "新"


def test_a_file_no_layout_speaks_of_is_not_landed(land):
    with pytest.raises(ShuzhiError, match="没有说这个文件的样式"):
        land(GOOD.encode(), layouts=layout(files=("别的*.csv",)))


def test_the_recipe_sets_rows_aside_fills_down_and_reads_names(land, tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "5月1日"
    for row in (["金额表"], ["村", "金额"], ["东村", 1], [None, 2], ["作废", 3], ["西村", 4]):
        book.active.append(row)
    book.create_sheet("说明").append(["甲", "乙"])
    book.save(tmp_path / "2026年发放.xlsx")
    said = {
        "columns": {"村": "text", "金额": "number"},
        "sheets": ("*", "!说明"),
        "fill_down": ("村",),
        "set_aside": ({"column": "村", "matches": "^作废$", "because": "作废的行"},),
        "from_name": {"年": r"(\d{4})年", "日": "/([^/]*)$"},
    }
    outcome = land(name="2026年发放.xlsx", layouts=(LayoutFile.model_validate(said),))
    assert outcome.reading.columns == ("村", "金额", "年", "日")
    assert outcome.rows == [
        ("东村", "1", "2026", "5月1日"),
        ("东村", "2", "2026", "5月1日"),
        ("西村", "4", "2026", "5月1日"),
    ]
    assert sorted(outcome.reading.set_aside["reason"].to_pylist()) == ["other sheet", "title", "作废的行"]


def test_fixed_width_counts_a_chinese_character_as_two(land):
    lines = [("姓名", "金额"), ("张三", "12"), ("欧阳某某", "3456")]
    data = b"\n".join(a.encode("gbk").ljust(10) + b.encode("gbk") for a, b in lines)
    said = {"columns": {"姓名": "text", "金额": "number"}, "widths": (10, 6)}
    outcome = land(data, name="主机.txt", layouts=(LayoutFile.model_validate(said),))
    assert outcome.rows == [("张三", "12"), ("欧阳某某", "3456")]
