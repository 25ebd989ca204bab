"""Splink 5 on the sets of its own guides, with the comparisons and rules that its guides give them."""

import logging
from dataclasses import dataclass

import duckdb
import pyarrow as pa
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

THRESHOLD = 0.95


@dataclass(frozen=True)
class Guide:
    """``certain``: rules for which nearly every pair is one; ``recall``: how many of the pairs that are one they find,
    as the guide guesses; ``learned``: rules within which EM learns."""

    comparisons: tuple[object, ...]
    candidates: tuple[object, ...]
    certain: tuple[str, ...]
    recall: float
    learned: tuple[object, ...]


FEBRL = Guide(
    comparisons=(
        cl.NameComparison("given_name"),
        cl.NameComparison("surname"),
        cl.DateOfBirthComparison("date_of_birth", input_is_string=True, datetime_format="%Y%m%d"),
        cl.DamerauLevenshteinAtThresholds("soc_sec_id", [2]),
        cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
        cl.ExactMatch("postcode").configure(term_frequency_adjustments=True),
    ),
    candidates=(
        block_on("given_name", "surname"),
        "l.given_name = r.surname and l.surname = r.given_name",
        block_on("date_of_birth"),
        block_on("soc_sec_id"),
        block_on("state", "address_1"),
        block_on("street_number", "address_1"),
        block_on("postcode"),
    ),
    certain=(
        "l.given_name = r.given_name and l.surname = r.surname and l.date_of_birth = r.date_of_birth",
        "l.soc_sec_id = r.soc_sec_id and l.surname = r.surname",
    ),
    recall=0.8,
    learned=(block_on("date_of_birth"), block_on("postcode")),
)
FAKE_1000 = Guide(
    comparisons=(
        cl.NameComparison("first_name"),
        cl.NameComparison("surname"),
        cl.DateOfBirthComparison("dob", input_is_string=True),
        cl.ExactMatch("city").configure(term_frequency_adjustments=True),
        cl.EmailComparison("email"),
    ),
    candidates=(
        block_on("first_name"),
        block_on("surname"),
        block_on("dob"),
        block_on("email"),
    ),
    certain=(
        "l.first_name = r.first_name and l.dob = r.dob",
        "l.surname = r.surname and l.dob = r.dob",
        "l.email = r.email",
    ),
    recall=0.7,
    learned=(block_on("first_name", "surname"), block_on("dob")),
)


def clusters(rows: pa.Table, guide: Guide) -> dict[str, str]:
    """Each record's cluster at the threshold; records of two files are linked, of one are told apart."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    connection = duckdb.connect(config={"threads": 2, "memory_limit": "4GB"})
    api = DuckDBAPI(connection)
    connection.register("raw", rows)
    files = sorted(set(rows["file"].to_pylist()))
    tables = []
    for file in files:
        connection.execute(f"create table given_{file} as select * from raw where file = '{file}'")
        tables.append(api.register(f"given_{file}"))
    settings = SettingsCreator(
        link_type="link_only" if len(files) > 1 else "dedupe_only",
        unique_id_column_name="record",
        comparisons=list(guide.comparisons),
        blocking_rules_to_generate_predictions=list(guide.candidates),
    )
    linker = Linker(tables if len(files) > 1 else tables[0], settings)
    linker.training.estimate_probability_two_random_records_match(list(guide.certain), recall=guide.recall)
    linker.training.estimate_u_using_random_sampling(max_pairs=1_000_000, seed=1)
    for rule in guide.learned:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    predicted = linker.inference.predict(threshold_match_probability=THRESHOLD)
    found = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, THRESHOLD)
    told = found.as_duckdbpyrelation().project("record, cluster_id").fetchall()
    return {record: str(cluster) for record, cluster in told}
