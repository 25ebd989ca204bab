"""`shuzhi package`: files carried across a 网闸 in signed packages: make, carry, verify, receive."""

import getpass
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from shuzhi.cli import show
from shuzhi.collect.package import Manifest
from shuzhi.core.errors import Problem
from shuzhi.core.text import Text
from shuzhi.packs.loader import load_city
from shuzhi.run import packages

app = typer.Typer(
    help="跨网闸的签名摆渡包：打包、核对、收取 · signed packages across an air gap: make, verify, receive",
    no_args_is_help=True,
)
console = Console(highlight=False)

CityFolder = Annotated[Path, typer.Argument(help="城市目录 · the city's folder")]
PackageFile = Annotated[Path, typer.Argument(help="摆渡包 · the package", exists=True, dir_okay=False)]


@app.command()
def key(to: Annotated[Path, typer.Argument(help="私钥写到 · where the private key is written")]) -> None:
    """送出方生成签名的钥匙；公钥告诉收取方 · a key to sign with; its public half is for the receiver."""
    told = packages.new_key(to)
    _say(Text(f"公钥 {told}", f"public key {told}"))


@app.command()
def make(
    out: Annotated[Path, typer.Argument(help="写到 · the package to write")],
    files: Annotated[list[Path], typer.Argument(help="文件 · the files", exists=True, dir_okay=False)],
    key: Annotated[Path, typer.Option(help="私钥 · the private key")],
    sender: Annotated[str, typer.Option(help="送出方 · who sends")],
    to: Annotated[
        str, typer.Option(help="收取的城市，如其 city.yml 的中文名 · the city, by its Chinese name")
    ],
    source: Annotated[str, typer.Option(help="来源 · the source")],
) -> None:
    """打包并签名 · pack files and sign them."""
    _tell(packages.make(out, files, key=key, sender=sender, to=to, source=source))


@app.command()
def verify(folder: CityFolder, file: PackageFile) -> None:
    """核对一个包，什么都不收 · look at a package and take nothing."""
    _tell(packages.verify(load_city(folder), file))


@app.command()
def receive(
    folder: CityFolder,
    files: Annotated[list[Path], typer.Argument(help="摆渡包 · packages", exists=True, dir_okay=False)],
) -> None:
    """收取，一个包只收一次；下次运行入库 · take packages in, each once; the next run lands them."""
    city = load_city(folder)
    for file in packages.in_order(files):
        received = packages.receive(city, file, by=getpass.getuser())
        _tell(received.about)
        if received.missing:
            show.problems(console, [_missing(received)])


def _tell(about: Manifest) -> None:
    size = sum(each.size for each in about.files)
    _say(
        Text(
            f"{about.sender} 送 {about.to} 的 {about.source} 第 {about.number} 号包："
            f"{len(about.files)} 个文件，{size:,} 字节",
            f"package {about.number} of {about.source}, from {about.sender} to {about.to}: {len(about.files)} files, "
            f"{size:,} bytes",
        ),
    )


def _missing(received: packages.Received) -> Problem:
    about = received.about
    return Problem(
        what=Text(f"中间缺 {received.missing} 个包", f"{received.missing} packages before it never came"),
        where=f"{about.source} {about.number}",
        todo=Text("问送出方：缺的内容请重新打包送来", "ask the sender to pack what is missing anew"),
        warning=True,
    )


def _say(text: Text) -> None:
    console.print(str(text), markup=False, soft_wrap=True)
