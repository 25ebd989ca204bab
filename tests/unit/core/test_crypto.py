"""Digests and locks: the standards' own examples, and what a lock must refuse."""

import base64
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from shuzhi.core import crypto, keys
from shuzhi.core.errors import ShuzhiError


@pytest.fixture(autouse=True)
def own_keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    path = tmp_path / "own" / "keys.json"
    monkeypatch.setenv(keys.KEY_FILE, str(path))
    return path


@pytest.mark.parametrize(
    ("content", "digest"),
    [
        (b"abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
        (b"abcd" * 16, "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"),
    ],
)
def test_sm3_gives_the_digests_of_gb_t_32905(content: bytes, digest: str) -> None:
    assert crypto.HASHES["sm"](content) == digest


def test_sha256_gives_the_digest_of_fips_180() -> None:
    assert crypto.HASHES["aes"](b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_the_sm4_we_use_gives_the_block_of_gb_t_32907() -> None:
    block = bytes.fromhex("0123456789abcdeffedcba9876543210")
    encryptor = Cipher(algorithms.SM4(block), modes.ECB()).encryptor()
    assert encryptor.update(block).hex() == "681edf34d206965e86b3e94f536e4246"


def test_sm4_gcm_gives_the_example_of_rfc_8998() -> None:
    key = bytes.fromhex("0123456789abcdeffedcba9876543210") + bytes(16)
    nonce = bytes.fromhex("00001234567800000000abcd")
    head = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    content = b"".join(bytes([one]) * 8 for one in (0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF, 0xEE, 0xAA))
    told = (
        "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
        "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
        "83de3541e4c2b58177e065a9bf7b62ec"
    )
    assert crypto._encrypt("sm", key, nonce, content, head).hex() == told
    assert crypto._decrypt("sm", key, nonce, bytes.fromhex(told), head) == content


@pytest.mark.parametrize("setting", ["aes", "sm"])
def test_what_was_locked_opens_for_its_purpose_only_and_unchanged_only(
    monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    monkeypatch.setenv(crypto.SETTING, setting)
    locked = crypto.lock("张三".encode(), "names")
    assert crypto.unlock(locked, "names", "x").decode() == "张三"
    assert "张三".encode() not in locked
    with pytest.raises(ShuzhiError, match="改动"):
        crypto.unlock(locked, "telephones", "x")
    for place in range(len(locked)):
        with pytest.raises(ShuzhiError):
            crypto.unlock(locked[:place] + bytes([locked[place] ^ 1]) + locked[place + 1 :], "names", "x")
    # The other setting opens it too: a change of setting loses nothing.
    monkeypatch.setenv(crypto.SETTING, "aes" if setting == "sm" else "sm")
    assert crypto.unlock(locked, "names", "x").decode() == "张三"


def test_a_new_key_locks_and_the_old_one_still_opens(own_keys: Path) -> None:
    locked, old = crypto.lock(b"x", "p"), keys.ring().newest
    keys.add_key(keys.new_key())
    assert keys.ring().newest != old
    assert crypto.unlock(locked, "p", "x") == b"x"
    assert crypto.key_of(crypto.lock(b"x", "p")) == keys.ring().newest.id
    own_keys.unlink()
    with pytest.raises(ShuzhiError, match=f"缺少密钥 {old.id}"):
        crypto.unlock(locked, "p", "x")


def test_a_key_of_the_environment_comes_before_the_file(
    monkeypatch: pytest.MonkeyPatch, own_keys: Path
) -> None:
    monkeypatch.setenv(keys.KEY, base64.b64encode(bytes(32)).decode())
    assert crypto.unlock(crypto.lock(b"x", "p"), "p", "x") == b"x"
    assert not own_keys.exists()
    monkeypatch.setenv(keys.KEY, "short")
    with pytest.raises(ShuzhiError, match="32 字节"):
        keys.ring()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_key_file_that_others_can_read_is_refused(own_keys: Path, mode: int) -> None:
    keys.ring()
    assert own_keys.stat().st_mode & 0o777 == 0o600
    own_keys.chmod(mode)
    with pytest.raises(ShuzhiError, match="chmod 600"):
        keys.ring()


def test_neither_the_key_nor_the_secret_is_told(own_keys: Path, tmp_path: Path) -> None:
    secret = crypto.kept_secret(tmp_path / "s.key", lambda: "一个秘密")
    key = keys.ring().newest
    assert crypto.kept_secret(tmp_path / "s.key", lambda: "another") == secret == "一个秘密"
    assert secret.encode() not in (tmp_path / "s.key").read_bytes()
    assert base64.b64encode(key.material).decode() not in repr(key) + repr(keys.ring())
    assert (tmp_path / "s.key").stat().st_mode & 0o077 == 0


def test_a_secret_left_in_clear_is_locked_at_first_use(tmp_path: Path) -> None:
    (tmp_path / "s.key").write_text("明文\n")
    assert crypto.kept_secret(tmp_path / "s.key", lambda: "another") == "明文"
    assert "明文".encode() not in (tmp_path / "s.key").read_bytes()
