"""Who brought a request and how to reach him: locked as it is kept, masked as it is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.crypto import salted_hmac

from shuzhi.core.elements import element
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text
from shuzhi.ops.clock import today
from shuzhi.ops.desk.models import Contact, Request
from shuzhi.ops.desk.values import Judged, judge
from shuzhi.ops.vault import CONTACTS

NAME, PHONE = element("person_name"), element("phone")
_LONGEST = 40


@dataclass(frozen=True, kw_only=True)
class Caller:
    """A contact in clear. ``other``: an address, a foreign number, whatever is neither name nor telephone."""

    name: str = ""
    phone: str = ""
    other: str = ""


@dataclass(frozen=True, kw_only=True)
class Read:
    """A contact as it is kept: uniform, with what is shown of it."""

    caller: Caller
    name_masked: str = ""
    phone_masked: str = ""


def read_callers(said: Sequence[Caller]) -> list[Read]:
    """Names and telephones made uniform. A telephone that is none is kept as another way to reach him."""
    names = judge(NAME, {caller.name for caller in said}, as_of=today())
    phones = judge(PHONE, {caller.phone for caller in said}, as_of=today())
    return [_read(caller, names, phones) for caller in said]


def read_caller(said: Caller) -> Read:
    """The same of what a clerk typed. Raises ShuzhiError, with the element's words, when the telephone is none."""
    if max(map(len, (said.name, said.phone, said.other))) > _LONGEST * 5:
        raise ShuzhiError([_too_long()])
    wrong = judge(PHONE, {said.phone}, as_of=today()).get(said.phone)
    if wrong is not None and wrong.wrong is not None:
        way = wrong.wrong
        raise ShuzhiError(
            [
                Problem(
                    what=Text(f"电话：{way.text.zh}", f"telephone: {way.text.en}"),
                    where="contact.phone",
                    todo=Text(
                        f"{way.todo.zh}；别的联系方式填在“其他”里",
                        f"{way.todo.en}; another way to reach him goes under “other”",
                    ),
                )
            ]
        )
    return read_callers([said])[0]


def contact_of(request: Request, read: Read) -> Contact | None:
    """The contact to keep; None when the caller told nothing of himself."""
    caller = read.caller
    if not (caller.name or caller.phone or caller.other):
        return None
    return Contact(
        request=request,
        name=locked(caller.name),
        phone=locked(caller.phone),
        other=locked(caller.other),
        name_masked=read.name_masked,
        phone_masked=read.phone_masked,
        caller=caller_key(caller.phone),
    )


def in_clear(contact: Contact | None) -> Caller:
    """The contact unlocked. Only for ``actions.read_contact`` and for those who change it."""
    if contact is None:
        return Caller()
    return Caller(name=unlocked(contact.name), phone=unlocked(contact.phone), other=unlocked(contact.other))


def caller_key(phone: str) -> str:
    """What the same telephone is found again by; empty for none."""
    return salted_hmac("shuzhi.desk.caller", phone, algorithm="sha256").hexdigest() if phone else ""


def _read(said: Caller, names: Mapping[str, Judged], phones: Mapping[str, Judged]) -> Read:
    name, phone = names.get(said.name), phones.get(said.phone)
    stands_in = name is not None and name.wrong is not None and name.wrong.code == "placeholder"
    told = "" if name is None or stands_in else str(name.value or said.name.strip())
    number = str(phone.value) if phone is not None and phone.value else ""
    rest = [said.other.strip(), "" if number else said.phone.strip()]
    return Read(
        caller=Caller(name=told, phone=number, other=" ".join(filter(None, rest))),
        name_masked=name.masked[:_LONGEST] if name is not None and told else "",
        phone_masked=phone.masked if phone is not None and number else "",
    )


def locked(text: str) -> str:
    """Kept so that the database alone does not tell it."""
    return CONTACTS.lock(text)


def unlocked(text: str) -> str:
    return CONTACTS.unlock(text)


def _too_long() -> Problem:
    return Problem(
        what=Text("联系方式过长", "the contact is too long"),
        where="contact",
        todo=Text("只填姓名、电话和必要的其他方式", "give a name, a telephone and what else is needed"),
    )
