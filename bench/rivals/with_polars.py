"""The same rules in polars, lazily and streaming: the stages of handwritten.sql, one collect each."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import polars as pl
from polars import col, lit

from bench.rivals.spellings import DIGITS, NAME, NARROW, ODD, STANDARD, USUAL, WEIGHTS, WHERE_IDS_STAND

AS_OF = date(2026, 6, 30)
RELIEF = ["低保", "特困"]
APART = ["亲属", "分户迁出"]
Mended = pl.DataFrame


def run(folder: Path) -> None:
    """Write ``polars.parquet`` of (rule, 身份证号) from ``landed/*.parquet``."""
    landed = folder / "landed"
    mended = _mended(landed)
    payment = collected(_payments(landed, mended)).lazy()
    drawn = collected(_drawn(payment))
    aid = collected(_aid(drawn.lazy()))
    tables = {
        "payment": payment,
        "drawn": drawn.lazy(),
        "aid": aid.lazy(),
        "relief": aid.lazy().filter(col("kind") == "低保"),
    }
    found = [*_registers(landed, mended, tables), *_money(tables), *_kin(landed, mended, tables)]
    rows = [
        rule.rename({"id": "身份证号"}).select(lit(name).alias("rule"), "身份证号") for name, rule in found
    ]
    pl.concat([collected(rule) for rule in rows]).write_parquet(folder / "polars.parquet")


def found(folder: Path, rules: Sequence[str]) -> dict[str, list[str]]:
    rows = pl.read_parquet(folder / "polars.parquet")
    return {rule: sorted(rows.filter(col("rule") == rule)["身份证号"].to_list()) for rule in rules}


def collected(frame: pl.LazyFrame) -> pl.DataFrame:
    return frame.collect(engine="streaming")


def _narrow(x: pl.Expr) -> pl.Expr:
    return x.str.replace_many(list(ODD), list(NARROW))


def _mended(landed: Path) -> Mended:
    """Id numbers that are not valid as written, with what they should be, or null."""
    written = collected(
        pl.concat(
            [_scan(landed, source).select(x=header) for source, header in WHERE_IDS_STAND], how="vertical"
        )
        .unique()
        .filter(col("x") != "")
    )
    plain = col("x").str.contains(r"^[0-9]{17}[0-9X]$")
    n = pl.when(plain).then("x").otherwise(_narrow(col("x").str.to_uppercase()))
    old = col("n").str.contains(r"^[0-9]{15}$")
    longer = col("n").str.slice(0, 6) + "19" + col("n").str.slice(6)
    body = pl.when(old).then(longer).otherwise(col("n").str.slice(0, 17))
    usable = old | col("n").str.contains(r"^[0-9]{17}[0-9X]$")
    digits = (col("body").str.slice(i, 1).cast(pl.Int32, strict=False) * w for i, w in enumerate(WEIGHTS))
    made = (
        written.with_columns(n=n)
        .with_columns(body=pl.when(usable).then(body), old=old)
        .with_columns(check=lit("10X98765432").str.slice(pl.sum_horizontal(*digits) % 11, 1))
        .with_columns(id=pl.when("old").then(col("body") + col("check")).otherwise("n"))
        .with_columns(born=col("body").str.slice(6, 8).str.to_date("%Y%m%d", strict=False))
        .join(_counties(landed), left_on=col("body").str.slice(0, 6), right_on="code", how="left")
    )
    valid = (
        (col("body").is_not_null() & (col("old") | (col("n").str.slice(17, 1) == col("check"))))
        & col("born").is_between(date(1880, 1, 1), AS_OF)
        & col("known").fill_null(value=False)
        & (col("until").is_null() | (col("until") >= col("born")))
    )
    judged = made.select("x", id=pl.when(valid).then("id"))
    return judged.filter(col("id").ne_missing(col("x"))).with_columns(mended=lit(value=True))


def _counties(landed: Path) -> pl.DataFrame:
    region = pl.read_parquet(landed / "region.parquet")
    ended = pl.when(col("until").is_not_null().all()).then(col("until").max())
    counties = region.group_by("code").agg(until=ended, level=col("level").min())
    return counties.filter(col("level") != "province").select("code", "until", known=lit(value=True))


def _scan(landed: Path, source: str) -> pl.LazyFrame:
    return pl.scan_parquet(landed / f"{source}.parquet")


def _with_id(frame: pl.LazyFrame, mended: Mended, header: str, name: str = "id") -> pl.LazyFrame:
    joined = frame.join(mended.lazy().rename({"id": name}), left_on=header, right_on="x", how="left")
    as_written = pl.when(col(header) != "").then(header)
    return joined.with_columns(pl.when("mended").then(name).otherwise(as_written).alias(name)).drop("mended")


def _typed(frame: pl.LazyFrame, **made: pl.Expr) -> pl.LazyFrame:
    """Columns made of one text column each: worked out once for each different text."""
    for name, expression in made.items():
        (header,) = set(expression.meta.root_names())
        texts = collected(frame.select(header).unique()).with_columns(expression.alias(name))
        frame = frame.join(texts.lazy(), on=header, how="left", nulls_equal=True)
    return frame


def _day(header: str) -> pl.Expr:
    x = _narrow(col(header)).str.replace_all("[年月./]", "-").str.strip_chars("日 ")
    return pl.coalesce(
        x.str.to_date("%Y-%m-%d", strict=False),
        pl.when(x.str.contains("^[0-9]{8}$")).then(x.str.to_date("%Y%m%d", strict=False)),
    )


def _cents(header: str) -> pl.Expr:
    x = _narrow(col(header)).str.strip_chars("元 ").str.replace_all(",", "", literal=True)
    yuan = x.str.strip_chars("万").cast(pl.Float64, strict=False)
    times = pl.when(x.str.contains("万", literal=True)).then(10_000).otherwise(1)
    return (yuan * times * 100).round().cast(pl.Int64)


def _name(x: pl.Expr) -> pl.Expr:
    narrow = _narrow(x).str.replace_all("[.•]", "·")
    return pl.when(x.str.contains(USUAL)).then(x).when(narrow.str.contains(NAME)).then(narrow)


def _account(x: pl.Expr) -> pl.Expr:
    narrow = _narrow(x).str.replace_all("-", "", literal=True)
    return pl.when(narrow.str.contains(DIGITS)).then(narrow)


def _payments(landed: Path, mended: Mended) -> pl.LazyFrame:
    parts = []
    for source, (project, person, name, village, day, amount, account) in STANDARD.items():
        frame = _typed(_scan(landed, source), day=_day(day), cents=_cents(amount))
        parts.append(
            _with_id(frame, mended, person).select(
                project=lit(project)
                if project != "救助类别"
                else pl.when(col(project) != "").then(project).otherwise(lit("低保")),
                id="id",
                name=name,
                village=col(village) if village else lit(None, dtype=pl.String),
                day="day",
                month=col("day").dt.truncate("1mo"),
                cents="cents",
                account=account,
            )
        )
    return pl.concat(parts, how="vertical")


def _drawn(payment: pl.LazyFrame) -> pl.LazyFrame:
    known = payment.filter(col("id").is_not_null())
    return (
        known.group_by("project", "id")
        .agg(col("name", "village", "account").min(), first=col("month").min(), last=col("month").max())
        .with_columns(_account(col("account")))
    )


def _aid(drawn: pl.LazyFrame) -> pl.LazyFrame:
    aided = drawn.filter(col("project").is_in([*RELIEF, "公租房"]))
    kind = pl.when(col("project") == "公租房").then(lit("公租房")).otherwise(lit("低保"))
    return aided.group_by("id", kind=kind).agg(col("first").min(), col("last").max())


Rule = tuple[str, pl.LazyFrame]
Tables = dict[str, pl.LazyFrame]


def _registers(landed: Path, mended: Mended, tables: Tables) -> list[Rule]:
    relief = tables["relief"]
    death = _typed(_with_id(_scan(landed, "死亡登记"), mended, "公民身份号码"), died=_day("死亡日期"))
    official = _with_id(_scan(landed, "公职人员"), mended, "公民身份号码")
    cadre = _with_id(_scan(landed, "村干部"), mended, "身份证号").select("id").unique()
    company = _with_id(_scan(landed, "企业任职"), mended, "证件号码")
    insured = _typed(
        _with_id(_scan(landed, "社保"), mended, "社会保障号码"),
        begun=_day("缴费起始日"),
        ended=_day("缴费截止日"),
    ).filter(col("参保身份").is_in(["企业职工", "公益性岗位"]))
    car = _typed(_with_id(_scan(landed, "车辆"), mended, "身份证明号码"), cents=_cents("核定价格"))
    house = _with_id(_scan(landed, "不动产"), mended, "证件号")
    spent = _typed(_with_id(_scan(landed, "三资收支"), mended, "收款人身份证号"), cents=_cents("支出金额"))
    household = _household(landed, mended)
    member = _member(tables["aid"], household)
    rebuilt = (
        tables["payment"]
        .filter((col("project") == "危房改造") & col("id").is_not_null())
        .select("id")
        .unique()
    )
    moved = tables["payment"].filter(col("project") == "水库移民").select("id").unique()
    apart = household.filter(~col("relation").is_in(APART))
    return [
        ("paid_after_death", _subjects(death.join(relief, on="id").filter(col("last") > col("died")))),
        ("official_drawing", _subjects(official.join(relief, on="id"))),
        ("cadre_drawing", _subjects(cadre.join(relief, on="id"))),
        ("company_role_income", _subjects(company.join(relief, on="id"))),
        (
            "employed_on_dibao",
            _subjects(
                insured.join(relief, on="id").filter(
                    (col("begun") <= col("last")) & (col("ended") >= col("first"))
                )
            ),
        ),
        (
            "vehicle_over_limit",
            _subjects(
                car.filter(col("cents") > 6_000_000).join(
                    member.filter(col("kind") == "低保"), left_on="id", right_on="member"
                ),
                "id_right",
            ),
        ),
        (
            "housing_over_limit",
            house.join(member.filter(col("kind") == "公租房"), left_on="id", right_on="member")
            .group_by(id="id_right")
            .len()
            .filter(col("len") > 1),
        ),
        ("cadre_paid_by_village", _subjects(spent.filter(col("cents") > 500_000).join(cadre, on="id"))),
        (
            "double_rebuild",
            _subjects(
                rebuilt.join(apart, on="id")
                .join(household, on="number", suffix="_other")
                .join(moved, left_on="id_other", right_on="id")
            ),
        ),
    ]


def _household(landed: Path, mended: Mended) -> pl.LazyFrame:
    rows = _with_id(_scan(landed, "户籍"), mended, "公民身份号码")
    return collected(rows.select("id", number="户号", relation="与户主关系")).lazy()


def _member(aid: pl.LazyFrame, household: pl.LazyFrame) -> pl.LazyFrame:
    together = household.filter(~col("relation").is_in(APART))
    own = aid.join(together, on="id").select("id", "kind", "number")
    others = together.filter(col("id").is_not_null()).select("number", member="id")
    return collected(own.join(others, on="number")).lazy()


def _subjects(frame: pl.LazyFrame, column: str = "id") -> pl.LazyFrame:
    return frame.select(id=column).filter(col("id").is_not_null()).unique()


def _money(tables: Tables) -> list[Rule]:
    payment, drawn = tables["payment"], tables["drawn"]
    known = payment.filter(col("id").is_not_null())
    relief = drawn.filter(col("project").is_in(RELIEF))
    destitute = drawn.filter(col("project") == "特困").select("id", "first", "last")
    twice = (
        known.filter(
            col("project").is_in([*RELIEF, "公租房"]) & (col("cents") > 0) & col("month").is_not_null()
        )
        .group_by("id", "project", "month")
        .len()
        .filter(col("len") > 1)
    )
    standard = (
        pl.when(col("day") >= date(2025, 1, 1)).then(52_000)
        .when(col("day") >= date(2024, 1, 1)).then(48_000)
        .when(col("day") >= date(2022, 1, 1)).then(45_000)
        .when(col("day") >= date(2021, 1, 1)).then(42_000)
    )  # fmt: skip
    person = relief.select("id", "village", name=_name(col("name")), born=col("id").str.slice(6, 8)).unique()
    namesake = person.join(person, on=["name", "village", "born"])
    return [
        (
            "exclusive_benefits",
            drawn.filter(col("project") == "低保")
            .join(destitute, on="id")
            .filter((col("first_right") <= col("last")) & (col("first") <= col("last_right")))
            .select("id"),
        ),
        ("duplicate_month", twice.select("id", "project").unique()),
        ("over_standard", _subjects(known.filter((col("project") == "低保") & (col("cents") > standard)))),
        ("two_ids_one_person", _subjects(namesake.filter(col("id") < col("id_right")))),
    ]


def _kin(landed: Path, mended: Mended, tables: Tables) -> list[Rule]:
    kin = _with_id(_scan(landed, "亲属申报"), mended, "干部身份证号", "cadre")
    kin = _with_id(kin, mended, "亲属身份证号").select(
        "cadre", "id", name=_name(col("亲属姓名")), village="亲属所在村"
    )
    kin = collected(kin).lazy()
    unnamed = kin.filter(col("id").is_null()).drop("id")
    approval = _with_id(_scan(landed, "资金审批"), mended, "申请人身份证号")
    approval = _typed(_with_id(approval, mended, "审批人身份证号", "approver"), day=_day("批准日期"))
    approval = approval.select(
        "id", "approver", "day", project="项目", name=_name(col("申请人")), village="所在村"
    ).filter(col("id").is_not_null())
    approval = collected(approval).lazy()
    related = pl.concat(
        [
            approval.join(kin, left_on=["approver", "id"], right_on=["cadre", "id"]).select("id"),
            approval.join(
                unnamed, left_on=["approver", "name", "village"], right_on=["cadre", "name", "village"]
            ).select("id"),
        ]
    )
    late = approval.filter((lit(AS_OF) - col("day")).dt.total_days() > 90)
    unpaid = late.join(tables["drawn"], on=["id", "project"], how="anti")
    let = _with_id(_scan(landed, "三资合同"), mended, "承包人身份证号")
    let = _typed(let, rent=_cents("年租金"), base=_cents("底价")).filter(col("rent") < col("base"))
    let = let.select("id", name=_name(col("承包人")), village="村")
    cheap = pl.concat(
        [let.join(kin, on="id").select("id"), let.join(unnamed, on=["name", "village"]).select("id")]
    )
    holder = _with_id(_scan(landed, "账户"), mended, "开户人证件号码")
    holder = collected(holder.select("id", account=_account(col("账号")))).lazy()
    lost = tables["payment"].filter(col("id").is_null()).select(account=_account(col("account")))
    many = (
        tables["drawn"].filter(col("project").is_in(RELIEF) & col("account").is_not_null())
        .select("account", "id").unique().group_by("account").len().filter(col("len") > 2)
    )  # fmt: skip
    return [
        ("relative_of_approver", _subjects(related.join(tables["relief"], on="id"))),
        ("approved_never_paid", unpaid.select("id", "project").unique()),
        ("contract_below_base", _subjects(cheap)),
        ("invalid_id", _subjects(lost.join(holder, on="account"))),
        ("one_account_many", many.join(holder, on="account").group_by("account").agg(col("id").min())),
    ]
