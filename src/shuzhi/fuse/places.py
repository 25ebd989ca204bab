"""Parsed addresses in one spelling, so that the same place written unlike is equal and its neighbour is not."""

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.elements.spelling import quoted
from shuzhi.fuse.writing import agree, given

MARKS = " _,，。;；:：.·、-"
_CHINESE, _ARABIC = "〇零○一二两三四五六七八九", "0001223456789"
_TO_CHINESE = ("0123456789", "〇一二三四五六七八九")

FIELDS = (
    "county", "town", "village", "road", "team", "number", "side_road", "side_number", "compound", "section",
    "building", "unit", "floor", "room", "poi", "beside",
)  # fmt: skip
"""Columns of a standardised address: '' where the address does not say."""

# Words that lead to the same place as none, and words that lead elsewhere, in one spelling each.
_AT = "门口|楼下|内|楼上|中段|口|路口|交叉口|交汇处|交界处|交口"
_BESIDE = (("对面", "正对面|斜对面|对面"), ("旁", "旁边|隔壁|附近|周边|边上|旁"))


def standardised(parsed: exp.Query) -> exp.Query:
    """``written`` and the FIELDS of each parsed address. Roads keep Chinese numerals, all else has Arabic ones."""
    plain = {
        "county": _or("county", "county_short", "county_alone", "said_county"),
        "town": f"regexp_replace({_bare('town')}, '办事处$', '', 'g')",
        "village": f"regexp_replace({_bare('village')} || {_bare('hamlet')}, "
        "'(村民委员会|居民委员会|村委会|居委会|社区)$', '村', 'g')",
        "road": f"translate({_or('road', 'named_road')}, {quoted(_TO_CHINESE[0])}, {quoted(_TO_CHINESE[1])})",
        "team": _head("team"),
        "number": f"{_number('number')} || {_number('number_bare')} || {_number('named_number')}",
        "side_road": f"regexp_replace({_bare('side_road')}, '^[与和至到]', '', 'g')",
        "side_number": _number("side_number"),
        "compound": f"{_or('compound', 'compound_short', 'named')}",
        "section": _bare("section"),
        "building": f"{_head('building')} || {_head('building_bare')} || {_number('lane_number')} "
        f"|| {_number('compound_number')}",
        "unit": f"{_head('unit')} || {_head('unit_bare')}",
        "floor": _head("floor"),
        "room": f"regexp_extract({_bare('room')}, '^[A-Z]?[0-9A-Z-]+', 0)",
        "poi": _bare("poi"),
        "beside": _beside(),
    }
    columns = [exp.alias_(sql.parse(text), name, quoted=True) for name, text in plain.items()]
    return exp.select("written", *columns).from_(parsed.subquery("parsed"))


def _quoted(name: str) -> str:
    return f'"{name}"'


def _bare(part: str) -> str:
    """The part without the marks before it."""
    return f"trim({_quoted(part)}, {quoted(MARKS)})"


def _or(*parts: str) -> str:
    """The first of the parts that was found."""
    whens = " ".join(f"when {_quoted(part)} <> '' then {_bare(part)}" for part in parts)
    return f"case {whens} else '' end"


def _arabic(x: str) -> str:
    """Chinese numerals below a hundred (or read digit by digit) as digits; all else as it is."""
    digits = f"translate({x}, {quoted(_CHINESE)}, {quoted(_ARABIC)})"
    return (
        f"case when strpos({x}, '十') = 0 then {digits} when {x} = '十' then '10' "
        f"when substr({x}, 1, 1) = '十' then '1' || substr({digits}, 2) "
        f"when substr({x}, length({x}), 1) = '十' then substr({digits}, 1, length({x}) - 1) || '0' "
        f"else replace({digits}, '十', '') end"
    )


def _head(part: str) -> str:
    """What a building, a unit or a floor is called, without the word for what it is."""
    called = "(?:负|B|地下)?[0-9A-Z一二三四五六七八九十百零〇甲乙丙丁东西南北中主附综合底]+"
    head = f"regexp_extract({_bare(part)}, '^第?({called})', 1)"
    return _arabic(head)


def _number(part: str) -> str:
    """A house number: 8号之1, 8号附1号 and 8-1号 are one."""
    joined = f"regexp_replace({_bare(part)}, '号?[之附—~/.至、-]', '-', 'g')"
    head = f"regexp_extract({joined}, '^(?:门牌)?([0-9A-Z一二三四五六七八九十百零〇甲乙丙丁-]+)', 1)"
    lane = f"case when strpos({_quoted(part)}, '弄') > 0 then '弄' else '' end"
    return f"{_arabic(head)} || {lane}"


def _beside() -> str:
    """Beside or opposite something is another place; at its door is not."""
    x = _bare("beside")
    whens = " ".join(f"when regexp_matches({x}, '^({words})') then '{word}'" for word, words in _BESIDE)
    return f"case when {x} = '' or regexp_matches({x}, '^({_AT})+$') then '' {whens} else {x} end"


def _equal(name: str) -> str:
    return f"l.{_quoted(name)} = r.{_quoted(name)}"


_STREET = f"({given('road')} and {_equal('road')} and {given('number')} and {_equal('number')})"
_VILLAGE = f"({given('village')} and {_equal('village')})"
_COMPOUND = f"({given('compound')} and {_equal('compound')})"
SAME_HOUSE = " and ".join(
    [
        *(agree(name) for name in ("county", "town", "village", "road", "compound", "section")),
        f"({_STREET} or ({_COMPOUND} and {agree('number')}) "
        f"or ({_VILLAGE} and {_equal('number')} and {_equal('road')})"
        f" or ({given('road')} and {_equal('road')} and {_equal('number')} and {_equal('poi')}))",
        *(_equal(name) for name in ("team", "building", "side_road", "side_number", "beside")),
        f"({_STREET} or {agree('poi')})",
    ]
)
"""Over two standardised addresses ``l`` and ``r``: the same house, however the two are written."""

SAME_DOOR = f"{SAME_HOUSE} and {_equal('unit')} and {_equal('room')} and {agree('floor')}"
"""The same door: unit and room are said alike, or by neither."""


_HOUSE = (
    "case when road <> '' and number <> '' then road || '|' || number || '|' || side_road || side_number || '|' "
    "|| building when compound <> '' and (building || room) <> '' then compound || section || '|' || building "
    "when village <> '' and (team || number) <> '' then village || '|' || team || '|' || number end"
)
_DOOR = f"case when (unit || room) <> '' or village <> '' then ({_HOUSE}) || '|' || unit || '|' || room end"
_ROAD = "case when road <> '' then road when village <> '' then village when compound <> '' then compound end"


def keyed(places: exp.Query) -> exp.Query:
    """Standardised addresses with ``door``, ``house`` and ``road``: what those of one place have in common. NULL
    where an address does not say as much. What stands beside or opposite has no house of its own."""
    query = sql.query(
        f"""
        select *, {_ROAD} as road_key, case when beside = '' then {_HOUSE} end as house_key,
               case when beside = '' then {_DOOR} end as door_key
        from made
        """
    )
    return query.with_("made", as_=places)
