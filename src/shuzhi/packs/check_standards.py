"""City-made elements and code lists against themselves, against the built-in elements, and against sources."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from shuzhi.core import sql
from shuzhi.core.elements import ELEMENTS, GRADES
from shuzhi.core.errors import Problem
from shuzhi.core.text import Text
from shuzhi.packs.closest import did_you_mean, listed
from shuzhi.packs.portable import check_portable
from shuzhi.packs.schema import Source
from shuzhi.packs.standard_file import CityElement, CodeList

BUILT_IN = {element.name: element for element in ELEMENTS}
_TEXT_ONLY = ("like", "among", "codes")


def check_own(element: CityElement, codes: Mapping[str, CodeList]) -> Iterator[Problem]:
    """What it narrows exists and is of a kind that can be narrowed so; its grade is not below; its code list exists."""
    places = element.places
    if element.name in BUILT_IN:
        yield Problem(
            what=Text(f"“{element.name}”是内置数据元", f"“{element.name}” is a built-in element"),
            where=places.at(),
            todo=Text("改文件名", "rename the file"),
        )
    if "based_on" in places.lost:
        return
    base = BUILT_IN.get(element.based_on)
    if base is None:
        there = listed(BUILT_IN, 40)
        yield Problem(
            what=Text(
                f"没有内置数据元“{element.based_on}”", f"there is no built-in element “{element.based_on}”"
            ),
            where=places.at("based_on"),
            todo=did_you_mean(
                element.based_on, BUILT_IN, otherwise=Text(f"可用：{there}", f"there are: {there}")
            ),
        )
        return
    yield from _fits(element, base.type)
    if element.grade is not None and GRADES.index(element.grade) < GRADES.index(base.grade):
        yield Problem(
            what=Text(
                f"级别{element.grade}低于所收窄的 {base.name}（{base.grade}）",
                f"the grade {element.grade} is below that of {base.name} ({base.grade}), which it narrows",
            ),
            where=places.at("grade"),
            why=Text("降级须逐表批准留痕", "lowering is approved and recorded table by table"),
            todo=Text(
                "值不涉及个人时收窄 code；否则不低于原级",
                "narrow `code` where values tell of nobody; else do not go below",
            ),
        )
    if element.codes is not None and element.codes not in codes:
        yield no_code_list(element.codes, codes, places.at("codes"))
    if element.digits is not None and element.codes is None:
        yield Problem(
            what=Text("digits 只与 codes 同用", "digits goes with codes only"),
            where=places.at("digits"),
            todo=Text("写上代码表，或删去 digits", "name the code list, or remove digits"),
        )
    if element.like is not None:
        match = sql.fill("regexp_matches(x, p)", x=sql.column("x"), p=sql.literal(element.like))
        yield from check_portable(match, places, line=places.lines.get(("like",)))


def _fits(element: CityElement, type_: str) -> Iterator[Problem]:
    """Patterns and codes are of text, ranges of numbers and dates."""
    for key in _TEXT_ONLY:
        if getattr(element, key) and type_ != "VARCHAR":
            yield _unfit(element, key, Text("文字类的数据元", "an element of text"))
    range_ = element.between
    if range_ is not None:
        dated = {isinstance(end, date) for end in (range_.min, range_.max) if end is not None}
        if type_ in ("VARCHAR", "BOOLEAN") or dated != {type_ == "DATE"}:
            yield _unfit(
                element, "between", Text("数或日期，两端与之同类", "numbers or dates, and ends of its kind")
            )


def _unfit(element: CityElement, key: str, wanted: Text) -> Problem:
    return Problem(
        what=Text(f"{key} 用不到 {element.based_on} 上", f"{key} does not go with {element.based_on}"),
        where=element.places.at(key),
        todo=Text(f"{key} 用于{wanted.zh}", f"{key} is for {wanted.en}"),
    )


def check_code_list(of: CodeList) -> Iterator[Problem]:
    """The codes a code points to are of the list."""
    for code, entry in of.codes.items():
        for key, named in (
            ("above", [entry.above] if entry.above else []),
            ("replaced_by", entry.replaced_by),
        ):
            for name in named:
                if name not in of.codes and "codes" not in of.places.lost:
                    yield Problem(
                        what=Text(
                            f"{code} 的 {key}：表里没有代码“{name}”",
                            f"{key} of {code}: the list has no code “{name}”",
                        ),
                        where=of.places.at("codes", code, key),
                        todo=did_you_mean(
                            name,
                            of.codes,
                            otherwise=Text("补上这个代码，或改正", "add that code, or mend this"),
                        ),
                    )


def no_code_list(name: str, codes: Collection[str], where: str) -> Problem:
    there = listed(codes)
    return Problem(
        what=Text(f"没有代码表“{name}”", f"there is no code list “{name}”"),
        where=where,
        todo=did_you_mean(
            name,
            codes,
            otherwise=Text(
                f"写 codes/{name}.yml；已有：{there}", f"write codes/{name}.yml; there are: {there}"
            ),
        ),
    )


def said_by_the_element(source: Source, key: str, column: str, element: CityElement) -> Problem:
    at = element.places.at(key)
    return Problem(
        what=Text(
            f"“{column}”的 {key} 已由数据元“{element.name}”规定",
            f"the element “{element.name}” says {key} of “{column}” already",
        ),
        where=source.places.at("quality", key, column),
        why=Text(f"{at} 已写", f"it is at {at}"),
        todo=Text("删去这一条，或换数据元", "remove it here, or take another element"),
    )
