"""Of a reply, what says something about the matter is told apart from what is only polite or passes it on."""

import pytest

from shuzhi.analyse.replies import read_reply, sentences, substance


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("网友“春风”您好！", "formula"),
        ("您的留言已收悉。", "formula"),
        ("感谢您对我们工作的理解与支持！", "formula"),
        ("云澜市水务局2026年3月5日", "formula"),
        ("您反映的问题已转市水务局调查处理。", "forwarded"),
        ("已交有关部门核处，如有情况将及时反馈。", "forwarded"),
        ("您所反映的问题，已进行过回复。", "forwarded"),
        ("如有疑问，请致电12345咨询。", "contact"),
        ("经查，该站点确实存在安全隐患，已要求公交公司拆除站牌。", "substance"),
        ("根据《物业管理条例》，业主大会可以选聘新的物业公司。", "substance"),
        # These only look like passing it on.
        ("申请户口转入须提供结婚证。", "substance"),
        ("公交线路将调整至东门站交通更方便的地方。", "substance"),
    ],
)
def test_what_a_sentence_does(text: str, kind: str) -> None:
    assert [sentence.kind for sentence in read_reply(text)] == [kind]


def test_the_opening_is_cut_off_where_the_answer_begins() -> None:
    reply = "市民朋友：您好！来信收悉，现将有关情况回复如下：路灯已于昨日修好。感谢您的来信！"
    assert substance(reply) == ["路灯已于昨日修好。"]


def test_a_reply_that_only_passes_on_says_nothing() -> None:
    assert substance("您好！留言已收悉，您反映的问题已转交县教育局办理。敬请关注后续回复。") == []


def test_blanks_and_lines_do_not_matter() -> None:
    assert sentences("\n\t　　您好！\n\n　　路灯　修好了。\n——") == ["您好！", "路灯 修好了。"]


def test_a_line_is_a_sentence_without_a_full_stop_too() -> None:
    assert sentences("一、路灯已修好\n二、电梯已检修") == ["一、路灯已修好", "二、电梯已检修"]
