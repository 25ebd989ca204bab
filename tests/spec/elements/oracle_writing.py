"""Names, dates, amounts and other written values, judged in plain Python."""

import re
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from tests.spec.elements.oracle_spelling import BLANKS, compact, is_han, narrowed, nothing, squeezed, words

Verdict = tuple[str | None, str | None]
STAND_INS = words(
    """
    无 不详 未知 不明 空 没有 暂无 无名 无名氏 佚名 匿名 保密 同上 其他 测试 姓名 户主 本人 某某 某某某
    张某 李某 王某 test TEST Test
    """
)
ORGANISATION = words(
    """
    公司 有限 企业 集团 合作社 专业社 村委会 居委会 委员会 政府 银行 信用社 学校 小学 中学 医院 卫生院
    超市 经营部 商行 中心 办公室 工作站 项目部 农场
    """
)
NO_PLACE = words("无 不详 未知 暂无 没有 测试 同上 本地 外地 空 地址")
YES = words("是 有 真 对 √ 1 y yes t true")
NO = words("否 无 假 不是 没有 非 × 0 n no f false")
FIRST_DAY, LAST_DAY = date(1880, 1, 1), date(2199, 12, 31)


def person_name(raw: str) -> Verdict:  # noqa: PLR0911 - one for each reason
    text = squeezed("".join("·" if char in "•●∙⋅‧・･․﹒ㆍ᛫" else char for char in narrowed(raw)))
    if any(map(is_han, text)):
        text = text.replace(" ", "").replace(".", "·")
    elif nothing(text):
        return None, None
    if text in STAND_INS:
        return None, "placeholder"
    if any(char in "0123456789" for char in text):
        return None, "digits"
    if len(text) > 3 and any(word in text for word in ORGANISATION):
        return None, "organisation"
    if any(char in "?□■�*＊_#" for char in text):
        return None, "lost_character"
    han = all(is_han(char) or char == "·" for char in text) and is_han(text[0]) and is_han(text[-1])
    latin = re.fullmatch("[A-Za-z][A-Za-z .·-]*", text)
    if not (han or latin):
        return None, "characters"
    return (text, None) if 2 <= len(text) <= 40 else (None, "length")


def address(raw: str) -> Verdict:
    text = squeezed(narrowed(raw))
    if nothing(text):
        return None, None
    if text in NO_PLACE:
        return None, "placeholder"
    place = len(text) >= 2 and any(is_han(char) or re.match("[A-Za-z]", char) for char in text)
    return (text, None) if place else (None, "no_place")


def _chinese_digits(text: str) -> str:
    """Chinese numerals as digits: 二〇二三年十二月三十一日 -> 2023年12月31日."""
    digits = {
        char: str(value) for value, chars in enumerate(["〇零○", *"一二三四五六七八九"]) for char in chars
    }
    text = "".join(digits.get(char, char) for char in text).replace("号", "日")
    text = re.sub("(?<=年)十(?=月)|(?<=月)十(?=日)", "10", text)
    text = re.sub("(?<=[年月])十", "1", text)
    return re.sub("十(?=日)", "0", text).replace("十", "")


def calendar_date(raw: str) -> Verdict:  # noqa: PLR0911 - one for each reason
    text = _chinese_digits(narrowed(raw))
    if nothing(text):
        return None, None
    clock = r"( ?(T|上午|下午)?\d{1,2}[:时点](\d{1,2}[:分]?)?(\d{1,2}秒?(\.\d+)?)?Z?)?"
    weekday = r"( ?\(?(星期|周)[1-6一二三四五六日天]\)?)?"
    written = re.fullmatch(
        rf"(\d{{4}}) ?[-/.年\\ ] ?(\d{{1,2}}) ?[-/.月\\ ] ?(\d{{1,2}}) ?日?{weekday}{clock}", text, re.ASCII
    )
    run_together = re.fullmatch(r"([12]\d{3})(\d{2})(\d{2})(\d{6}|\.0)?", text, re.ASCII)
    serial = re.fullmatch(r"(\d{5})(\.\d+)?", text, re.ASCII)
    if serial and 20000 <= int(serial[1]) <= 60000:
        return (date(1899, 12, 30) + timedelta(days=int(serial[1]))).isoformat(), None
    if re.fullmatch(r"\d{4} ?[-/.年] ?\d{1,2} ?月?|(19|20)\d{2}(0[1-9]|1[0-2])|\d{4}年?", text, re.ASCII):
        return None, "no_day"
    if re.fullmatch(r"\d{1,2}[-/.]\d{1,2}[-/.](\d{2}|\d{4})( [^\n]*)?", text, re.ASCII):
        return None, "order_unknown"
    parts = written or run_together
    if parts is None:
        return None, "not_a_date"
    try:
        day = date(int(parts[1]), int(parts[2]), int(parts[3]))
    except ValueError:
        return None, "no_such_day"
    return (day.isoformat(), None) if FIRST_DAY <= day <= LAST_DAY else (None, "out_of_range")


def amount(raw: str) -> Verdict:
    text = compact(raw, drop="'$").upper()
    for dash in "−–—":
        text = text.replace(dash, "-")
    text = text.translate({ord(sign): None for sign in "￥¥圆"}).replace("人民币", "").replace("RMB", "")
    text = text.removesuffix("整").removesuffix("元")
    if nothing(text):
        return None, None
    number = r"(?:\d+\.?\d*|\.\d+)(?:E[-+]?\d{1,2})?"
    if re.fullmatch(r"[-+(]?\d{1,3}(,\d{3})+(\.\d*)?[万亿]?\)?", text, re.ASCII):
        text = text.replace(",", "")
    plain = re.fullmatch(rf"([-+]?)({number})([万亿]?)", text, re.ASCII)
    bracketed = re.fullmatch(rf"\(({number})([万亿]?)\)", text, re.ASCII)
    if plain:
        sign, figure, unit = plain[1], plain[2], plain[3]
    elif bracketed:
        sign, figure, unit = "-", bracketed[1], bracketed[2]
    else:
        return None, "not_a_number"
    return _yuan(Decimal(sign + figure), unit)


def _yuan(figure: Decimal, unit: str) -> Verdict:
    if unit:
        figure = figure.quantize(Decimal("1e-8"), ROUND_HALF_UP) * (10**4 if unit == "万" else 10**8)
    yuan = figure.quantize(Decimal("0.01"), ROUND_HALF_UP)
    if abs(yuan) >= 10**16:
        return None, "too_large"
    return f"{yuan if yuan else abs(yuan):.2f}", None


def whole(raw: str) -> Verdict:
    text = compact(raw, drop="'")
    if nothing(text):
        return None, None
    if re.fullmatch(r"-?[0-9]{1,3}(,[0-9]{3})+", text):
        text = text.replace(",", "")
    text = re.sub(r"^(-?[0-9]+)\.0*$", r"\1", text)
    return (str(int(text)), None) if re.fullmatch("-?[0-9]{1,18}", text) else (None, "not_whole")


def number(raw: str) -> Verdict:
    text = compact(raw, drop="'")
    if nothing(text):
        return None, None
    if re.fullmatch(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", text):
        text = text.replace(",", "")
    good = re.fullmatch(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,2})?", text)
    return (text, None) if good else (None, "not_number")


def yes_no(raw: str) -> Verdict:
    text = narrowed(raw).lower()
    if text in YES:
        return "true", None
    if text in NO:
        return "false", None
    return (None, None) if nothing(text) else (None, "neither")


def plain_text(raw: str) -> Verdict:
    return raw.strip("".join(BLANKS)) or None, None


def code(raw: str) -> Verdict:
    return None if nothing(raw) else raw, None
