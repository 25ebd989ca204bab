"""Splink 5 as its own documentation starts: default comparisons on the columns as they are."""

import logging

import duckdb
import pyarrow as pa
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

THRESHOLD = 0.95


def linked_people(a: pa.Table, b: pa.Table) -> set[tuple[str, str]]:
    """Pairs of a's and b's records at its usual threshold, the best of each of b's."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    connection = duckdb.connect(config={"threads": 2, "memory_limit": "8GB"})
    api = DuckDBAPI(connection)
    tables = [_prepared(connection, api, table, name) for table, name in ((a, "a"), (b, "b"))]
    rules = [
        block_on("id_written"),
        block_on("name", "birth"),
        block_on("name", "phone"),
        block_on("birth", "phone"),
        block_on("name", "place"),
        block_on("birth", "place"),
    ]
    settings = SettingsCreator(
        link_type="link_only",
        unique_id_column_name="record",
        comparisons=[
            cl.ExactMatch("id_written"),
            cl.NameComparison("name").configure(term_frequency_adjustments=True),
            cl.DateOfBirthComparison("birth", input_is_string=True),
            cl.ExactMatch("sex"),
            cl.ExactMatch("phone").configure(term_frequency_adjustments=True),
            cl.ExactMatch("place").configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=rules,
        retain_intermediate_calculation_columns=False,
    )
    linker = Linker(tables, settings)
    linker.training.estimate_probability_two_random_records_match(rules[:2], recall=0.8)
    linker.training.estimate_u_using_random_sampling(max_pairs=1_000_000, seed=1)
    for rule in (rules[0], rules[1], rules[3]):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    predicted = linker.inference.predict(threshold_match_probability=THRESHOLD)
    best = connection.sql(
        f"select record_l, record_r from {predicted.physical_name} "
        "qualify row_number() over (partition by record_r order by match_weight desc, record_l) = 1"
    ).fetchall()
    return {(x, y) if x[0] == "a" else (y, x) for x, y in best}


def _prepared(connection: duckdb.DuckDBPyConnection, api: DuckDBAPI, table: pa.Table, name: str) -> object:
    connection.register(f"raw_{name}", table)
    connection.execute(
        f"create table given_{name} as select record, id_written, name, cast(birth as varchar) as birth, sex, phone, "
        f"cast(place as varchar) as place from raw_{name}"
    )
    return api.register(f"given_{name}")


def linked_companies(mention: pa.Table) -> dict[str, str]:
    """Each mention's cluster at its usual threshold: names by Jaro-Winkler, the rest exact, as its guides begin."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    connection = duckdb.connect(config={"threads": 2, "memory_limit": "8GB"})
    api = DuckDBAPI(connection)
    connection.register("raw", mention)
    connection.execute("create table given as select * from raw")
    rules = [
        block_on("uscc"),
        block_on("name"),
        block_on("phone"),
        block_on("address"),
        block_on("substr(name, 1, 5)"),
    ]
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="record",
        comparisons=[
            cl.ExactMatch("uscc"),
            cl.JaroWinklerAtThresholds("name", [0.95, 0.88]).configure(term_frequency_adjustments=True),
            cl.ExactMatch("head").configure(term_frequency_adjustments=True),
            cl.ExactMatch("phone").configure(term_frequency_adjustments=True),
            cl.LevenshteinAtThresholds("address", [2, 6]),
        ],
        blocking_rules_to_generate_predictions=rules,
    )
    linker = Linker(api.register("given"), settings)
    linker.training.estimate_probability_two_random_records_match(rules[:2], recall=0.6)
    linker.training.estimate_u_using_random_sampling(max_pairs=1_000_000, seed=1)
    for rule in rules[:3]:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    predicted = linker.inference.predict(threshold_match_probability=THRESHOLD)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, THRESHOLD)
    found = clusters.as_duckdbpyrelation().project("record, cluster_id").fetchall()
    return {record: str(cluster) for record, cluster in found}


def linked_addresses(register: pa.Table, written: pa.Table) -> pa.Table:
    """``record``, ``door`` and ``probability`` of each record's best candidate: the address by Jaro-Winkler, its digits
    and its street exactly, candidates that agree in some of it."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    connection = duckdb.connect(config={"threads": 2, "memory_limit": "8GB"})
    api = DuckDBAPI(connection)
    tables = []
    for name, table, number in (("door", register, "door"), ("record", written, "record")):
        connection.register(f"raw_{name}", table)
        connection.execute(
            f"create table given_{name} as select '{name[0]}' || {number} as record, address, "
            "regexp_replace(address, '[^0-9]+', ' ', 'g') as digits, "
            "right(regexp_replace(address, '[^0-9]', '', 'g'), 6) as last, "
            "regexp_extract(address, '([^市区县]{2}[路街村])', 1) "
            f"as street from raw_{name}"
        )
        tables.append(api.register(f"given_{name}"))
    rules = [
        block_on("address"),
        block_on("street", "last"),
        block_on("digits"),
        block_on("substr(address, -8)"),
    ]
    settings = SettingsCreator(
        link_type="link_only",
        unique_id_column_name="record",
        comparisons=[
            cl.JaroWinklerAtThresholds("address", [0.95, 0.88, 0.8]),
            cl.ExactMatch("digits").configure(term_frequency_adjustments=True),
            cl.ExactMatch("street").configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=rules,
        retain_intermediate_calculation_columns=False,
    )
    linker = Linker(tables, settings)
    linker.training.estimate_probability_two_random_records_match(rules[:1], recall=0.1)
    linker.training.estimate_u_using_random_sampling(max_pairs=10_000_000, seed=1)
    for rule in (rules[1], rules[2]):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    predicted = linker.inference.predict()
    record, door = (
        f"cast(substr(case when record_l[1] = '{kind}' then record_l else record_r end, 2) as bigint)"
        for kind in "rd"
    )
    return connection.sql(
        f"select {record} as record, {door} as door, match_probability as probability from {predicted.physical_name} "
        f"qualify row_number() over (partition by {record} order by match_weight desc, {door}) = 1"
    ).to_arrow_table()
