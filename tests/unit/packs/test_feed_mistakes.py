"""A feed that is written wrong is told as what is wrong with it, once, and never loaded."""

from pathlib import Path

import pytest

from shuzhi.core.errors import ShuzhiError
from shuzhi.packs.init import write_city
from shuzhi.packs.loader import load_city

NO_PASSWORD = "“sftp.address”：口令不能写在城市的文件里"
SFTP = "address: 'sftp://a@b/c', host_keys: ['ssh-ed25519 AAAA']"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("城") / "市"
    write_city(folder)
    (folder / "feeds").mkdir()
    return folder


@pytest.mark.parametrize(
    ("feed", "told"),
    [
        ("{}", ["从哪里取应恰写一处"]),
        ("folder: {}", ["缺少“path”"]),
        ("folder: {path: x}\npackage: {sender: x, key: x}", ["“package.key”：写法不对"]),
        ("sftp: {address: 'sftp://a@b/c', password: {env: X}}", ["缺少“host_keys”"]),
        ("sftp: {" + SFTP + "}", ["“sftp”：password、key 应恰写一个"]),
        ("sftp: {" + SFTP.replace("a@b", "a:geheim@b") + ", key: {env: X}}", [NO_PASSWORD]),
        ("sftp: {" + SFTP.replace("a@b", "b") + ", key: {env: X}}", ["“sftp.address”：不是 SFTP 地址"]),
        ("sftp: {" + SFTP.replace("ssh-ed25519", "any") + ", key: {env: X}}", ["“sftp.host_keys.0”：写法不对"]),
    ],
)  # fmt: skip
def test_once_and_in_words(city: Path, feed: str, told: list[str]) -> None:
    (city / "feeds" / "死亡登记.yml").write_text(feed, encoding="utf-8")
    with pytest.raises(ShuzhiError) as raised:
        load_city(city)
    assert [problem.what.zh for problem in raised.value.problems] == told
    assert "geheim" not in str(raised.value)
