"""Verbs for those who keep a city: its keys, its backups, its health."""

import getpass
import json
from pathlib import Path
from typing import Annotated

import typer

from shuzhi.core.errors import ShuzhiError
from shuzhi.core.keys import ring
from shuzhi.core.text import Text
from shuzhi.ops import backup as backups
from shuzhi.ops.rotation import rotate as rotate_keys
from shuzhi.ops.serve import examine, verify_audit
from shuzhi.packs.loader import load_city
from shuzhi.secure import audit as chain
from shuzhi.secure.gateway import AUDIT

CityFolder = Annotated[Path, typer.Argument(help="城市目录 · the city's folder")]

keys = typer.Typer(help="锁住一切的密钥 · the keys that everything is locked with", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    app.add_typer(keys, name="keys")
    app.command()(backup)
    app.command()(restore)
    app.command()(doctor)


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


def doctor(
    folder: CityFolder,
    as_json: Annotated[bool, typer.Option("--json", help="供程序读 · for programs")] = False,  # noqa: FBT002
) -> None:
    """对照等保 2.0 三级，检查这套部署 · hold this deployment against GB/T 22239-2019, level three.

    有不符合项时退出码为 1 · the exit code is 1 when a clause is not met.
    """
    found = examine(folder)
    for clause, asks, state, word, evidence in found:
        if as_json:
            row = {"clause": clause, "asks": asks._asdict(), "state": state, "evidence": evidence._asdict()}
            typer.echo(json.dumps(row, ensure_ascii=False))
        else:
            typer.echo(f"{clause:<14} {word!s:　<4} {asks}\n{'':15}{evidence}")
    states = [state for _, _, state, _, _ in found]
    if not as_json:
        counted = {state: states.count(state) for state in ("met", "not met", "people", "nothing yet")}
        say(
            Text(
                f"符合 {counted['met']}，不符合 {counted['not met']}，需人工核查 {counted['people']}，"
                f"尚无可查 {counted['nothing yet']}。这不是测评结论：测评由测评机构做",
                f"{counted['met']} met, {counted['not met']} not met, {counted['people']} for people, "
                f"{counted['nothing yet']} nothing yet. No certificate: that is for an accredited body",
            )
        )
    raise typer.Exit(1 if "not met" in states else 0)


def _check_chains(folder: Path) -> None:
    city = load_city(folder)
    broken = [each for each in (chain.verify(city.lake / AUDIT), verify_audit(folder)) if each is not None]
    if broken:
        raise ShuzhiError(broken)


def say(text: Text) -> None:
    typer.echo(str(text))
