"""The desk on real messages: how fast one message is answered, and how good what it is told is.

    python -m bench.desk        (real data: SHUZHI_REAL_DATA, default ../shared/data)

Speed: the suggester is learnt from the city's messages and labels as `shuzhi` learns it, 20,000 open messages are
added (real ones, and mixtures of two real ones), and 200 others are asked about. Quality: labels while a message is
being typed (held-out messages, cut after some characters); drafts for the last 500 answered messages from the replies
before them, told by whether what is quoted is nearer to the reply that was given than to another of its label.
"""

import pickle
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import yaml
from sklearn.metrics import f1_score, roc_auc_score
from sklearn.model_selection import StratifiedGroupKFold

from bench.hotline import ROOT, SCENARIO, labelled, messages, real_data, workbook
from bench.reply_quality import day
from shuzhi.analyse.classify import train
from shuzhi.analyse.replies import substance
from shuzhi.analyse.reply_draft import Answered, learn_drafts
from shuzhi.analyse.similar import Message
from shuzhi.analyse.suggest import Lessons, Suggester, learn
from shuzhi.analyse.wording import clean_text, learn_wording

OPEN = 20_000
ASKED = 200
DRAFTED = 500


def lessons(folder: Path) -> Lessons:
    """What the scenario's desk.yml names, of the real city."""
    steps = yaml.safe_load((SCENARIO / "scenario.yml").read_text("utf-8"))["steps"]
    parameters = {step["step"]: step["parameters"] for step in steps}
    city = yaml.safe_load((ROOT / "cities" / "hotline-real" / "city.yml").read_text("utf-8"))
    keys = ("code", "name", "level", "parent")
    regions = pa.table({key: [region.get(key) for region in city["regions"]] for key in keys})
    texts, labels = labelled(folder)
    return Lessons(
        messages(folder),
        "主题",
        "内容",
        pa.table({"内容": texts, "分类": labels}),
        parameters["classify_text"],
        parameters["propose_department"],
        regions,
        regions,
    )


def open_messages(rows: Sequence[dict[str, str]], count: int) -> list[Message]:
    """The messages, then mixtures: the first half of one and the second half of another."""
    draw = random.Random(7)
    found = [Message(row["编号"], row["主题"], row["内容"]) for row in rows]
    while len(found) < count:
        one, other = draw.choice(rows), draw.choice(rows)
        title = one["主题"][: len(one["主题"]) // 2] + other["主题"][len(other["主题"]) // 2 :]
        body = one["内容"][: len(one["内容"]) // 2] + other["内容"][len(other["内容"]) // 2 :]
        found.append(Message(f"m{len(found)}", title, body))
    return found[:count]


def speed(folder: Path) -> None:
    rows = messages(folder).to_pylist()
    random.Random(7).shuffle(rows)
    asked, others = rows[:ASKED], rows[ASKED:]
    started = time.process_time()
    suggester = learn(lessons(folder))
    print(f"learning: CPU {time.process_time() - started:.1f} s")
    started = time.process_time()
    suggester.open.add(open_messages(others, OPEN))
    print(f"{len(suggester.open)} open messages added: CPU {time.process_time() - started:.1f} s")
    taken = []
    for row in asked:
        started = time.process_time()
        suggester.suggest(Message(row["编号"], row["主题"], row["内容"]))
        taken.append((time.process_time() - started) * 1000)
    told = " ".join(f"{value:.0f}" for value in np.percentile(taken, [50, 95, 100]))
    print(f"one message: CPU ms, percentiles 50 95 100: {told}")
    changes = []
    for row in asked[:20]:
        started = time.process_time()
        suggester.open.add([Message(row["编号"], row["主题"], row["内容"])])
        suggester.open.remove([row["编号"]])
        changes.append((time.process_time() - started) * 1000)
    print(f"one message added and removed: CPU {np.mean(changes):.0f} ms")
    places = [suggester.open.finder.find(*_clean(row)) for row in asked]
    named = sum(place.name is not None for place in places)
    guessed = sum(place.guessed for place in places)
    print(f"of {ASKED} messages {named} have a place or region, {guessed} of them by the way it is written")
    print(f"memory of a process that only holds it: {memory(suggester)}")


def _clean(row: dict[str, str]) -> tuple[str, str]:
    title, body = clean_text(pa.array([row["主题"], row["内容"]])).to_pylist()
    return title, body


def memory(suggester: Suggester) -> str:
    """Resident memory of a fresh process: after the imports, and with the suggester."""
    with tempfile.NamedTemporaryFile(suffix=".pickle") as file:
        pickle.dump(suggester, file)
        file.flush()
        code = (
            "import pickle, sys\n"
            "rss = lambda: int(open('/proc/self/statm').read().split()[1]) * 4 // 1024\n"
            "import shuzhi.analyse.suggest\n"
            "before = rss()\n"
            "held = pickle.load(open(sys.argv[1], 'rb'))\n"
            "print(f'{before} MB after the imports, {rss()} MB with it')"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, file.name], check=True, capture_output=True, text=True
        )
    return done.stdout.strip()


def typing(folder: Path) -> None:
    texts, labels = labelled(folder)
    groups = np.unique(texts, return_inverse=True)[1]
    learnt, judged = next(
        iter(StratifiedGroupKFold(5, shuffle=True, random_state=2026).split(texts, labels, groups))
    )
    model = train([texts[at] for at in learnt], [labels[at] for at in learnt])
    truth = [labels[at] for at in judged]
    for typed in (10, 20, 40, 80, 10_000):
        scores = model.scores([texts[at][:typed] for at in judged])
        first = [model.labels[at] for at in scores.argmax(axis=1)]
        among = np.argsort(-scores, axis=1)[:, :3]
        three = np.mean(
            [label in {model.labels[at] for at in row} for label, row in zip(truth, among, strict=True)]
        )
        f1 = f1_score(truth, first, average="macro")
        print(
            f"label from the first {typed:>5} characters: macro F1 {f1:.3f}, among the first three {three:.3f}"
        )


def drafts(folder: Path) -> None:
    rows = workbook(folder / "附件4.xlsx").to_pylist()
    answered = sorted(
        (
            Answered(
                Message(row["留言编号"], row["留言主题"], row["留言详情"]),
                row["答复意见"],
                day(row["答复时间"]),
            )
            for row in rows
        ),
        key=lambda told: (told.replied, told.message.id),
    )
    before, asked = answered[:-DRAFTED], answered[-DRAFTED:]
    finder = learn(lessons(folder)).open.finder
    started = time.process_time()
    drafter = learn_drafts(before, finder)
    print(f"drafter learnt from {len(before)} replies: CPU {time.process_time() - started:.1f} s")
    started = time.process_time()
    made = [drafter.draft(told.message) for told in asked]
    print(f"one draft: CPU {(time.process_time() - started) / len(made) * 1000:.0f} ms")
    quoted = [
        "".join(part.quoted or "" for part in draft.parts if part.kind == "quotation") for draft in made
    ]
    print(
        f"of {DRAFTED} messages {sum(bool(draft.sources) for draft in made)} have similar answered ones, "
        f"{sum(map(bool, quoted))} get quotations"
    )
    given = clean_text(pa.array(["".join(substance(told.reply)) for told in asked])).to_pylist()
    wording = learn_wording(given)
    vectors, quotes = wording.vectors(given), wording.vectors(clean_text(pa.array(quoted)).to_pylist())
    labels = np.array(
        train(*labelled(folder)).predict(
            clean_text(pa.array([t.message.title * 2 + t.message.body for t in asked])).to_pylist()
        )
    )
    own, other = [], []
    for at in [at for at in range(DRAFTED) if quoted[at] and given[at]]:
        same = [row for row in np.flatnonzero(labels == labels[at]) if row != at and given[row]]
        likeness = (quotes[at] @ vectors[[at, *same]].T).toarray().ravel()
        own.append(likeness[0])
        other.extend(likeness[1:])
    truth = np.r_[np.ones(len(own)), np.zeros(len(other))]
    auc = roc_auc_score(truth, own + other)
    print(f"quotations of {len(own)} drafts, reply given against others of its label: AUC {auc:.3f}")


def main() -> None:
    folder = real_data()
    speed(folder)
    typing(folder)
    drafts(folder)


if __name__ == "__main__":
    main()
