"""Verbs for those who keep a city: its keys."""

import getpass
from pathlib import Path
from typing import Annotated

import typer

from shuzhi.core.keys import ring
from shuzhi.core.text import Text
from shuzhi.ops.rotation import rotate as rotate_keys

CityFolder = Annotated[Path, typer.Argument(help="城市目录 · the city's folder")]

keys = typer.Typer(help="锁住一切的密钥 · the keys that everything is locked with", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    app.add_typer(keys, name="keys")


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


def say(text: Text) -> None:
    typer.echo(str(text))
