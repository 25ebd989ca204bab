"""What was said, without whom it names."""

from collections.abc import Sequence

import pyarrow as pa

from shuzhi.secure.freetext import mask_text


def masked(texts: Sequence[str]) -> list[str]:
    """The texts with names, telephones, homes and numbers of people replaced by 〔kind〕."""
    shown: list[str] = mask_text(pa.array(texts, pa.string())).to_pylist()
    return shown
