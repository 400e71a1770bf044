"""The certificate by which the gateway proves over TLS to be itself. Reads its files; knows no section of a config."""

import ssl
from pathlib import Path

from topbms.errors import ConfigError
from topbms.web.files import content


def proof(certificate: Path, key: Path) -> ssl.SSLContext:
    """What a server needs for TLS; ConfigError for files that cannot be used."""
    content("certificate_file", certificate)  # ssl would not say which of the two it cannot read
    content("key_file", key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        context.load_cert_chain(certificate, key, password=_no_passphrase)
    except ssl.SSLError as error:
        raise ConfigError(
            "web.certificate_file: {file} and {key} are not a certificate and its key (PEM, without a passphrase)",
            file=certificate,
            key=key,
        ) from error
    context.set_alpn_protocols(["http/1.1"])
    return context


def _no_passphrase() -> str:
    """Instead of asking for one in a terminal that a service does not have."""
    return ""
