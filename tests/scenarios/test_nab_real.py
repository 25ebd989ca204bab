"""On the Numenta Anomaly Benchmark: its own scoring, and what being quiet after an alarm is worth."""

import pytest

from bench import nab, nab_scoring
from shuzhi.foresee.sensors import LIMIT, QUIET, unlikeness

pytestmark = pytest.mark.skipif(
    not nab.FOLDER.exists(), reason=f"no series in {nab.FOLDER.name}: SHUZHI_REAL_DATA"
)


def test_the_usual_limit_beats_the_windowed_gaussian_and_quiet_beats_never_quiet() -> None:
    files = nab_scoring.corpus(nab.FOLDER)
    scores = {each.name: unlikeness(each.values) for each in files}
    gaussian = {each.name: nab_scoring.windowed_gaussian(each.values) for each in files}
    ours = nab_scoring.score(files, nab.alarms(files, scores, LIMIT, QUIET))
    assert ours > 50
    assert ours > nab_scoring.score(files, nab.alarms(files, gaussian, 1.0, 0)) + 10
    assert ours > nab_scoring.score(files, nab.alarms(files, scores, LIMIT, 0)) + 20
    assert nab.a_week(files, nab.alarms(files, scores, LIMIT, QUIET)) < 2


def test_the_scoring_gives_a_hundred_for_the_first_row_of_every_window_and_nothing_for_silence() -> None:
    files = nab_scoring.corpus(nab.FOLDER)
    silent = {each.name: each.values != each.values for each in files}
    perfect = {name: flags.copy() for name, flags in silent.items()}
    for each in files:
        for first, _ in each.windows:
            perfect[each.name][first] = True
    assert nab_scoring.score(files, silent) == pytest.approx(0)
    assert nab_scoring.score(files, perfect) == pytest.approx(100)
