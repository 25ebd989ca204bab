"""The server with a certificate of its own: TLS 1.2 or later, secure cookies, HSTS; a bad certificate is told."""

import http.client
import os
import shutil
import ssl
import subprocess
import sys
import time
from contextlib import closing
from email.message import Message
from pathlib import Path

import pytest

from tests.ops.conftest import CITY
from tests.serving import _free_port


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("tls")
    chain, key = folder / "chain.pem", folder / "key.pem"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
    ]
    extension = ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(chain)]
    subprocess.run([*command, *extension], check=True, capture_output=True)
    key.chmod(0o600)
    return chain, key


def serve(city: Path, port: int, chain: Path, key: Path) -> subprocess.Popen[str]:
    command = [str(Path(sys.executable).parent / "shuzhi"), "serve", str(city), "--port", str(port)]
    command += ["--certificate", str(chain), "--certificate-key", str(key)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ)
    )


def asked(port: int, trusting: ssl.SSLContext) -> tuple[Message, str | None]:
    """The headers of an answer, and the version of TLS it came by."""
    with closing(http.client.HTTPSConnection("localhost", port, context=trusting, timeout=60)) as connection:
        connection.request("GET", "/api/session")
        version = connection.sock.version()
        answer = connection.getresponse()
        assert answer.status == 200
        answer.read()
        return answer.headers, version


def test_it_speaks_tls_and_says_so_in_every_answer(pair: tuple[Path, Path], tmp_path: Path) -> None:
    city, port = Path(shutil.copytree(CITY, tmp_path / "city")), _free_port()
    trusting = ssl.create_default_context(cafile=str(pair[0]))
    process = serve(city, port, *pair)
    try:
        deadline = time.monotonic() + 120
        while True:
            try:
                headers, _ = asked(port, trusting)
                break
            except OSError:
                assert process.poll() is None
                assert time.monotonic() < deadline
                time.sleep(0.2)
        assert headers["Strict-Transport-Security"] == "max-age=31536000"
        assert "Secure" in headers["Set-Cookie"]
        assert headers["Server"] is None
        trusting.maximum_version = ssl.TLSVersion.TLSv1_2
        assert asked(port, trusting)[1] == "TLSv1.2"
    finally:
        process.terminate()
        process.communicate(timeout=30)


def test_a_key_that_others_can_read_is_refused_before_anything_is_done(
    pair: tuple[Path, Path], tmp_path: Path
) -> None:
    chain, key = pair[0], Path(shutil.copy(pair[1], tmp_path / "key.pem"))
    key.chmod(0o644)
    city = Path(shutil.copytree(CITY, tmp_path / "city"))
    process = serve(city, _free_port(), chain, key)
    _, said = process.communicate(timeout=120)
    assert (process.returncode, "chmod 600" in said, "Traceback" in said) == (1, True, False)
    assert not (city / "ops").exists()
