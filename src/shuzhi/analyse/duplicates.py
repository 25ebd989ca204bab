"""Messages that are one message told again: copied, or copied and slightly changed."""

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from shuzhi.analyse.groups import candidate_pairs, group_rows, rarest, row_products
from shuzhi.analyse.wording import Column, clean_text, learn_wording

READ = 1000
"""Characters of the body that are compared: people say what it is about first."""


def near_duplicates(tables: Mapping[str, pa.Table], parameters: Mapping[str, object]) -> pa.Table:
    """Step: for each message, the earliest message that tells the same in nearly the same words.

    Table: ``messages``. Parameters: ``id``, ``title``, ``body``, ``time`` (its columns), ``retold`` (cosine
    of wording from which two messages are the same, default 0.8).
    Returns 编号, 首次编号 (its own for a message told first) and 相似度 (cosine with that message, 0 to 1).
    """
    identifier, time = str(parameters["id"]), str(parameters["time"])
    messages = tables["messages"].sort_by([(time, "ascending"), (identifier, "ascending")])
    ids = messages[identifier].combine_chunks()
    if not len(ids):
        return pa.table({"编号": ids, "首次编号": ids, "相似度": pa.array([], pa.float64())})
    texts = as_told(messages[str(parameters["title"])], messages[str(parameters["body"])])
    wording = learn_wording(texts).vectors(texts)
    first, second = candidate_pairs(rarest(wording, 20), largest=60)
    alike = row_products(wording, first, second)
    group = group_rows(len(ids), first, second, alike, least=float(str(parameters.get("retold", 0.8))))
    # Rows are in order of time, and groups are numbered by their first rows.
    told_first = pc.index_in(pa.array(group), value_set=pa.array(group)).to_numpy()
    likeness = row_products(wording, told_first.astype("int64"), pa.array(range(len(ids))).to_numpy())
    return pa.table(
        {
            "编号": ids,
            "首次编号": ids.take(pa.array(told_first)),
            "相似度": pc.round(pa.array(likeness, pa.float64()), 4),
        }
    )


def as_told(titles: Column, bodies: Column) -> list[str]:
    """What is compared of each message: its title and the start of its body, cleaned."""
    start = pc.utf8_slice_codeunits(clean_text(bodies), 0, READ)
    texts: list[str] = pc.binary_join_element_wise(clean_text(titles), start, "").to_pylist()
    return texts
