"""The data elements (数据元): the platform's vocabulary, one file each."""

from difflib import get_close_matches

from shuzhi.core.elements.address import ADDRESS
from shuzhi.core.elements.amount import AMOUNT
from shuzhi.core.elements.bank_account import BANK_ACCOUNT
from shuzhi.core.elements.coordinates import COORDINATES
from shuzhi.core.elements.date import DATE
from shuzhi.core.elements.element import GRADES, Element, Grade, Invalid, Lookup, MaskLevel
from shuzhi.core.elements.email import EMAIL
from shuzhi.core.elements.id_card import ID_CARD
from shuzhi.core.elements.person_name import PERSON_NAME
from shuzhi.core.elements.phone import PHONE
from shuzhi.core.elements.plain import CODE, INTEGER, NUMBER, TEXT, YES_NO
from shuzhi.core.elements.region_code import REGION_CODE
from shuzhi.core.elements.regions import regions
from shuzhi.core.elements.uscc import USCC
from shuzhi.core.elements.vehicle_plate import VEHICLE_PLATE
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text

ELEMENTS: tuple[Element, ...] = (
    ID_CARD,
    USCC,
    REGION_CODE,
    PERSON_NAME,
    PHONE,
    ADDRESS,
    DATE,
    AMOUNT,
    BANK_ACCOUNT,
    VEHICLE_PLATE,
    EMAIL,
    COORDINATES,
    YES_NO,
    CODE,
    INTEGER,
    NUMBER,
    TEXT,
)


def element(name: str, where: str = "element") -> Element:
    """The element of that name. Raises ShuzhiError naming the nearest ones, with the place that asked."""
    for candidate in ELEMENTS:
        if candidate.name == name:
            return candidate
    names = [candidate.name for candidate in ELEMENTS]
    near = ", ".join(get_close_matches(name, names, n=3, cutoff=0.5) or names)
    raise ShuzhiError(
        [
            Problem(
                what=Text(f"没有数据元“{name}”", f"there is no data element {name!r}"),
                where=where,
                todo=Text(f"可用：{near}", f"use one of: {near}"),
            )
        ]
    )


__all__ = ["ELEMENTS", "GRADES", "Element", "Grade", "Invalid", "Lookup", "MaskLevel", "element", "regions"]
