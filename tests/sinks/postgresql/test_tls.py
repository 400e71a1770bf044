"""An encrypted line: refused when the server's certificate is not to be trusted, in words that say what to check."""

import subprocess
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.servers.postgresql import Postgres, own, served
from tests.servers.real import program
from tests.sinks.postgresql.bench import bench, kept, set_up


def make_certificate(folder: Path, host: str) -> Path:
    """A self-signed certificate for a host name, and its key beside it."""
    openssl = program("openssl", "openssl")
    words = ["req", "-x509", "-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-days", "2"]
    words += ["-subj", f"/CN={host}", "-addext", f"subjectAltName=DNS:{host}"]
    command = [openssl, *words, "-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")]
    subprocess.run(command, check=True, capture_output=True)
    return folder / "certificate.pem"


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    return make_certificate(tmp_path, "localhost")


@pytest.fixture
async def server(cluster: Path, certificate: Path) -> AsyncIterator[Postgres]:
    """A server that offers TLS with that certificate."""
    options = ("ssl=on", "ssl_cert_file=certificate.pem", "ssl_key_file=key.pem")
    for path in (certificate, certificate.with_name("key.pem")):
        kept_in = cluster / path.name
        kept_in.write_bytes(path.read_bytes())
        kept_in.chmod(0o600)
    own(cluster)
    async with served(cluster, *options) as one:
        await set_up(one)
        yield one


async def test_a_certificate_that_is_trusted(tmp_path: Path, server: Postgres, certificate: Path) -> None:
    checked: dict[str, Any] = {"host": "localhost", "sslmode": "verify-full", "root_certificate": certificate}
    async with bench(tmp_path / "history.db", server, **checked) as gateway:
        gateway.read()
        await gateway.deliver()
        assert await kept(server) == [1]
        used = "SELECT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name = 'topbms home'"
        assert await server.query(used) == [(True,)]


async def test_a_certificate_that_nobody_trusts(tmp_path: Path, server: Postgres) -> None:
    async with bench(tmp_path / "history.db", server, host="localhost", sslmode="verify-full") as gateway:
        gateway.read()
        error = await gateway.fail()
        assert error.startswith(
            f"the line to PostgreSQL at localhost:{server.port}/topbms cannot be trusted or encrypted as wanted"
        )
        assert "check sslmode and root_certificate" in error


async def test_a_certificate_of_another_host(tmp_path: Path, server: Postgres, certificate: Path) -> None:
    checked: dict[str, Any] = {"host": "127.0.0.1", "sslmode": "verify-full", "root_certificate": certificate}
    async with bench(tmp_path / "history.db", server, **checked) as gateway:
        gateway.read()
        assert "cannot be trusted" in await gateway.fail()
    async with bench(tmp_path / "history.db", server, **{**checked, "sslmode": "verify-ca"}) as gateway:
        await gateway.deliver()
        assert await kept(server) == [1]


async def test_a_server_without_encryption(tmp_path: Path, bare: Postgres) -> None:
    await set_up(bare)
    async with bench(tmp_path / "history.db", bare, sslmode="require") as gateway:
        gateway.read()
        assert "cannot be trusted or encrypted as wanted (server does not support SSL" in await gateway.fail()
