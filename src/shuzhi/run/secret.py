"""Passwords and tokens, from where a city's files say that they are kept."""

import os
import stat
from pathlib import Path

from shuzhi.core.errors import Problem, ShuzhiError
from shuzhi.core.text import Text
from shuzhi.packs.secret_file import Secret


def secret_of(folder: Path, secret: Secret | None, where: str) -> str | None:
    """The password or token itself. Raises ShuzhiError when it is not where it should be, or others may read it."""
    if secret is None:
        return None
    if secret.env is not None:
        if secret.env not in os.environ:
            raise ShuzhiError([_unset(secret.env, where)])
        return os.environ[secret.env]
    path = folder / str(secret.file)
    try:
        open_to_others = path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
        said = path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ShuzhiError([_no_file(path, error, where)]) from None
    if open_to_others:
        raise ShuzhiError([_open_file(path, where)])
    return said


def _unset(name: str, where: str) -> Problem:
    return Problem(
        what=Text(f"环境变量没有设置：{name}", f"an environment variable is not set: {name}"),
        where=where,
        todo=Text(
            "运行前设置它（口令不写进城市的文件）",
            "set it before the run; no file of the city may hold it",
        ),
    )


def _no_file(path: Path, error: OSError, where: str) -> Problem:
    reason = error.strerror or type(error).__name__
    return Problem(
        what=Text(
            f"口令文件打不开：{path.name}", f"the file with the password cannot be opened: {path.name}"
        ),
        where=where,
        why=Text(reason, reason),
        todo=Text("放好该文件，权限 600", "put it there, with mode 600"),
    )


def _open_file(path: Path, where: str) -> Problem:
    return Problem(
        what=Text(
            f"口令文件别人也能读：{path.name}", f"others may read the file with the password: {path.name}"
        ),
        where=where,
        todo=Text(f"chmod 600 {path.name}，并换一个口令", f"chmod 600 {path.name}, and change the password"),
    )
