"""The words of somebody who may ask everything in the demo city."""

from datetime import date
from pathlib import Path

import pytest

from shuzhi.analyse.questions.vocabulary import Vocabulary
from shuzhi.packs.indicators import indicators
from shuzhi.packs.loader import load_city
from shuzhi.packs.schema import City
from shuzhi.run.questions import words_of

TODAY = date(2026, 6, 30)
PLAIN = {
    "分类": ("城乡建设", "环境保护", "交通运输", "教育文体", "劳动和社会保障", "商贸旅游", "卫生计生"),
    "项目": ("低保", "特困", "公租房", "农资补贴", "危房改造", "水库移民", "三资"),
    "病种": ("手足口病", "流行性感冒", "水痘", "流行性腮腺炎", "感染性腹泻", "细菌性痢疾", "猩红热"),
    "人群": ("业主", "居民", "学生", "家长", "老人"),
    "结论": ("线索", "立案", "排除"),
}


@pytest.fixture(scope="module")
def city() -> City:
    return load_city(Path(__file__).resolve().parents[3] / "cities" / "yunlan")


@pytest.fixture(scope="module")
def words(city: City) -> Vocabulary:
    offered = {name: (entry, entry.indicator) for name, entry in indicators(city, TODAY).items()}
    return words_of(offered, city, lambda _, dimension: PLAIN.get(dimension, ()))
