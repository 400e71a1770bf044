"""The certificate by which a section has us prove over TLS to be ourselves. Knows TLS, and neither end of it."""

import ssl
from pathlib import Path

from topbms.errors import ConfigError
from topbms.settings.files import content


def prove(context: ssl.SSLContext, section: str, certificate: Path, key: Path) -> None:
    """Have TLS show the files of a section's `certificate_file` and `key_file`; ConfigError where it cannot."""
    content(f"{section}.certificate_file", certificate)  # ssl would not say which of the two it cannot read
    content(f"{section}.key_file", key)
    try:
        context.load_cert_chain(certificate, key, password=_no_passphrase)
    except ssl.SSLError as error:
        raise ConfigError(
            "{section}.certificate_file: {file} and {key} are not a certificate and its key (PEM, without a "
            "passphrase)",
            section=section,
            file=certificate,
            key=key,
        ) from error


def _no_passphrase() -> str:
    """Instead of asking for one in a terminal that a service does not have."""
    return ""
