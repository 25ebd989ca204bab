"""What offices do to a plain table: each habit takes payments and gives a book with what it should read as."""

import datetime as dt
from collections.abc import Sequence

from tests.ugly.books import Book, Page, Row
from tests.ugly.people import COLUMNS, Payment

People = Sequence[Payment]
HEADER: Row = list(COLUMNS)
WIDTH = len(COLUMNS)


def data(people: People) -> list[Row]:
    return [person.cells() for person in people]


def truth(people: People) -> list[tuple[object, ...]]:
    return [person.truth() for person in people]


def table(people: People, *, above: Sequence[Row] = (), below: Sequence[Row] = (), **page: object) -> Book:
    """Rows above the header, the header, the data, rows below: what is above and below is no data."""
    rows = [*above, HEADER, *data(people), *below]
    aside = sum(any(cell is not None for cell in row) for row in [*above, *below])
    return Book(pages=[Page(rows=rows, **page)], truth=truth(people), aside=aside)


def plain(people: People) -> Book:
    return table(people)


def title_row(people: People) -> Book:
    return table(people, above=[["云澜市2026年困难群众救助资金发放明细表"]], merged=[(0, 0, 0, WIDTH - 1)])


def title_unmerged(people: People) -> Book:
    return table(people, above=[["2026年1月救助资金发放花名册"]])


def title_centred(people: People) -> Book:
    return table(people, above=[[None, None, None, "发放花名册（一月）"]])


def title_and_unit(people: People) -> Book:
    above: list[Row] = [
        ["救助资金发放表"],
        ["填报单位：民政局", None, None, None, "填报日期：2026年1月31日", None, "单位：元"],
    ]
    return table(people, above=above, merged=[(0, 0, 0, WIDTH - 1)])


def attachment_line(people: People) -> Book:
    return table(people, above=[["附件2"], ["救助资金发放明细表"], [None]], merged=[(1, 0, 1, WIDTH - 1)])


def blank_above(people: People) -> Book:
    return table(people, above=[[None], [None], [None]])


def blank_left(people: People) -> Book:
    book = table(people)
    book.pages[0].rows = [[None, None, *row] for row in book.pages[0].rows]
    return book


def blank_between(people: People) -> Book:
    rows = [HEADER]
    for number, row in enumerate(data(people)):
        rows += [row] if number % 5 else [[None], row]
    return Book(pages=[Page(rows=rows)], truth=truth(people))


def total_below(people: People) -> Book:
    return table(people, below=[["合计", None, None, round(sum(p.amount for p in people), 2)]])


def total_spaced(people: People) -> Book:
    return table(
        people, below=[["合　　计", None, f"{len(people)}人", round(sum(p.amount for p in people), 2)]]
    )


def total_above(people: People) -> Book:
    book = table(people)
    book.pages[0].rows.insert(1, ["总计", None, None, round(sum(p.amount for p in people), 2)])
    book.aside = 1
    return book


def subtotals(people: People) -> Book:
    rows, aside = [HEADER], 0
    for number, person in enumerate(people):
        rows.append(person.cells())
        if number % 6 == 5:
            rows.append([f"{person.town}小计", None, None, 1234.5])
            aside += 1
    rows.append(["总  计", None, None, 99999.0])
    return Book(pages=[Page(rows=rows)], truth=truth(people), aside=aside + 1)


def notes_below(people: People) -> Book:
    below: list[Row] = [
        [None],
        ["注：本表一式三份，乡镇、县、市各存一份。"],
        ["以上数据截至2026年1月31日，由各乡镇汇总上报。"],
    ]
    return table(people, below=below)


def signatures(people: People) -> Book:
    return table(
        people,
        below=[["制表人：某某", None, "审核人：某某某", None, "负责人：", None, "电话：0"]],
    )


def notes_merged(people: People) -> Book:
    line = len(people) + 1
    return table(
        people, below=[["填表说明：金额以元为单位，保留两位小数"]], merged=[(line, 0, line, WIDTH - 1)]
    )


def repeated_header(people: People) -> Book:
    rows: list[Row] = []
    for at in range(0, len(people), 8):
        rows += [HEADER, *data(people[at : at + 8])]
    return Book(pages=[Page(rows=rows)], truth=truth(people), aside=2)


def repeated_pages(people: People) -> Book:
    rows: list[Row] = []
    for at in range(0, len(people), 12):
        rows += [["救助资金发放明细表"], HEADER, *data(people[at : at + 12]), [f"第 {at // 12 + 1} 页"]]
    return Book(pages=[Page(rows=rows)], truth=truth(people), aside=5)


def two_lines(people: People) -> Book:
    top: Row = ["姓名", "身份证号", "发放情况", None, None, "乡镇", "备注"]
    low: Row = [None, None, "银行账号", "金额", "发放日期", None, None]
    merged = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 4), (0, 5, 1, 5), (0, 6, 1, 6)]
    return Book(pages=[Page(rows=[top, low, *data(people)], merged=merged)], truth=truth(people))


def two_lines_titled(people: People) -> Book:
    book = two_lines(people)
    page = book.pages[0]
    page.rows = [["救助资金发放明细表"], *page.rows]
    page.merged = [(0, 0, 0, WIDTH - 1), *((a + 1, b, c + 1, d) for a, b, c, d in page.merged)]
    book.aside = 1
    return book


def three_lines(people: People) -> Book:
    top: Row = ["对象信息", None, "发放情况", None, None, "所在", None]
    mid: Row = ["姓名", "身份证号", "账户", "发放", None, "乡镇", "备注"]
    low: Row = [None, None, "银行账号", "金额", "发放日期", None, None]
    merged = [
        (0, 0, 0, 1),
        (0, 2, 0, 4),
        (0, 5, 0, 6),
        (1, 0, 2, 0),
        (1, 1, 2, 1),
        (1, 3, 1, 4),
        (1, 5, 2, 5),
        (1, 6, 2, 6),
    ]
    return Book(pages=[Page(rows=[top, mid, low, *data(people)], merged=merged)], truth=truth(people))


def wrapped_headers(people: People) -> Book:
    header: Row = ["姓 名", "身份证\n号码", "银行\n账号", "金额\n（元）", "发放\n日期", "乡  镇", "备　注"]
    return Book(pages=[Page(rows=[header, *data(people)])], truth=truth(people))


def other_headers(people: People) -> Book:
    header: Row = ["姓名", "公民身份号码", "一卡通账号", "发放金额(元)", "发放时间", "乡镇", "备注"]
    return Book(pages=[Page(rows=[header, *data(people)])], truth=truth(people))


def starred_headers(people: People) -> Book:
    header: Row = ["*姓名", "*身份证号", "*银行账号", "金额：", "发放日期", "乡镇", "备注"]
    return Book(pages=[Page(rows=[header, *data(people)])], truth=truth(people))


def wide_headers(people: People) -> Book:
    header: Row = ["姓名", "身份证号", "银行账号", "金额（元）", "发放日期", "乡镇", "备注："]
    return Book(pages=[Page(rows=[header, *data(people)])], truth=truth(people))


def more_columns(people: People) -> Book:
    rows: list[Row] = [["序号", *HEADER, "经办人"]]
    rows += [[number, *row, "某某"] for number, row in enumerate(data(people), start=1)]
    return Book(pages=[Page(rows=rows)], truth=truth(people))


def moved_columns(people: People) -> Book:
    order = [3, 6, 0, 5, 2, 1, 4]
    rows = [[row[place] for place in order] for row in [HEADER, *data(people)]]
    return Book(pages=[Page(rows=rows)], truth=truth(people))


def printed_numbers(people: People) -> Book:
    rows: list[Row] = [["序号", *HEADER]]
    rows += [[number, *row] for number, row in enumerate(data(people), start=1)]
    spare: list[Row] = [[number] for number in range(len(people) + 1, len(people) + 11)]
    return Book(pages=[Page(rows=rows + spare)], truth=truth(people), aside=10)


def side_by_side(people: People) -> Book:
    half = len(people) // 2
    left, right = data(people[:half]), data(people[half:])
    rows = [HEADER + HEADER, *(one + other for one, other in zip(left, right, strict=True))]
    return Book(pages=[Page(rows=rows)], truth=truth(people))


def merged_down(people: People) -> Book:
    rows, merged, start = [HEADER], [], 1
    for number, row in enumerate(data(people), start=1):
        first = number == 1 or people[number - 1].town != people[number - 2].town
        if first and number > 1:
            merged.append((start, 5, number - 1, 5))
            start = number
        rows.append(row if first else [*row[:5], None, row[6]])
    merged.append((start, 5, len(people), 5))
    return Book(pages=[Page(rows=rows, merged=merged)], truth=truth(people))


def hidden_parts(people: People) -> Book:
    return table(people, hidden_rows=[3, 4, 9], hidden_columns=[2])


def other_sheet(people: People) -> Book:
    guide: list[Row] = [["填表说明"], ["一、金额以元为单位"], ["二、账号请填写一卡通账号"]]
    book = plain(people)
    book.pages = [Page(rows=guide, title="填表说明"), Page(rows=book.pages[0].rows, title="明细")]
    book.aside = 3
    return book


def choices_sheet(people: People) -> Book:
    book = plain(people)
    book.pages.append(Page(rows=[["乡镇"], ["青青镇"], ["上竹镇"]], title="字典", hidden=True))
    book.aside = 3
    return book


def sheet_a_day(people: People) -> Book:
    pages = [
        Page(rows=[HEADER, *data(people[at : at + 6])], title=f"1月{at + 1}日")
        for at in range(0, len(people), 6)
    ]
    return Book(pages=pages, truth=truth(people))


def sheet_a_town(people: People) -> Book:
    book = sheet_a_day(people)
    for number, page in enumerate(book.pages):
        page.title = f"第{number + 1}街道"
        page.rows = [[f"第{number + 1}街道发放表"], *page.rows, ["合计", None, None, 100.0]]
    book.aside = 2 * len(book.pages)
    return book


def empty_sheets(people: People) -> Book:
    book = plain(people)
    book.pages += [Page(rows=[[None]], title="Sheet2"), Page(rows=[[None]], title="Sheet3")]
    return book


def summary_first(people: People) -> Book:
    summary: list[Row] = [["乡镇", "人数", "合计金额"], ["青青镇", 6, 100.5], ["上竹镇", 6, 200.5]]
    book = plain(people)
    book.pages = [Page(rows=summary, title="汇总"), Page(rows=book.pages[0].rows, title="明细")]
    book.aside = 3
    return book


def two_tables(people: People) -> Book:
    other: list[Row] = [
        [None],
        ["经费使用情况"],
        ["项目", "预算数", "支出数"],
        ["办公费", 100, 50],
        ["交通费", 200, 80],
    ]
    book = plain(people)
    book.pages[0].rows += other
    book.aside = 4
    return book


def text_numbers(people: People) -> Book:
    rows = [HEADER, *([*row[:3], f"{row[3]:.2f}", *row[4:]] for row in data(people))]
    return Book(pages=[Page(rows=rows)], truth=truth(people))


def grouped_numbers(people: People) -> Book:
    rows = [HEADER, *([*row[:3], f"{row[3]:,.2f}", *row[4:]] for row in data(people))]
    return Book(pages=[Page(rows=rows)], truth=truth(people))


def yuan_numbers(people: People) -> Book:
    rows = [HEADER, *([*row[:3], f"{row[3]:.2f}元", *row[4:]] for row in data(people))]
    return Book(pages=[Page(rows=rows)], truth=truth(people))


def currency_numbers(people: People) -> Book:
    rows = [HEADER, *([*row[:3], f"￥{row[3]:,.2f}", *row[4:]] for row in data(people))]
    return Book(pages=[Page(rows=rows)], truth=truth(people))


def full_width(people: People) -> Book:
    wide = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
    rows = [HEADER]
    for person in people:
        row = person.cells()
        row[1], row[2] = str(row[1]).translate(wide), str(row[2]).translate(wide)
        row[3] = f"{person.amount:.2f}".translate(wide)
        rows.append(row)
    return Book(pages=[Page(rows=rows)], truth=truth(people))


def zero_width(people: People) -> Book:
    rows = [HEADER]
    for person in people:
        row = person.cells()
        row[0], row[1] = f"\ufeff{row[0]}\u200b", f"\u200e{row[1]}\u200b"
        rows.append(row)
    return Book(pages=[Page(rows=rows)], truth=truth(people))


def spaced_values(people: People) -> Book:
    rows = [HEADER]
    for person in people:
        row = person.cells()
        row[0], row[1], row[2] = f" {row[0]}　", f"{row[1]} ", f"\u00a0{row[2]}"
        rows.append(row)
    return Book(pages=[Page(rows=rows)], truth=truth(people))


def grouped_account(people: People) -> Book:
    rows = [HEADER]
    for person in people:
        row = person.cells()
        row[2] = " ".join(person.account[at : at + 4] for at in range(0, 19, 4))
        rows.append(row)
    return Book(pages=[Page(rows=rows)], truth=truth(people))


def quoted_id(people: People) -> Book:
    rows = [HEADER]
    for person in people:
        row = person.cells()
        row[1], row[2] = f"'{row[1]}", f"'{row[2]}"
        rows.append(row)
    return Book(pages=[Page(rows=rows)], truth=truth(people))


def small_x(people: People) -> Book:
    rows = [HEADER, *([row[0], str(row[1]).lower(), *row[2:]] for row in data(people))]
    return Book(pages=[Page(rows=rows)], truth=truth(people))


def dated(write: str) -> object:
    """Dates written one way as text. The last day of a month has two digits in any of them."""

    def habit(people: People) -> Book:
        digits = str.maketrans("0123456789", "〇一二三四五六七八九")

        def shown(day: dt.date) -> str:
            if write == "chinese":
                month = {10: "十", 11: "十一", 12: "十二"}.get(day.month) or str(day.month).translate(digits)
                tens, ones = divmod(day.day, 10)
                told = ("" if tens < 2 else str(tens).translate(digits)) + ("十" if tens else "")
                told += str(ones).translate(digits) if ones else ""
                return f"{str(day.year).translate(digits)}年{month}月{told}日"
            return day.strftime(write)

        rows = [HEADER, *([*person.cells()[:4], shown(person.day), *person.cells()[5:]] for person in people)]
        return Book(pages=[Page(rows=rows)], truth=truth(people))

    return habit


def serial_dates(people: People) -> Book:
    rows = [HEADER]
    for person in people:
        row = person.cells()
        row[4] = (person.day - dt.date(1899, 12, 30)).days
        rows.append(row)
    return Book(pages=[Page(rows=rows)], truth=truth(people))


def chinese_format(people: People) -> Book:
    return table(people, formats={4: 'yyyy"年"m"月"d"日"'})


def other_epoch(people: People) -> Book:
    book = table(people, formats={4: "yyyy-mm-dd"})
    book.epoch = 1904
    return book


def lost_ids(people: People) -> Book:
    """Every third id was typed into a cell of numbers."""
    rows, kept = [HEADER], []
    for number, person in enumerate(people):
        row = person.cells()
        if number % 3 == 0 and person.id_card[-1] != "X":
            row[1] = float(person.id_card[:15] + "000")
        else:
            kept.append(person)
        rows.append(row)
    return Book(pages=[Page(rows=rows)], truth=truth(kept), quarantined=len(people) - len(kept))


def lost_accounts(people: People) -> Book:
    rows = [HEADER]
    for person in people:
        row = person.cells()
        row[2] = float("62" + person.account[2:15] + "0000")
        rows.append(row)
    return Book(pages=[Page(rows=rows)], truth=[], quarantined=len(people))


def counted_ids(people: People) -> Book:
    """The same, as a CSV shows it: 9.90101E+17."""
    rows, kept = [HEADER], []
    for number, person in enumerate(people):
        row = person.cells()
        if number % 3 == 0:
            row[1] = f"{float(person.id_card[:17] + '0'):.5E}".replace("E+", "E+")
        else:
            kept.append(person)
        rows.append(row)
    return Book(pages=[Page(rows=rows)], truth=truth(kept), quarantined=len(people) - len(kept))


def zeroed_accounts(people: People) -> Book:
    rows, kept = [HEADER], []
    for number, person in enumerate(people):
        row = person.cells()
        row[2] = "19" + (person.account[2:] if number % 2 else person.account[2:15] + "0000")
        rows.append(row)
        if number % 2:
            kept.append((*person.truth()[:2], row[2], *person.truth()[3:]))
    return Book(pages=[Page(rows=rows)], truth=kept, quarantined=len(people) - len(kept))


def rare_names(people: People) -> Book:
    rows, told = [HEADER], []
    for number, person in enumerate(people):
        name = ("李𠮷", "䶮㛃", "买买提·艾力", "王㐱", "𰻝某")[number % 5]
        rows.append([name, *person.cells()[1:]])
        told.append((name, *person.truth()[1:]))
    return Book(pages=[Page(rows=rows)], truth=told)


def line_ends_inside(people: People) -> Book:
    rows, told = [HEADER], []
    for person in people:
        rows.append([*person.cells()[:6], '第一行\n第二行，含逗号,和"引号"'])
        told.append((*person.truth()[:6], '第一行\n第二行，含逗号,和"引号"'))
    return Book(pages=[Page(rows=rows)], truth=told)


def nothing_words(people: People) -> Book:
    rows, told = [HEADER], []
    for number, person in enumerate(people):
        row = person.cells()
        row[2] = ("—", "/", "NULL", "-")[number % 4] if number % 2 else row[2]
        rows.append(row)
        said = person.truth()
        told.append((*said[:2], None if number % 2 else said[2], *said[3:]))
    return Book(pages=[Page(rows=rows)], truth=told)


def one_row(people: People) -> Book:
    return table(people[:1], above=[["发放表"]], below=[["合计", None, None, 1.0]])


def no_header(people: People) -> Book:
    return Book(pages=[Page(rows=data(people))], truth=truth(people))


def everything(people: People) -> Book:
    """A title, a unit line, a two-line header, merged towns, subtotals, notes and signatures at once."""
    book = two_lines_titled(people)
    page = book.pages[0]
    page.rows.insert(1, ["填报单位：民政局", None, None, None, None, None, "单位：元"])
    page.merged = [page.merged[0], *((a + 1, b, c + 1, d) for a, b, c, d in page.merged[1:])]
    page.rows += [
        ["合计", None, None, 12345.6],
        [None],
        ["注：按月发放，不含临时救助。"],
        ["制表人：某某", None, "审核人：某某"],
    ]
    book.aside = 5
    return book
