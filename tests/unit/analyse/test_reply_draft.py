"""A draft quotes replies to similar messages with their source, leaves the rest blank, and invents nothing."""

import re
from datetime import date

import pyarrow as pa
import pytest

from shuzhi.analyse.reply_draft import Answered, Draft, Drafter, learn_drafts
from shuzhi.analyse.similar import Message
from shuzhi.analyse.whereabouts import learn_whereabouts

REGIONS = pa.table(
    {
        "code": ["990102", "990121"],
        "name": ["云溪区", "青屿县"],
        "level": ["county", "county"],
        "parent": ["990100", "990100"],
    }
)
RULE = "根据《云澜市城乡居民医保办法》，异地就医须先备案，报销比例按参保地同级医院降低十个百分点。"
APPLY = "请携带身份证、医保卡和转诊证明，到云溪区医保局窗口办理备案，联系电话13912345678。"
FINDING = "经查，魏汐澄已于2025年3月5日在青屿县医保局办结报销，金额3200元。"
ANSWERED = [
    Answered(
        Message("41", "咨询异地就医医保报销", "老人在外地住院，请问异地就医如何备案，报销比例是多少？"),
        f"您好！来信收悉，现回复如下：{RULE}{APPLY}{FINDING}感谢您的来信！",
        date(2025, 3, 9),
    ),
    Answered(
        Message("42", "云溪区路灯不亮", "整条街路灯坏了三个月，晚上黑漆漆的。"),
        "您好！您反映的问题已转区城管局处理。",
        date(2025, 4, 1),
    ),
    Answered(
        Message("43", "青屿县公交停运", "八号线停运后进城要走四公里，请恢复。"),
        "您好！青屿县交通局已制定方案，八号线将于5月底恢复。",
        date(2025, 5, 1),
    ),
]
NEW = Message(
    "99",
    "咨询外地住院医保报销比例",
    "我叫宋岚晔，母亲在外地住院。请问异地就医怎么备案？报销比例是多少？什么时候能报？",
)


@pytest.fixture(scope="module")
def drafter() -> Drafter:
    nothing = pa.array([""])
    return learn_drafts(ANSWERED, learn_whereabouts(nothing, nothing, REGIONS, REGIONS))


def quotations(draft: Draft) -> list[tuple[str | None, str]]:
    return [(part.source, part.text) for part in draft.parts if part.kind == "quotation"]


def test_rules_and_ways_to_apply_are_quoted_with_their_source(drafter: Drafter) -> None:
    draft = drafter.draft(NEW)
    assert [source.id for source in draft.sources] == ["41"]
    assert quotations(draft)[0] == ("41", RULE)
    assert f"{RULE}〔摘自41号来信的答复〕" in draft.text


def test_findings_about_another_case_are_not_quoted(drafter: Drafter) -> None:
    assert "3200" not in drafter.draft(NEW).text


def test_another_region_and_personal_data_become_blanks(drafter: Drafter) -> None:
    told = [text for _, text in quotations(drafter.draft(NEW)) if "携带" in text]
    assert told == ["请携带身份证、医保卡和转诊证明，到【地点】医保局窗口办理备案，联系电话【电话】。"]


def test_the_writers_name_is_masked(drafter: Drafter) -> None:
    assert "宋岚晔" not in drafter.draft(NEW).text


def test_each_question_is_answered_or_left_blank_with_what_it_needs(drafter: Drafter) -> None:
    text = drafter.draft(NEW).text
    assert "关于“什么时候能报”：【待填：答复，须写明时间】" in text
    assert "【待填：办理措施、责任单位和办结日期】" in text


def test_where_nothing_is_similar_it_says_so(drafter: Drafter) -> None:
    draft = drafter.draft(Message("99", "建议增设足球场", "希望在东边空地建一个足球场。"))
    assert draft.sources == ()
    assert quotations(draft) == []
    assert "没有找到相似的已答复来信" in draft.text


def test_a_reply_that_said_nothing_is_no_source(drafter: Drafter) -> None:
    draft = drafter.draft(Message("99", "云溪区路灯不亮", "整条街的路灯坏了，晚上黑漆漆的。"))
    assert [source.id for source in draft.sources] == []


def test_nothing_is_written_that_nobody_wrote(drafter: Drafter) -> None:
    frame = {"salutation", "blank", "notice", "closing"}
    sources = "".join(told.reply for told in ANSWERED)
    own = re.sub(r"\s", "", f"{NEW.title}{NEW.body}")
    for part in drafter.draft(NEW).parts:
        if part.kind == "quotation":
            plain = re.split(r"【[^】]*】", part.text)
            assert all(piece in sources for piece in plain)
        elif part.kind == "understood":
            said = re.sub(r"^(?:您来信反映的是：|[0-9]．您提出：)|。$", "", part.text)
            assert said in own
        else:
            assert part.kind in frame
