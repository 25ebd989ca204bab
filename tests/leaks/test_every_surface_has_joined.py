"""Every module that can reach the lake's data, and every command, is named here with what holds it.

A new one fails this test until somebody has said how it is held, and has made the harness try it.
"""

import ast
from pathlib import Path

from shuzhi.cli.commands import app

SOURCE = Path(__file__).resolve().parents[2] / "src" / "shuzhi"
MODULES = {
    "shuzhi.secure", "shuzhi.secure.gateway", "shuzhi.run.read", "shuzhi.run.loop", "shuzhi.ops.emergencies.reading",
}  # fmt: skip
DOORS = {"Pipeline", "read", "ask", "open_lake", "file_reader", "desk", "desk_of", "lake_of", "Desk"}
"""What gives data: of secure.gateway, run.read and run.loop."""

SURFACES = {
    # For readers: by gateway.read or gateway.ask, under policy. tests/leaks/test_no_cell_leaks.py.
    "cli.publishing": "composed (how many rows are alike)",
    "run.publication": "composed (how many rows are alike)",
    "run.read": "the desk itself: composed, typed and exported",
    "run.explain": "composed",
    "run.overview": "composed (findings); counts only of the run for whoever may run it",
    "run.indicators": "composed (numbers, rows behind them); refused where a column is masked",
    "ops.indicators.counting": "composed; tests/unit/ops/indicators",
    "run.suggest": "composed (replies); learns at the server, shows what the desk gives",
    "cli.commands": "composed and typed; see COMMANDS",
    "cli.questions": "composed; asks what cli.indicators asks",
    "cli.indicators": "composed; see COMMANDS",
    "cli.reports": "composed and exported; asks what cli.indicators asks",
    "cli.intake": "composed (sheets of quarantined rows, reports)",
    "run.fixit": "composed",
    "run.mending": "composed",
    "run.pending": "counts of batches, by a declared scope; what people decided is done by the run",
    "run.preview_process": "a file its caller has, not the lake",
    "ops.intake.batches": "composed (quarantined rows, reports); counts of batches of one's own sources",
    "run.due": "when which source came, by a declared scope: names, days and counts",
    "run.intake": "counts of batches and what is taken back, by declared scopes",
    "ops.findings.advice": "composed; every GET of the API: tests/unit/ops/test_no_route_leaks.py",
    "ops.findings.queries.evidence": "composed; every GET of the API",
    "ops.typed.asking": "typed, and exported; names of tables and columns for the completion",
    "ops.readable": "the desk of pages that put queries together; names of tables and columns",
    "ops.dossiers.gathering": "composed, and exported: tests/unit/ops/findings/test_dossiers.py",
    "ops.analyses.asking": "typed, and exported: test_no_form_leaks.py",
    "ops.findings.exporting": "exported; what people did is added on the way: tests/unit/ops/test_lists_taken_out.py",
    "ops.catalogue.detail": "counts of problems; file names composed; every GET of the API",
    "ops.catalogue.standards": "counts of columns one is told of; every GET of the API",
    "ops.catalogue.sample": "composed (exhibits of the first rows); every GET of the API",
    "ops.corrections.rows": "composed (exhibits of one row); whose a batch is; every GET of the API",
    "ops.quality.queries": "counts and scores of tables one is told of; every GET of the API",
    "ops.quality.rows": "composed; where they stand by a declared scope; every GET of the API",
    "cli.catalogue": "names of tables and columns only",
    "ops.entities.reviewing": "composed; every GET of the API",
    "ops.entities.profiles": "composed; every GET of the API",
    "ops.entities.places": "composed; every GET of the API",
    "ops.entities.relating": "composed; every GET of the API",
    "ops.entities.cases": "composed, with what a case adds to the grants; every GET of the API",
    "ops.emergencies.api": "what somebody typed in an emergency: typed",
    "ops.emergencies.reading": "composed, with what an emergency adds to the grants",
    "ops.findings.queries.sheet": "composed, capped at partial; every GET of the API",
    "ops.register.queries": "composed; every GET of the API",
    "ops.measures.queries": "composed; every GET of the API",
    "ops.siting.queries": "composed; every GET of the API",
    "run.held": "names of tables that were not made and the words of their errors, a step of the run",
    "run.measures": "a step of the run: what became of measures",
    "run.measure_series": "a step of the run: a measure's number by place and period",
    "run.plan_models": "a step of the run: figures of models",
    "ops.map.layers": "composed, where every column is granted as it is: tests/unit/ops/test_map.py",
    "ops.findings.intake": "copies for each audience what the gateway gives it; every GET of the API",
    # For the pipeline: by declared scopes, no reader. tests/unit/secure/test_no_grant_no_rows.py.
    "ops.findings.deciding": "names of tables and columns only",
    "ops.lake": "opens the lake to be read, locked down; the newest run's name",
    "run.catalogue": "a step of the run",
    "run.inventory": "names of tables and columns, and counts",
    "run.execute": "a step of the run",
    "run.gone": "a step of the run",
    "run.land": "a step of the run",
    "run.ledger": "a step of the run",
    "run.look": "a step of the run",
    "run.checkup.measure": "a step of the check-up",
    "run.checkup.trouble": "a step of the check-up",
    "run.quality_trend": "counts and scores, a step of the run",
    "run.repair": "rows set aside, mended again by the run",
    "ops.rotation": "opens the lake under new keys, reads nothing",
    "run.loop": "the run",
    "run.published": "copies of tables for readers, who meet the same rules on them; reads nothing",
    "run.propose": "reads a file its caller has, not the lake",
    # Files that somebody hands in at the desk: no lake.
    "ops.desk.files": "an uploaded file",
    "ops.desk.values": "an uploaded file",
}
COMMANDS = {
    "init": "no data", "check": "no data", "generate": "fictional data", "run": "counts only", "serve": "the API",
    "audit": "whether the chains are whole", "findings": "composed", "explain": "composed", "query": "typed",
    "ask": "composed; a question becomes an inquiry or nothing",
    "indicators": "composed; refused where a column is masked",
    "report": "composed and exported; refused where the grant does not include it",
    "why": "policy only, no row",
    "publication": "composed",
    "catalogue": "names of tables and columns only", "impact": "names of tables and columns only",
    "doctor": "settings of a deployment, no row",
    "backup": "the whole city, locked", "restore": "the whole city, locked",
    "checkup": "a step of the check-up", "propose": "a file its caller has",
}  # fmt: skip


def reaching(path: Path) -> bool:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return any(
        isinstance(node, ast.ImportFrom)
        and node.module in MODULES
        and any(name.name in DOORS or name.name == "gateway" for name in node.names)
        for node in ast.walk(tree)
    )


def test_whatever_reaches_data_is_named() -> None:
    found = {
        ".".join(path.relative_to(SOURCE).with_suffix("").parts)
        for path in SOURCE.rglob("*.py")
        if path.parent.name != "secure" and reaching(path)
    }
    assert found == SURFACES.keys()


def test_every_command_is_named() -> None:
    commands = {each.name or each.callback.__name__ for each in app.registered_commands if each.callback}
    assert commands == COMMANDS.keys()
