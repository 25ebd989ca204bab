"""The place of one message: a region with its code, and a place in it that is known or written as places are."""

import pyarrow as pa
import pytest

from shuzhi.analyse.whereabouts import Place, PlaceFinder, learn_whereabouts
from shuzhi.analyse.wording import clean_text

COUNTIES = pa.table({"name": ["云澜市", "云溪区", "青屿县"], "level": ["city", "county", "county"]})
CODED = pa.table(
    {
        "code": ["990100", "990102", "990121", "990102001", "990102002", "990121002"],
        "name": ["云澜市", "云溪区", "青屿县", "望仙镇", "城关镇", "城关镇"],
        "level": ["city", "county", "county", "town", "town", "town"],
        "parent": ["990000", "990100", "990100", "990102", "990102", "990121"],
    }
)
PLACES = ("鹭汀雅苑", "墨砚花苑", "棠梨新苑", "澄岚别苑", "栖霞里", "砚池新村", "珂鹭大道", "茗溪广场")
TROUBLES = (
    "公交车早高峰四十分钟等不来",
    "入学名额没有公开，家长很着急",
    "频繁停水，自来水发黄有沉淀",
    "路灯坏了三个月，晚上黑漆漆",
    "老板拖欠农民工半年工资跑了",
    "健身房办了年卡就关门不退费",
    "混凝土搅拌站粉尘落满窗台",
)
TITLES = [
    f"{('云溪区', '云溪区', '青屿县', '')[(at + of) % 4]}{place}{TROUBLES[of]}"
    for at, place in enumerate(PLACES)
    for of in range(len(TROUBLES))
    if (at + of) % 3
]


@pytest.fixture(scope="module")
def finder() -> PlaceFinder:
    titles = clean_text(pa.array(TITLES))
    return learn_whereabouts(titles, clean_text(pa.array([""] * len(TITLES))), COUNTIES, CODED)


@pytest.mark.parametrize(
    ("title", "body", "place"),
    [
        ("云溪区鹭汀雅苑又停水", "", Place("云溪区鹭汀雅苑", "990102")),
        ("又停水了", "我住在云溪区鹭汀雅苑", Place("云溪区鹭汀雅苑", "990102")),
        ("鹭汀雅苑又停水", "", Place("鹭汀雅苑", None)),
        ("云溪区澜岸小苑停水", "", Place("云溪区澜岸小苑", "990102", guessed=True)),
        # What the title names is what it is about; the body names what is near.
        ("云溪区澜岸小苑停水", "就在鹭汀雅苑旁边", Place("云溪区澜岸小苑", "990102", guessed=True)),
        ("云溪区什么时候修路", "", Place("云溪区", "990102")),
        ("望仙镇什么时候修路", "", Place("云溪区望仙镇", "990102001")),
        ("云溪区望仙镇花苑停水", "", Place("云溪区望仙镇花苑", "990102001", guessed=True)),
        # Two towns of one name: the county decides; without it nobody can tell.
        ("青屿县城关镇修路", "", Place("青屿县城关镇", "990121002", guessed=False)),
        ("城关镇修路", "", Place(None, None)),
        ("请问护照怎么办", "", Place()),
    ],
)
def test_place_of_a_message(finder: PlaceFinder, title: str, body: str, place: Place) -> None:
    assert finder.find(title, body) == place
