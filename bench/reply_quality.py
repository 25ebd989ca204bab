"""Reply-quality checks on real messages and replies (附件4): what can be said of them without gold labels.

    python -m bench.reply_quality        (real data: SHUZHI_REAL_DATA, default ../shared/data)

* relevance must tell a message's own reply from another's: AUC over random pairs, pairs of one label and region,
  and the reply to the likest other message of the label (hard: it may truly be about the same matter);
* completeness must fall when sentences are taken out of a reply, and never rise;
* relevance, completeness and explanation beside what a person read in 200 replies (bench/reply_labels.csv: ids and
  labels only; 0 not at all, 1 in part, 2 yes): 100 the checks were chosen on, and 100 labelled before any check
  existed. The length of what a reply says stands beside as the baseline to beat.
"""

import csv
import time
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
from scipy.stats import spearmanr
from sklearn.metrics import roc_auc_score

from bench.hotline import labelled, real_data, workbook
from shuzhi.analyse.classify import train
from shuzhi.analyse.replies import substance
from shuzhi.analyse.reply_quality import ReplyCheck, ReplyJudge, days_between, learn_replies
from shuzhi.analyse.similar import Message
from shuzhi.analyse.wording import clean_text

LABELS = Path(__file__).with_name("reply_labels.csv")
LIMIT = 60
SCORES = ("relevance", "completeness", "explanation")


def answered(folder: Path) -> tuple[list[Message], list[str], list[int]]:
    """Messages, their replies, and the days each took."""
    rows = workbook(folder / "附件4.xlsx").to_pylist()
    messages = [Message(row["留言编号"], row["留言主题"], row["留言详情"]) for row in rows]
    days = [days_between(day(row["留言时间"]), day(row["答复时间"])) for row in rows]
    return messages, [row["答复意见"] for row in rows], days


def day(text: str) -> date:
    year, month, day = text.partition(" ")[0].replace("/", "-").split("-")
    return date(int(year), int(month), int(day))


def others(messages: Sequence[Message], judge: ReplyJudge, folder: Path) -> dict[str, np.ndarray]:
    """For each message another one, by three rules of choice."""
    random = np.random.default_rng(7)
    texts = clean_text(pa.array([message.title * 2 + message.body for message in messages])).to_pylist()
    labels = train(*labelled(folder)).predict(texts)
    groups = np.array(
        [f"{label} {message.title[:1]}" for label, message in zip(labels, messages, strict=True)]
    )
    vectors = judge.wording.vectors(texts)
    alike = (vectors @ vectors.T).toarray()
    np.fill_diagonal(alike, -1)
    alike[np.array(labels)[:, None] != np.array(labels)[None, :]] = -1
    alike[alike > 0.6] = -1  # the same message, sent again: its reply is not another's
    order = random.permutation(len(messages))
    same = order.copy()
    for group in set(groups):
        rows = order[groups[order] == group]
        same[groups[order] == group] = np.roll(rows, 1)
    within = np.empty_like(order)
    within[order] = same
    any_other = np.empty_like(order)
    any_other[order] = np.roll(order, 1)
    return {"random": any_other, "same label and region": within, "likest of the label": alike.argmax(axis=1)}


def relevance(judge: ReplyJudge, messages: Sequence[Message], replies: Sequence[str], folder: Path) -> None:
    own = np.array([_relevance(judge, m, r) for m, r in zip(messages, replies, strict=True)])
    says = np.array([bool(substance(reply)) for reply in replies])
    for name, other in others(messages, judge, folder).items():
        theirs = np.array([_relevance(judge, m, replies[at]) for m, at in zip(messages, other, strict=True)])
        apart = other != np.arange(len(other))
        both = apart & says & says[other]
        print(
            f"relevance, own reply against {name}: AUC {_auc(own[both], theirs[both]):.3f} "
            f"({both.sum()} pairs that say something), {_auc(own[apart], theirs[apart]):.3f} of all {apart.sum()}"
        )


def _relevance(judge: ReplyJudge, message: Message, reply: str) -> float:
    return judge.check(message, reply, days=0, limit=LIMIT).relevance.value


def _auc(yes: np.ndarray, no: np.ndarray) -> float:
    return float(roc_auc_score(np.r_[np.ones(len(yes)), np.zeros(len(no))], np.r_[yes, no]))


def removal(judge: ReplyJudge, messages: Sequence[Message], replies: Sequence[str]) -> None:
    """Half of the sentences that say something are taken out, at random."""
    random = np.random.default_rng(7)
    falls = []
    for message, reply in list(zip(messages, replies, strict=True))[::4]:
        told = substance(reply)
        if len(told) >= 4:
            kept = sorted(random.choice(len(told), len(told) // 2, replace=False))
            whole, half = (
                judge.check(message, text, days=0, limit=LIMIT).completeness.value
                for text in ("\n".join(told), "\n".join(told[at] for at in kept))
            )
            falls.append(whole - half)
    found = np.array(falls)
    print(
        f"completeness, half of the sentences out of {len(found)} replies: falls in {(found > 0).mean():.3f}, "
        f"by {found.mean():.3f} on average; rises in {(found < 0).sum()}"
    )


def agreement(judge: ReplyJudge, messages: Sequence[Message], replies: Sequence[str]) -> None:
    at = {message.id: row for row, message in enumerate(messages)}
    with LABELS.open(encoding="utf-8") as file:
        labels = list(csv.DictReader(file))
    for use in ("盲评", "调试"):
        rows = [row for row in labels if row["用途"] == use]
        checks = [
            judge.check(messages[at[row["编号"]]], replies[at[row["编号"]]], days=0, limit=LIMIT)
            for row in rows
        ]
        length = np.array([len("".join(substance(replies[at[row["编号"]]]))) for row in rows])
        for score, column in zip(SCORES, ("相关性", "完整性", "可解释性"), strict=True):
            truth = np.array([int(row[column]) for row in rows])
            values = np.array([getattr(check, score).value for check in checks])
            print(f"{use} {len(rows)}, {score:12}: {'; '.join(_told(truth, values))}")
            print(f"        length alone: {'; '.join(_told(truth, length))}")


def _told(truth: np.ndarray, values: np.ndarray) -> Iterator[str]:
    yield f"rank correlation {spearmanr(truth, values)[0]:.3f}"
    for name, yes, among in (
        ("2 against less", truth == 2, truth >= 0),
        ("0 against more", truth > 0, truth >= 0),
        ("2 against 1", truth == 2, truth > 0),
    ):
        if 0 < yes[among].sum() < among.sum():
            yield f"{name} AUC {roc_auc_score(yes[among], values[among]):.3f}"


def spread(checks: Sequence[ReplyCheck]) -> None:
    for score in (*SCORES, "timeliness"):
        values = np.array([getattr(check, score).value for check in checks])
        told = " ".join(f"{value:.2f}" for value in np.percentile(values, [10, 25, 50, 75, 90]))
        print(f"{score:12} of {len(values)} replies, percentiles 10 25 50 75 90: {told}")


def main() -> None:
    folder = real_data()
    messages, replies, days = answered(folder)
    started = time.process_time()
    judge = learn_replies(messages, replies)
    print(f"learnt from {len(messages)} replies: CPU {time.process_time() - started:.1f} s")
    started = time.process_time()
    checks = [
        judge.check(message, reply, days=took, limit=LIMIT)
        for message, reply, took in zip(messages, replies, days, strict=True)
    ]
    print(f"checked: CPU {(time.process_time() - started) / len(checks) * 1000:.1f} ms a reply")
    spread(checks)
    relevance(judge, messages, replies, folder)
    removal(judge, messages, replies)
    agreement(judge, messages, replies)


if __name__ == "__main__":
    main()
