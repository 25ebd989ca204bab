"""Where a password, token or key is kept."""

from typing import Annotated

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from shuzhi.packs.files import Model, Words


class Secret(Model):
    """口令 | Where a password or token is kept: never in a file of the city."""

    env: Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")] | None = Field(
        default=None, description="环境变量名 | the environment variable that holds it"
    )
    file: Words | None = Field(
        default=None,
        description="只有运行者可读的文件（权限 600） | a file only its owner may read (mode 600)",
    )

    @model_validator(mode="after")
    def _one(self) -> "Secret":
        if (self.env is None) == (self.file is None):
            raise PydanticCustomError("secret", "needs either env or file")
        return self
