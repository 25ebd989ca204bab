"""Names of people, prepared to be compared: without titles and dots, simplified, and as they sound and look."""

from sqlglot import exp

from shuzhi.core import sql
from shuzhi.core.sql import TableName
from shuzhi.fuse.characters import CHARACTER

TITLES = "先生|女士|小姐|太太|同志|老师|师傅|书记|主任|局长|科长|处长|主席|村长|医生|大夫|教授|阿姨|大爷|大妈|户主|本人"
PLACES = 6
"""How many characters are looked up. Longer names, mostly of minorities, are compared whole or by these."""

FORMS = ("plain", "sound", "loose", "shape")


def forms(table: TableName, column: str) -> exp.Query:
    """One row per distinct name of the column: ``written`` and its forms, all as long as the bare name.

    ``plain`` simplified, without dots, blanks and a title behind; ``sound`` without tones; ``loose`` as
    dialects confuse sounds; ``shape`` by what characters are taken for. A character without an entry stands for itself.
    """
    name = sql.column(column)
    written = (
        exp.select(exp.alias_(name, "written"))
        .distinct()
        .from_(table.tree)
        .where(name.is_(exp.null()).not_())
    )
    bare = sql.query(
        f"""
        select written, regexp_extract(translate(upper(written), '· .-', ''), '^(..+?)(?:{TITLES})?$', 1) as bare
        from written
        """
    )
    places = range(1, PLACES + 1)
    outputs = [
        " || ".join(f"coalesce(c{place}.{_form(form, place)}, substr(bare, {place}, 1))" for place in places)
        + f" || substr(bare, {PLACES + 1}) as {form}"
        for form in FORMS
    ]
    query = exp.select("written", *outputs).from_("bare")
    for place in places:
        entry = exp.alias_(CHARACTER.tree, f"c{place}", table=True)
        query = query.join(entry, on=f"c{place}.character = substr(bare, {place}, 1)", join_type="left")
    return query.with_("written", as_=written).with_("bare", as_=bare)


def _form(form: str, place: int) -> str:
    return "surname_sound" if form == "sound" and place == 1 else form


# Over l and r, two rows with the forms of a name.
SAME = "l.plain = r.plain"
TURNED = (
    "length(l.plain) between 2 and 4 and (l.plain = substr(r.plain, 2) || substr(r.plain, 1, 1) "
    "or r.plain = substr(l.plain, 2) || substr(l.plain, 1, 1))"
)
"""The surname written behind."""

FORMER = "l.plain = r.former or l.former = r.plain"
SOUNDS_ALIKE = "l.sound = r.sound"


def _unlike(place: int) -> str:
    here = [f"substr(l.{form}, {place}, 1) <> substr(r.{form}, {place}, 1)" for form in FORMS]
    return " and ".join(here)


ALIKE = (
    "length(l.plain) = length(r.plain) and (l.loose = r.loose or not ("
    + " or ".join(f"({_unlike(place)})" for place in range(1, PLACES + 1))
    + f") and substr(l.plain, {PLACES + 1}) = substr(r.plain, {PLACES + 1}))"
)
"""Every character is the same, or sounds (dialects included) or looks like the other."""

_DIFFERING = " + ".join(
    f"case when substr(l.plain, {place}, 1) <> substr(r.plain, {place}, 1) then 1 else 0 end"
    for place in range(1, PLACES + 1)
)
_ENDS = (
    "substr(l.plain, 1, 1) = substr(r.plain, 1, 1) "
    "and substr(l.sound, length(l.sound)) = substr(r.sound, length(r.sound))"
)
ONE_OTHER = (
    f"(length(l.plain) = length(r.plain) and length(l.plain) >= 3 and {_DIFFERING} = 1) "
    f"or (length(l.plain) + length(r.plain) = 5 and {_ENDS})"
)
"""One character is another one, or one in the middle is left out."""
