"""Verbs for those who keep a city: its keys, its backups."""

import getpass
from pathlib import Path
from typing import Annotated

import typer

from shuzhi.core.errors import ShuzhiError
from shuzhi.core.keys import ring
from shuzhi.core.text import Text
from shuzhi.ops import backup as backups
from shuzhi.ops.rotation import rotate as rotate_keys
from shuzhi.ops.serve import verify_audit
from shuzhi.packs.loader import load_city
from shuzhi.secure import audit as chain
from shuzhi.secure.gateway import AUDIT

CityFolder = Annotated[Path, typer.Argument(help="城市目录 · the city's folder")]

keys = typer.Typer(help="锁住一切的密钥 · the keys that everything is locked with", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    app.add_typer(keys, name="keys")
    app.command()(backup)
    app.command()(restore)


@keys.command()
def show() -> None:
    """手头的密钥：编号与来处，不显示密钥本身 · the keys at hand: their ids and where they are, never themselves."""
    at_hand = ring()
    say(Text(f"来自 {at_hand.place}", f"from {at_hand.place}"))
    for key in reversed(at_hand.keys):
        newest = key == at_hand.newest
        say(
            Text(
                f"  {key.id}  {'加锁与开锁' if newest else '只开锁'}",
                f"  {key.id}  {'locks and opens' if newest else 'opens only'}",
            )
        )


@keys.command()
def rotate(folder: CityFolder) -> None:
    """换一把新密钥，全部重新加锁；中断后再运行即可 · lock everything under a new key; interrupted, run it again."""
    rotate_keys(folder, by=getpass.getuser(), say=say)


def backup(
    folder: CityFolder,
    out: Annotated[Path, typer.Argument(help="备份文件，还不存在 · the file to write, not there yet")],
) -> None:
    """整座城市备份成一个加锁的文件，服务照常 · the whole city into one locked file, while it is served."""
    made = backups.backup(folder, out, by=getpass.getuser())
    if load_city(folder).engine.address is not None:
        say(
            Text(
                "湖在 Spark 上，不在备份里：请在那边备份",
                "the lake is on Spark, not in this backup: back it up there",
            )
        )
    say(
        Text(
            f"已写好并读回核对：{out}，{len(made.files):,} 个文件。用密钥 {made.key} 锁住，"
            f"密钥不在其中，请另存（{ring().place}）",
            f"written and read back: {out}, {len(made.files):,} files. Locked with key {made.key}, which is not in it: "
            f"keep that apart ({ring().place})",
        )
    )


def restore(
    archive: Annotated[Path, typer.Argument(help="备份文件 · the backup")],
    folder: Annotated[Path, typer.Argument(help="恢复到的新目录 · the new folder to restore into")],
) -> None:
    """从备份恢复；被改动过的备份不恢复 · bring a city back; a backup that was touched is refused."""
    made = backups.restore(archive, folder, check=_check_chains)
    say(
        Text(
            f"已恢复到 {folder}：{made.at} 的城市，{len(made.files):,} 个文件，两条审计链完整",
            f"restored into {folder}: the city as of {made.at}, {len(made.files):,} files, both audit chains whole",
        )
    )


def _check_chains(folder: Path) -> None:
    city = load_city(folder)
    broken = [each for each in (chain.verify(city.lake / AUDIT), verify_audit(folder)) if each is not None]
    if broken:
        raise ShuzhiError(broken)


def say(text: Text) -> None:
    typer.echo(str(text))
