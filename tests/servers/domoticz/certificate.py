"""A self-signed certificate like the one Domoticz ships: no name in it fits the host. Made anew each time."""

import asyncio
import ssl
import tempfile
from pathlib import Path


async def make_certificate() -> tuple[ssl.SSLContext, str]:
    """The server's side of TLS, and the certificate as PEM text; needs the `openssl` program."""
    with tempfile.TemporaryDirectory() as folder:
        key, certificate = Path(folder, "key.pem"), Path(folder, "certificate.pem")
        await _openssl(
            *("req", "-x509", "-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"),
            *("-days", "2", "-subj", "/CN=domoticz.com", "-keyout", str(key), "-out", str(certificate)),
        )
        return _load(certificate, key)


async def _openssl(*arguments: str) -> None:
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec("openssl", *arguments, stdout=pipe, stderr=pipe)
    _, complaint = await process.communicate()
    if process.returncode:
        raise RuntimeError(complaint.decode())


def _load(certificate: Path, key: Path) -> tuple[ssl.SSLContext, str]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context, certificate.read_text()
