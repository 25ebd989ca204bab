"""Personal data in free Chinese text are masked; places, offices and everyday words stay. All people invented."""

import pyarrow as pa
import pytest

from shuzhi.secure.freetext import mask_columns, mask_text


def masked(text: str) -> str:
    return str(mask_text(pa.array([text])).to_pylist()[0])


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("我叫魏晓岚，家里漏水", "我叫〔姓名〕，家里漏水"),
        ("联系人：宋明汐，请回电", "联系人：〔姓名〕，请回电"),
        ("欧阳建明同志没有答复", "〔姓名〕同志没有答复"),
        ("物业的沈女士不肯见面", "物业的〔姓名〕女士不肯见面"),
        ("联系电话：19912345678。", "联系电话：〔电话〕。"),
        ("座机0990-2345678转8", "座机〔电话〕"),
        ("手机１９９１２３４５６７８", "手机〔电话〕"),
        ("身份证号990102199001151235", "身份证号〔证件号〕"),
        ("卡号6222 0000 1111 2222 333", "卡号〔账号〕"),
        ("车牌号为云A12345的货车", "车牌号为〔车牌〕的货车"),
        ("邮箱ab.c@example.com", "邮箱〔邮箱〕"),
        ("微信号：wx_123456", "微信号：〔网络账号〕"),
        ("QQ：123456789", "QQ：〔网络账号〕"),
        ("澄岚花园3栋2单元501室漏水", "澄岚花园〔住址〕漏水"),
        ("我是澄岚花园12栋的业主", "我是澄岚花园〔住址〕的业主"),
    ],
)
def test_each_kind_of_personal_data_is_masked(text: str, kept: str) -> None:
    assert masked(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "尊敬的书记、市长：你们好",
        "胡书记您好",
        "澜东区霁月湾新城旁边的搅拌站",
        "请拨打12345或12319",
        "地铁3号线二期什么时候开通",
        "2019年3月1日购房款18.5万元",
        "小区9栋和10栋之间的电梯坏了",
        "国函[2014]45号文件",
        "高度重视，严重影响，安全隐患，方便居民",
        "幼儿园每学期8000元，共1000户",
    ],
)
def test_places_offices_and_everyday_words_stay(text: str) -> None:
    assert masked(text) == text


def test_a_name_once_told_is_masked_wherever_the_text_repeats_it() -> None:
    assert "宋明汐" not in masked("举报人：宋明汐。当天宋明汐在场，门是宋明汐开的")


def test_null_stays_null_and_other_columns_stay() -> None:
    table = pa.table({"编号": ["1", "2"], "内容": [None, "我叫魏晓岚，你好"]})
    assert mask_columns(table, ["内容"]).to_pylist() == [
        {"编号": "1", "内容": None},
        {"编号": "2", "内容": "我叫〔姓名〕，你好"},
    ]
