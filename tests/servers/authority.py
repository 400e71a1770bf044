"""A certificate authority of one test, and the certificates it signs. Needs the `openssl` program."""

import subprocess
from pathlib import Path

_CURVE = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1")


class Authority:
    """Keeps everything in a folder: `certificate` is what others have to trust."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.certificate, self._key = folder / "ca.pem", folder / "ca.key"
        _openssl(
            *("req", "-x509", "-nodes", *_CURVE, "-days", "2", "-subj", "/CN=Test authority"),
            *("-addext", "keyUsage=critical,keyCertSign,cRLSign"),
            *("-keyout", self._key, "-out", self.certificate),
        )

    def sign(self, name: str, *, host: str = "127.0.0.1") -> tuple[Path, Path]:
        """A certificate and its key, for this host."""
        request, key, certificate = (self._folder / f"{name}.{ending}" for ending in ("csr", "key", "pem"))
        extensions = self._folder / f"{name}.ext"
        kind = "IP" if host[0].isdigit() else "DNS"
        extensions.write_text(f"subjectAltName={kind}:{host}\n", encoding="utf-8")
        _openssl("req", "-nodes", *_CURVE, "-subj", f"/CN={name}", "-keyout", key, "-out", request)
        _openssl(
            *("x509", "-req", "-in", request, "-CA", self.certificate, "-CAkey", self._key, "-CAcreateserial"),
            *("-days", "2", "-extfile", extensions, "-out", certificate),
        )
        return certificate, key

    @staticmethod
    def lock(key: Path) -> Path:
        """The same key behind a passphrase."""
        locked = key.with_suffix(".locked")
        _openssl("ec", "-in", key, "-aes256", "-passout", "pass:sesame", "-out", locked)
        return locked


def _openssl(*arguments: str | Path) -> None:
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)  # noqa: S607 - found as a user would
