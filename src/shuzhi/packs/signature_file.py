"""What signatures.yml of a city may say: which entries of the catalogue stewards signed or refused, by version."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from pydantic import Field

from shuzhi.packs.catalogue_file import Listed
from shuzhi.packs.files import FullName, Model, Words
from shuzhi.packs.places import Places


class CatalogueEntry(Listed):
    """签批的目录项 | What of a table's entry in the catalogue is signed."""

    owner: Words = Field(description="负责部门 | the department that answers for it")
    basis: Words | None = Field(default=None, description="持有依据 | the law or rule it is held by")
    cadence: Words | None = Field(default=None, description="更新周期 | how often it comes")


class Signature(Model):
    """签批 | What a steward decided about one version of an entry."""

    entry: CatalogueEntry = Field(description="签批的内容 | what was put before the steward")
    verdict: Literal["signed", "refused"] = Field(
        description="signed 同意、refused 不同意 | whether it is signed"
    )
    reason: Words = Field(description="意见 | what the steward said")
    by: Words = Field(description="谁签批的 | who signed or refused")
    decided: date = Field(description="哪天签批的 | when")
    asked_by: Words | None = Field(
        default=None,
        description="谁提请的；直接改文件的不写 | who asked on the page; none = the file was edited",
    )


class SignaturesFile(Model):
    """目录签批 | signatures.yml: what stewards signed, oldest first, written by the page of the table. Optional."""

    tables: Mapping[FullName, tuple[Signature, ...]] = Field(
        default={}, description="表 → 历次签批 | table -> what was decided about it, oldest first"
    )


class Signatures(SignaturesFile):
    """What stewards signed in a city."""

    places: Places
