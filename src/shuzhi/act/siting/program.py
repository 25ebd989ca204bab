"""Linear programs by arrays, solved exactly: what is best, and how much better anything could be at most."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from ortools.linear_solver.python.model_builder_helper import ModelBuilderHelper, ModelSolverHelper
from scipy.sparse import csr_matrix

from shuzhi.act.siting.network import Floats, Whole
from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text


@dataclass(frozen=True, kw_only=True)
class Program:
    """Least ``cost`` of values between 0 and ``upper``, the first ``whole`` of them 0 or 1, such that rows of sums lie
    between ``least`` and ``most``. A row is told by entries: its number, the value's number, the factor."""

    cost: Floats
    upper: Floats
    whole: int
    rows: Whole
    columns: Whole
    factors: Floats
    least: Floats
    most: Floats


@dataclass(frozen=True, kw_only=True)
class Solved:
    """``bound``: nothing costs less than that."""

    values: Floats
    cost: float
    bound: float


def solved(program: Program, *, seconds: float) -> Solved:
    """The best values found in the time. Raises ShuzhiError where the time did not do for any."""
    shape = (len(program.least), len(program.cost))
    matrix = csr_matrix((program.factors, (program.rows, program.columns)), shape=shape)
    model = ModelBuilderHelper()
    # Its stubs give arrays the shape float64; they are one-dimensional arrays of it.
    fill: Callable[..., None] = model.fill_model_from_sparse_data
    lower = np.zeros(len(program.cost))
    fill(lower, program.upper, program.cost, program.least, program.most, matrix)
    for at in range(program.whole):
        model.set_var_integrality(at, True)  # noqa: FBT003
    solver = ModelSolverHelper("SCIP" if program.whole else "GLOP")
    solver.set_time_limit_in_seconds(seconds)
    solver.solve(model)
    if not solver.has_solution():
        raise ShuzhiError([_no_time(seconds)])
    values: Floats = np.asarray(solver.variable_values(), dtype=np.float64)
    cost = float(program.cost @ values)
    return Solved(
        values=values, cost=cost, bound=min(cost, solver.best_objective_bound()) if program.whole else cost
    )


def _no_time(seconds: float) -> Problem:
    return Problem(
        what=Text(f"选址在 {seconds:g} 秒内没有算出来", f"no siting was found in {seconds:g} seconds"),
        where="seconds",
        why=Text("需求点乘候选站点太多", "there are too many demand points and candidates"),
        todo=Text(
            "把需求点合并得粗一些，减少候选站点，或加大 seconds",
            "make demand points coarser, candidates fewer, or allow more seconds",
        ),
    )
