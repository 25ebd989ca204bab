"""Control: votes of those who act in concert are added up, and no vote counts twice."""

from shuzhi.core import ids
from shuzhi.fuse import control
from tests.spec.case import Case, Row
from tests.spec.conftest import Answer

DIRECT, ABOVE = "linkage.holding_1", str(control.controlled(1))


def holds(above: str, below: str, share: float, kind: str = "person") -> Row:
    return {"l_kind": kind, "l": above, "company": below, "share": share}


def party(bloc: str, who: str, scope: str = "") -> Row:
    return {"bloc": bloc, "scope": scope, "l_kind": "person", "l": who}


def test_votes_are_added_up_only_in_the_company_that_was_agreed_about(answer: Answer) -> None:
    case = Case(
        given={
            "linkage.party": [
                party("协", "甲", "丙"),
                party("协", "乙", "丙"),
                party("甲", "甲"),
                party("乙", "乙"),
            ],
            DIRECT: [
                holds("甲", "丙", 0.3),
                holds("乙", "丙", 0.25),
                holds("甲", "丁", 0.3),
                holds("乙", "丁", 0.25),
                holds("乙", "戊", 0.5),
            ],
        },
        sql=control.levels()[0][1],
        oracle=lambda _: [{"bloc": "协", "company": "丙", "share": 0.55}],
    )
    assert answer(case) == case.expected


def test_what_a_controlled_company_holds_counts_whole_and_once(answer: Answer) -> None:
    case = Case(
        given={
            "linkage.party": [party("甲", "甲"), {**party("甲", "丙"), "l_kind": "company"}],
            # The company 丙 acts with 甲 and is controlled by him: its votes in 丁 are the same votes.
            DIRECT: [
                holds("甲", "丙", 0.6),
                holds("甲", "丁", 0.15),
                holds("丙", "丁", 0.4, "company"),
                holds("丙", "戊", 0.45, "company"),
                holds("甲", "戊", 0.05),
            ],
            ABOVE: [{"bloc": "甲", "company": "丙", "share": 0.6}],
        },
        sql=control.levels()[1][1],
        oracle=lambda _: [
            {"bloc": "甲", "company": "丁", "share": 0.55},
            {"bloc": "甲", "company": "丙", "share": 0.6},
        ],
    )
    assert answer(case) == case.expected


def test_who_controls_alone_is_told_alone_and_others_with_all_who_act_together(answer: Answer) -> None:
    reached = [
        {"bloc": "协", "company": "丙", "share": 0.55},
        {"bloc": "协", "company": "丁", "share": 0.9},
        {"bloc": "甲", "company": "丁", "share": 0.7},
    ]
    later = [*reached, {"bloc": "协", "company": "戊", "share": 0.6}]
    case = Case(
        given={
            "linkage.party": [party("协", "甲"), party("协", "乙"), party("甲", "甲"), party("乙", "乙")],
            ABOVE: reached,
            **{str(control.controlled(number)): later for number in range(2, 7)},
        },
        sql=control.control(),
        oracle=lambda _: [
            {"bloc": bloc, "parties": parties, "l_kind": "person", "l": who, "company": company, "share": share,
             "levels": levels}
            for bloc, parties, who, company, share, levels in (
                ("协", 2, "甲", "丙", 0.55, 1), ("协", 2, "乙", "丙", 0.55, 1),
                ("协", 2, "甲", "戊", 0.6, 2), ("协", 2, "乙", "戊", 0.6, 2),
                ("甲", 1, "甲", "丁", 0.7, 1),
            )
        ],
    )  # fmt: skip
    assert answer(case) == case.expected


def test_an_agreement_binds_those_it_names_and_a_group_binds_its_own(answer: Answer) -> None:
    def said(who: str, relation: str, kind: str, of: str, part: str | None) -> Row:
        return {
            "l_kind": "person",
            "l": who,
            "relation": relation,
            "r_kind": kind,
            "r": of,
            "part": part,
            "source": "协议",
        }

    case = Case(
        given={
            DIRECT: [holds("甲", "丙", 0.3)],
            "entity.relation": [
                said("甲", "一致行动", "company", "丙", "1号"),
                said("乙", "一致行动", "company", "丙", "1号"),
                said("丁", "一致行动", "company", "丙", None),
                said("戊", "法定代表人", "company", "丙", None),
                said("甲", "同户", "group", "户", "妻"),
            ],
        },
        sql=control.parties({"一致行动", "同户"}, key="k"),
        oracle=lambda _: [
            party("甲", "甲"),
            party(bloc_of("协议|1号"), "甲", "丙"),
            party(bloc_of("协议|1号"), "乙", "丙"),
            party("户", "甲"),
        ],
    )
    assert answer(case) == case.expected


def bloc_of(agreement: str) -> str:
    return ids.subject_of("group", agreement, "k")
