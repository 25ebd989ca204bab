"""A reply is judged by whether it speaks of the matter, answers what was asked, explains, and comes in time."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuzhi.analyse.replies import substance
from shuzhi.analyse.reply_quality import ReplyCheck, ReplyJudge, learn_replies
from shuzhi.analyse.similar import Message

BUS = Message("1", "青屿县八号线公交停运", "八号线停运以后村民进城要走四公里。请问什么时候恢复？为什么停运？")
BUS_REPLY = (
    "您好！来信收悉，现回复如下：经县交通局核查，八号线因客流少、车辆到期报废，自三月起停运。根据《城市公共汽车和电车客运管理规定》，"
    "线路恢复须重新招标。县交通局已制定方案，将于2026年6月底前投入四台新车恢复八号线。如有疑问请拨打12345。感谢您的来信！"
)
WATER = Message("2", "云溪区鹭汀雅苑频繁停水", "一周停水三次，自来水发黄。希望告知停水原因并提前通知。")
WATER_REPLY = (
    "您好！经市水务局现场查看，鹭汀雅苑停水系二次供水泵房老化所致。水务局已责令供水公司更换水泵，预计5月20日前完成，"
    "今后计划停水提前二十四小时在小区公告。"
)
SCHOOL = Message("3", "澜东区墨砚学校有偿补课", "学校周末补课，每生收费八百元。请有关部门查处。")
SCHOOL_REPLY = "您好！区教育局于4月8日到墨砚学校调查，周末补课收费情况属实，已责令退还全部费用，并约谈校长。"
FORWARDED = "您好！您反映的问题已转有关部门处理，敬请关注后续回复。"


@pytest.fixture(scope="module")
def judge() -> ReplyJudge:
    return learn_replies([BUS, WATER, SCHOOL], [BUS_REPLY, WATER_REPLY, SCHOOL_REPLY])


def checked(judge: ReplyJudge, message: Message, reply: str, days: int = 5) -> ReplyCheck:
    return judge.check(message, reply, days=days, limit=60)


@pytest.mark.parametrize(
    ("message", "own", "other"),
    [(BUS, BUS_REPLY, WATER_REPLY), (WATER, WATER_REPLY, SCHOOL_REPLY), (SCHOOL, SCHOOL_REPLY, BUS_REPLY)],
)
def test_the_reply_to_another_message_is_not_relevant(
    judge: ReplyJudge, message: Message, own: str, other: str
) -> None:
    assert checked(judge, message, own).relevance.value > 0.5
    wrong = checked(judge, message, other).relevance
    assert wrong.value < 0.5
    assert wrong.reasons == (f"看不出是答复“{message.title}”这件事，请核对是否发错或答偏",)


def test_passing_it_on_is_no_answer_to_anything(judge: ReplyJudge) -> None:
    check = checked(judge, BUS, FORWARDED)
    assert check.relevance.value == check.completeness.value == check.explanation.value == 0
    assert check.completeness.reasons == ("只说已收到或已转办，来信问的、求的一件也没有答",)
    assert check.timeliness.reasons[1] == "只说会转交，没有时限"


def test_a_question_left_out_is_named(judge: ReplyJudge) -> None:
    half = "您好！经县交通局核查，八号线因客流少、车辆到期报废而停运，县交通局正在研究恢复方案。"
    reasons = checked(judge, BUS, half).completeness.reasons
    assert reasons[0] == "来信第一个问题或请求“请问什么时候恢复”问了什么时候，答复没有给出时间"


def test_a_whole_answer_has_nothing_to_mend(judge: ReplyJudge) -> None:
    check = checked(judge, BUS, BUS_REPLY)
    assert check.completeness.reasons == ("来信问的、求的看来都有回应",)
    assert check.explanation.reasons == ("引用了依据", "说了核查情况", "说了原因")


def test_a_draft_with_blanks_is_no_reply_yet(judge: ReplyJudge) -> None:
    draft = BUS_REPLY + "【待填：办结日期】由【待填：责任单位】办理。"
    check = checked(judge, BUS, draft)
    assert check.completeness.value <= 0.2
    assert check.completeness.reasons[0] == "还有2处待填或来源标记，不能发出"


def test_saying_the_letter_again_is_no_answer(judge: ReplyJudge) -> None:
    check = checked(judge, BUS, "您好！您反映的是：八号线停运以后村民进城要走四公里。")
    assert check.completeness.value == check.explanation.value == 0


def test_what_an_explanation_lacks_is_named(judge: ReplyJudge) -> None:
    reasons = checked(judge, WATER, "我局将加强管理，做好供水服务工作。").explanation.reasons
    assert reasons == (
        "没有引用依据：哪部法规、哪个文件或标准",
        "没有说查到了什么：谁去看了、情况是否属实",
        "没有说明为什么",
    )


@given(kept=st.sets(st.integers(0, 3)))
@settings(max_examples=16)
def test_taking_sentences_out_never_makes_a_reply_more_complete_or_better_explained(kept: set[int]) -> None:
    judge = learn_replies([BUS, WATER, SCHOOL], [BUS_REPLY, WATER_REPLY, SCHOOL_REPLY])
    told = substance(BUS_REPLY)
    whole = checked(judge, BUS, "".join(told))
    part = checked(judge, BUS, "".join(sentence for at, sentence in enumerate(told) if at in kept))
    assert part.completeness.value <= whole.completeness.value
    assert part.explanation.value <= whole.explanation.value


@pytest.mark.parametrize(
    ("days", "value", "reason"),
    [
        (5, 1.0, "来信后第5日答复，在60日的期限内"),
        (60, 0.6, "来信后第60日答复，在60日的期限内"),
        (61, 0.59, "来信后第61日答复，超过60日的期限1日"),
        (200, 0.0, "来信后第200日答复，超过60日的期限140日"),
    ],
)
def test_late_replies_lose_by_how_late_they_are(
    judge: ReplyJudge, days: int, value: float, reason: str
) -> None:
    timeliness = checked(judge, BUS, BUS_REPLY, days).timeliness
    assert (timeliness.value, timeliness.reasons) == (pytest.approx(value), (reason,))


def test_a_promise_without_a_day_is_told(judge: ReplyJudge) -> None:
    timeliness = checked(judge, WATER, "水务局将督促供水公司抓紧更换水泵。").timeliness
    assert (timeliness.value, timeliness.reasons[1]) == (0.8, "说了要办，没有说什么时候办完")
