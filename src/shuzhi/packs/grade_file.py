"""What grades/*.yml of a city may say: what stewards decided about the grades of columns."""

from collections.abc import Mapping
from datetime import date

from pydantic import Field

from shuzhi.core.elements import GRADES, Grade
from shuzhi.packs.files import Model, Words
from shuzhi.packs.places import Places


class Graded(Model):
    """一列定级 | What somebody decided about the grade of one column."""

    grade: Grade = Field(description="定为几级（GB/T 43697） | the grade it has from then on")
    was: Grade = Field(
        description="定级时按数据元和来历应是几级；以后应得的高过它，降级不再作数 | "
        "what it was graded by its element and origins then; once those ask for more, a lower grade counts no longer"
    )
    reason: Words = Field(description="理由 | why")
    by: Words = Field(description="谁定的 | who decided")
    decided: date = Field(description="哪天定的 | when")

    def settled(self, said: Grade) -> Grade:
        """The grade of the column where its element and origins say ``said`` today."""
        if self.holds(said):
            return self.grade
        return max(said, self.grade, key=GRADES.index)

    def holds(self, said: Grade) -> bool:
        """Whether what was decided still answers what is asked for."""
        return GRADES.index(said) <= GRADES.index(self.was)


class GradesFile(Model):
    """定级 | grades/<来源>.yml: grades that stewards decided on the page 分级. File stem = the source's name."""

    columns: Mapping[Words, Graded] = Field(
        min_length=1, description="列 → 定级 | column -> what was decided"
    )


class Grades(GradesFile):
    """What was decided about the columns of the source of that name."""

    name: str
    places: Places
