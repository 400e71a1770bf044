"""The password of the role that a gateway writes as: read, made, and written to its file. Knows no database."""

import os
import secrets
from pathlib import Path

from topbms.errors import ConfigError
from topbms.settings import password as kept
from topbms.sinks.postgresql.settings import Settings

_BYTES = 24


def password_of(settings: Settings) -> str | None:
    """The password of the config; None where it names none (libpq then looks at PGPASSWORD and ~/.pgpass).

    Raises ConfigError for a password file that cannot be read.
    """
    try:
        return kept.password_of("postgresql.password_file", settings.password, settings.password_file)
    except ConfigError as error:
        if not isinstance(error.__cause__, FileNotFoundError):
            raise
        raise ConfigError("{problem}; `topbms postgresql setup` makes a missing one", problem=error) from error


def made_password() -> str:
    """A new one that nobody guesses: 32 letters, digits, `-` and `_`."""
    return secrets.token_urlsafe(_BYTES)


def write_password(file: Path, password: str, owner: tuple[int, int] | None) -> None:
    """Put it into a file that only its owner (user and group, None for ourselves) may read; raises ConfigError."""
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
            os.fchmod(descriptor, 0o600)
            if owner is not None:
                os.fchown(descriptor, *owner)
            opened.write(f"{password}\n")
    except OSError as error:
        raise ConfigError(
            "postgresql.password_file: {file} cannot be written ({reason}): make its folder, "
            "or use sudo; then run `topbms postgresql setup --new-password`",
            file=file,
            reason=error.strerror,
        ) from error
