"""Looking something up in a catalogue of 50,000 columns: CPU and wall per question, beside scanning every name for it.

``python -m bench.catalogue_search``. Names are put together from words of real kinds of tables; questions are whole
names, parts, pinyin, initials and synonyms. The rival finds parts of names only, and none of the rest.
"""

import random
import statistics
import time
from collections.abc import Callable

from pypinyin import lazy_pinyin

from shuzhi.core.elements.spelling import words
from shuzhi.govern.word_index import Named, index, search

COLUMNS = 50_000
QUESTIONS = 400
SYNONYMS = [("低保", "最低生活保障"), ("房产", "不动产"), ("机动车", "车辆", "汽车")]
WHOSE = words(
    "公安 民政 人社 医保 住建 教育 卫健 交通 水利 农业 林业 环保 应急 市场监管 税务 财政 司法 文旅 残联"
)
WHAT = words(
    "户籍 低保 特困 失业 养老 医保 工伤 生育 公积金 不动产 房产 车辆 驾驶证 婚姻 学籍 学历 就诊 疫苗 病案 处方 "
    "营业执照 许可 处罚 检查 投诉 信用 纳税 发票 合同 招标 项目 资金 预算 工程 道路 桥梁 水库 河道 林地 耕地"
)
KIND = words("登记 发放 审批 变更 注销 核查 备案 明细 名册 台账 统计 汇总 申请 认定 年检")
COLUMN = words(
    "姓名 身份证号 联系电话 住址 金额 日期 开始日期 结束日期 状态 编号 单位名称 统一社会信用代码 区划 经办人 备注 "
    "类别 等级 面积 数量 银行账号 车牌号码 发证机关 有效期 原因 结果"
)


def main() -> None:
    chance = random.Random(7)
    tables = [
        f"{chance.choice(WHOSE)}{chance.choice(WHAT)}{chance.choice(KIND)}" for _ in range(COLUMNS // 12)
    ]
    names = [
        Named(name=f"{chance.choice(COLUMN)}{number % 9 or ''}", about=(chance.choice(tables),))
        for number in range(COLUMNS)
    ]
    names += [Named(name=name) for name in tables]
    begun = time.process_time()
    held = index(names, SYNONYMS)
    print(f"index of {len(names):,} names: {time.process_time() - begun:.2f} s CPU")
    asked = [question(chance) for _ in range(QUESTIONS)]
    report("index", asked, lambda said: len(search(held, said, most=50)))
    told = [" ".join((each.name, *each.about)) for each in names]
    report("scan", asked, lambda said: sum(said in each for each in told))


def question(chance: random.Random) -> str:
    name = f"{chance.choice(WHAT)}{chance.choice(KIND)}"
    sounds = lazy_pinyin(name)
    return chance.choice(
        [
            name,
            f"{chance.choice(WHOSE)}的{name}有哪些",
            "".join(sounds),
            "".join(sound[0] for sound in sounds),
            f"{chance.choice(('最低生活保障', '汽车', '房产'))} {chance.choice(COLUMN)}",
        ]
    )


def report(what: str, asked: list[str], answer: Callable[[str], int]) -> None:
    walls, cpus, answered = [], [], 0
    for said in asked:
        wall, cpu = time.perf_counter(), time.process_time()
        answered += answer(said) > 0
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    cut = statistics.quantiles(walls, n=100)
    print(
        f"{what}: answered {answered} of {len(asked)}; CPU mean {statistics.mean(cpus) * 1000:.1f} ms; "
        f"wall p50 {cut[49] * 1000:.1f}, p99 {cut[98] * 1000:.1f}, most {max(walls) * 1000:.1f} ms"
    )


if __name__ == "__main__":
    main()
