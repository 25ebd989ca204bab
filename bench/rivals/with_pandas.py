"""The same rules in pandas, in memory with Arrow strings: the stages of handwritten.sql."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from bench.rivals.spellings import DIGITS, NAME, NARROW, ODD, STANDARD, USUAL, WEIGHTS, WHERE_IDS_STAND

AS_OF = date(2026, 6, 30)
RELIEF = ["低保", "特困"]
APART = ["亲属", "分户迁出"]
NARROWED = str.maketrans(dict(zip(ODD, NARROW, strict=True)))
Frame = pd.DataFrame
Column = pd.Series


def run(folder: Path) -> None:
    """Write ``pandas.parquet`` of (rule, 身份证号) from ``landed/*.parquet``."""
    landed = folder / "landed"
    mended = _mended(landed)
    payment = _payments(landed, mended)
    drawn = _drawn(payment)
    aid = _aid(drawn)
    relief = aid[aid["kind"] == "低保"]
    found = {
        **_registers(landed, mended, payment, aid),
        **_money(payment, drawn),
        **_kin(landed, mended, payment, drawn, relief),
    }
    rows = [Frame({"rule": rule, "身份证号": subjects.to_numpy()}) for rule, subjects in found.items()]
    pd.concat(rows).to_parquet(folder / "pandas.parquet")


def found(folder: Path, rules: Sequence[str]) -> dict[str, list[str]]:
    rows = pd.read_parquet(folder / "pandas.parquet")
    return {rule: sorted(rows.loc[rows["rule"] == rule, "身份证号"]) for rule in rules}


def _read(landed: Path, source: str, columns: Sequence[str]) -> Frame:
    return pd.read_parquet(landed / f"{source}.parquet", columns=list(columns))


def _narrow(x: Column) -> Column:
    return x.map(lambda text: text.translate(NARROWED), na_action="ignore")


def _mended(landed: Path) -> Column:
    """Id numbers that are not valid as written, as the index, with what they should be, or NA."""
    parts = [_read(landed, source, [header])[header].drop_duplicates() for source, header in WHERE_IDS_STAND]
    x = pd.concat(parts, ignore_index=True).drop_duplicates().dropna()
    x = x[x != ""].reset_index(drop=True)
    odd = ~x.str.fullmatch("[0-9]{17}[0-9X]")
    n = x.copy()
    n[odd] = _narrow(x[odd].str.upper())
    old = n.str.fullmatch("[0-9]{15}")
    body = n.str.slice(0, 17)
    body[old] = n[old].str.slice(0, 6) + "19" + n[old].str.slice(6)
    usable = (old | n.str.fullmatch("[0-9]{17}[0-9X]")).to_numpy()
    body[~usable] = "0" * 17
    # The digits as bytes: one look at memory instead of seventeen at strings.
    digits = np.array(body.tolist(), dtype="S17").view(np.uint8).reshape(-1, 17) - 48
    check = pd.Series(list("10X98765432"), dtype="str").take(digits.astype(np.int64) @ np.array(WEIGHTS) % 11)
    check.index = x.index
    whole = n.where(~old, body + check)
    born = pd.to_datetime(body.str.slice(6, 14), format="%Y%m%d", errors="coerce")
    county = body.str.slice(0, 6)
    until = county.map(_counties(landed))
    valid = (
        usable
        & (whole.str.slice(17) == check)
        & born.between(pd.Timestamp(1880, 1, 1), pd.Timestamp(AS_OF))
        & until.notna()
        & (until >= born)
    )
    mended = whole.where(valid)
    changed = mended.isna() | (mended != x)
    return pd.Series(mended[changed].to_numpy(), index=x[changed].to_numpy(), dtype="str")


def _counties(landed: Path) -> Column:
    """Codes of counties and cities and the last day of each: far ahead where it still is."""
    region = pd.read_parquet(landed / "region.parquet")
    by_code = region.assign(until=pd.to_datetime(region["until"])).groupby("code")
    until = by_code["until"].agg(lambda days: days.max() if days.notna().all() else pd.Timestamp(2200, 1, 1))
    return until[by_code["level"].min() != "province"]


def _ids(x: Column, mended: Column) -> Column:
    """Valid id numbers; NA for blank and invalid ones."""
    odd = x.isin(mended.index)
    made = x.where(x != "")
    made[odd] = x[odd].map(mended)
    return made


def _each(x: Column, clean: Callable[[Column], Column]) -> Column:
    """A column of few different texts, cleaned once for each."""
    codes, texts = pd.factorize(x)
    return clean(pd.Series(texts)).take(np.where(codes < 0, 0, codes)).set_axis(x.index).where(codes >= 0)


def _day(x: Column) -> Column:
    plain = _narrow(x).str.replace("[年月./]", "-", regex=True).str.strip("日 ")
    short = plain.str.fullmatch("[0-9]{8}", na=False)
    made = pd.to_datetime(plain.where(~short), format="%Y-%m-%d", errors="coerce")
    return made.fillna(pd.to_datetime(plain.where(short), format="%Y%m%d", errors="coerce"))


def _cents(x: Column) -> Column:
    plain = _narrow(x).str.strip("元 ").str.replace(",", "", regex=False)
    yuan = pd.to_numeric(plain.str.strip("万"), errors="coerce")
    return (yuan * np.where(plain.str.contains("万", na=False), 10_000, 1) * 100).round()


def _name(x: Column) -> Column:
    narrow = _narrow(x).str.replace("[.•]", "·", regex=True)
    made = narrow.where(narrow.str.fullmatch(NAME, na=False))
    return x.where(x.str.fullmatch(USUAL, na=False), made)


def _account(x: Column) -> Column:
    odd = ~x.str.fullmatch(DIGITS, na=False)
    made = x.copy()
    narrow = _narrow(x[odd]).str.replace("-", "", regex=False)
    made[odd] = narrow.where(narrow.str.fullmatch(DIGITS, na=False))
    return made


def _payments(landed: Path, mended: Column) -> Frame:
    parts = []
    for source, headers in STANDARD.items():
        project, person, name, village, day, amount, account = headers
        kind = [project] if project == "救助类别" else []
        wanted = [header for header in headers[1:] if header] + kind
        rows = _read(landed, source, wanted)
        days = _each(rows[day], _day)
        parts.append(
            Frame(
                {
                    "project": rows[project].where(rows[project] != "").fillna("低保") if kind else project,
                    "id": _ids(rows[person], mended),
                    "name": rows[name],
                    "village": rows[village] if village else pd.Series(pd.NA, rows.index, dtype="str"),
                    "day": days,
                    "month": days.dt.year * 12 + days.dt.month,
                    "cents": _each(rows[amount], _cents),
                    "account": rows[account],
                }
            )
        )
    payment = pd.concat(parts, ignore_index=True)
    payment["project"] = payment["project"].astype("category")
    return payment


def _drawn(payment: Frame) -> Frame:
    """Each person's aid by project. Texts first in order are found by their rank: groups of text are slow."""
    known = payment[payment["id"].notna()]
    person, ids = pd.factorize(known["id"])
    ranked = Frame({"project": known["project"], "person": person, "month": known["month"]})
    texts = {}
    for column in ("name", "village", "account"):
        codes, texts[column] = pd.factorize(known[column], sort=True)
        ranked[column] = pd.Series(codes, known.index).where(codes >= 0)
    drawn = ranked.groupby(["project", "person"], observed=True).agg(
        name=("name", "min"), village=("village", "min"), account=("account", "min"),
        first=("month", "min"), last=("month", "max"),
    ).reset_index()  # fmt: skip
    for column, values in texts.items():
        codes = drawn[column].fillna(-1).to_numpy().astype(np.int64)
        drawn[column] = pd.Series(values).reindex(codes).to_numpy()
    drawn["id"] = pd.Series(ids).take(drawn["person"].to_numpy()).to_numpy()
    drawn["account"] = _account(drawn["account"].astype("str"))
    return drawn.drop(columns="person")


def _aid(drawn: Frame) -> Frame:
    aided = drawn[drawn["project"].isin([*RELIEF, "公租房"])]
    kind = np.where(aided["project"] == "公租房", "公租房", "低保")
    return aided.assign(kind=kind).groupby(["id", "kind"]).agg(
        first=("first", "min"), last=("last", "max")
    ).reset_index()  # fmt: skip


def _month(days: Column) -> Column:
    return days.dt.year * 12 + days.dt.month


def _subjects(rows: Frame, column: str = "id") -> Column:
    return rows[column].dropna().drop_duplicates()


def _registers(landed: Path, mended: Column, payment: Frame, aid: Frame) -> dict[str, Column]:
    relief = aid[aid["kind"] == "低保"]

    def known(source: str, header: str, *also: str) -> Frame:
        rows = _read(landed, source, [header, *also])
        return rows.assign(id=_ids(rows[header], mended)).dropna(subset=["id"])

    death = known("死亡登记", "公民身份号码", "死亡日期")
    # Paid in a month that begins after the death: a later month of the calendar.
    death["died"] = _month(_day(death["死亡日期"]))
    insured = known("社保", "社会保障号码", "参保身份", "缴费起始日", "缴费截止日")
    insured = insured[insured["参保身份"].isin(["企业职工", "公益性岗位"])]
    begun, ended = _day(insured["缴费起始日"]), _day(insured["缴费截止日"])
    # Months count from their first day: begun by then, and not ended before.
    insured = insured.assign(begun=_month(begun) + (begun.dt.day > 1), ended=_month(ended))
    insured = insured.merge(relief, on="id")
    cadre = _subjects(known("村干部", "身份证号")).to_frame()
    car = known("车辆", "身份证明号码", "核定价格")
    spent = known("三资收支", "收款人身份证号", "支出金额")
    spent = spent[spent["id"].isin(cadre["id"])]
    household = _household(landed, mended)
    member = _member(aid, household)
    owned = known("不动产", "证件号").merge(
        member[member["kind"] == "公租房"], left_on="id", right_on="member", suffixes=("", "_aid")
    )
    houses = owned.groupby("id_aid").size()
    costly = car[_cents(car["核定价格"]) > 6_000_000].merge(
        member[member["kind"] == "低保"], left_on="id", right_on="member", suffixes=("", "_aid")
    )
    late = death.merge(relief, on="id")
    return {
        "paid_after_death": _subjects(late[late["last"] > late["died"]]),
        "official_drawing": _subjects(known("公职人员", "公民身份号码").merge(relief, on="id")),
        "cadre_drawing": _subjects(cadre.merge(relief, on="id")),
        "company_role_income": _subjects(known("企业任职", "证件号码").merge(relief, on="id")),
        "employed_on_dibao": _subjects(
            insured[(insured["begun"] <= insured["last"]) & (insured["ended"] >= insured["first"])]
        ),
        "vehicle_over_limit": _subjects(costly, "id_aid"),
        "housing_over_limit": houses[houses > 1].index.to_series(),
        "cadre_paid_by_village": _subjects(spent[_cents(spent["支出金额"]) > 500_000]),
        "double_rebuild": _rebuilt(payment, household),
    }


def _rebuilt(payment: Frame, household: Frame) -> Column:
    rebuilt = payment.loc[payment["project"] == "危房改造", ["id"]].dropna()
    moved = payment.loc[payment["project"] == "水库移民", "id"].dropna()
    apart = household[~household["relation"].isin(APART)]
    family = rebuilt.merge(apart, on="id").merge(household, on="number", suffixes=("", "_other"))
    return _subjects(family[family["id_other"].isin(moved)])


def _household(landed: Path, mended: Column) -> Frame:
    rows = _read(landed, "户籍", ["公民身份号码", "户号", "与户主关系"])
    return Frame(
        {"id": _ids(rows["公民身份号码"], mended), "number": rows["户号"], "relation": rows["与户主关系"]}
    )


def _member(aid: Frame, household: Frame) -> Frame:
    together = household[~household["relation"].isin(APART) & household["id"].notna()]
    own = aid[["id", "kind"]].merge(together[["id", "number"]], on="id")
    return own.merge(together[["id", "number"]].rename(columns={"id": "member"}), on="number")


def _money(payment: Frame, drawn: Frame) -> dict[str, Column]:
    known = payment[payment["id"].notna()]
    aided = known[known["project"].isin([*RELIEF, "公租房"]) & (known["cents"] > 0) & known["month"].notna()]
    twice = aided.loc[aided.duplicated(["id", "project", "month"]), ["id", "project"]].drop_duplicates()
    low = known[known["project"] == "低保"]
    bounds = pd.to_datetime(["2021-01-01", "2022-01-01", "2024-01-01", "2025-01-01"])
    amounts = np.array([np.inf, 42_000, 45_000, 48_000, 52_000])
    standard = amounts[bounds.searchsorted(low["day"], side="right")]
    relief = drawn[drawn["project"].isin(RELIEF)]
    both = drawn[drawn["project"] == "低保"].merge(
        drawn.loc[drawn["project"] == "特困", ["id", "first", "last"]], on="id", suffixes=("", "_other")
    )
    person = relief.assign(name=_name(relief["name"].astype("str")), born=relief["id"].str.slice(6, 14))
    person = person[["id", "name", "village", "born"]].drop_duplicates().dropna()
    alike = person[person.duplicated(["name", "village", "born"], keep=False)]
    pairs = alike.merge(alike, on=["name", "village", "born"], suffixes=("", "_other"))
    return {
        "exclusive_benefits": both.loc[
            (both["first_other"] <= both["last"]) & (both["first"] <= both["last_other"]), "id"
        ],
        "duplicate_month": twice["id"],
        "over_standard": _subjects(low[(low["cents"] > standard) & low["day"].notna()]),
        "two_ids_one_person": _subjects(pairs[pairs["id"] < pairs["id_other"]]),
    }


def _kin(landed: Path, mended: Column, payment: Frame, drawn: Frame, relief: Frame) -> dict[str, Column]:
    kin = _read(landed, "亲属申报", ["干部身份证号", "亲属身份证号", "亲属姓名", "亲属所在村"])
    kin = Frame(
        {
            "cadre": _ids(kin["干部身份证号"], mended),
            "id": _ids(kin["亲属身份证号"], mended),
            "name": _name(kin["亲属姓名"]),
            "village": kin["亲属所在村"],
        }
    )
    named, unnamed = kin.dropna(subset=["id"]), kin[kin["id"].isna()].drop(columns="id")
    rows = _read(
        landed, "资金审批", ["申请人身份证号", "审批人身份证号", "批准日期", "项目", "申请人", "所在村"]
    )
    approval = Frame(
        {
            "id": _ids(rows["申请人身份证号"], mended),
            "cadre": _ids(rows["审批人身份证号"], mended),
            "day": _each(rows["批准日期"], _day),
            "project": rows["项目"],
            "name": _name(rows["申请人"]),
            "village": rows["所在村"],
        }
    ).dropna(subset=["id"])
    known_cadre = approval.dropna(subset=["cadre"])
    related = pd.concat(
        [known_cadre.merge(named, on=["cadre", "id"])["id"],
         known_cadre.dropna(subset=["name", "village"]).merge(unnamed, on=["cadre", "name", "village"])["id"]]
    )  # fmt: skip
    late = approval[(pd.Timestamp(AS_OF) - approval["day"]).dt.days > 90]
    paid = drawn[["id", "project"]].astype({"project": "str"})
    unpaid = late.merge(paid, on=["id", "project"], how="left", indicator=True)
    unpaid = unpaid.loc[unpaid["_merge"] == "left_only", ["id", "project"]].drop_duplicates()
    let = _read(landed, "三资合同", ["承包人身份证号", "承包人", "村", "年租金", "底价"])
    let = let[_cents(let["年租金"]) < _cents(let["底价"])]
    let = Frame(
        {"id": _ids(let["承包人身份证号"], mended), "name": _name(let["承包人"]), "village": let["村"]}
    )
    cheap = pd.concat(
        [
            let.dropna(subset=["id"]).merge(named, on="id")["id"],
            let.merge(unnamed.dropna(), on=["name", "village"])["id"],
        ]
    )
    rows = _read(landed, "账户", ["账号", "开户人证件号码"])
    holder = Frame({"account": _account(rows["账号"]), "id": _ids(rows["开户人证件号码"], mended)}).dropna()
    lost = _account(payment.loc[payment["id"].isna(), "account"]).dropna()
    shared = drawn.loc[drawn["project"].isin(RELIEF), ["account", "id"]].dropna().drop_duplicates()
    many = shared.groupby("account").size()
    many_holders = holder[holder["account"].isin(many[many > 2].index)].groupby("account")["id"].min()
    return {
        "relative_of_approver": related[related.isin(relief["id"])].drop_duplicates(),
        "approved_never_paid": unpaid["id"],
        "contract_below_base": cheap.dropna().drop_duplicates(),
        "invalid_id": holder.loc[holder["account"].isin(lost), "id"].drop_duplicates(),
        "one_account_many": many_holders,
    }
