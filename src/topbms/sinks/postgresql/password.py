"""The password of the role that a gateway writes as: read, made, and written to its file. Knows no database."""

import os
import secrets
import stat
from pathlib import Path

from topbms.errors import ConfigError
from topbms.sinks.postgresql.settings import Settings

_BYTES = 24
_LONGEST = 4096


def password_of(settings: Settings) -> str | None:
    """The password of the config; None where it names none (libpq then looks at PGPASSWORD and ~/.pgpass).

    Raises ConfigError for a password file that cannot be read.
    """
    if settings.password is not None:
        return settings.password.get_secret_value()
    return None if settings.password_file is None else _first_line(settings.password_file)


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


def _first_line(file: Path) -> str:
    try:
        password = _begin(file).partition("\n")[0].rstrip("\r")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not text"
        raise ConfigError(
            "postgresql.password_file: {file} cannot be read ({reason}): check the path and its permissions; "
            "`topbms postgresql setup` makes a missing one",
            file=file,
            reason=reason,
        ) from error
    if not password:
        raise ConfigError("postgresql.password_file: {file} has no password in its first line", file=file)
    return password


def _begin(file: Path) -> str:
    """The begin of the file; ConfigError for a pipe or a device, which may never end."""
    mode = file.stat().st_mode
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise ConfigError("postgresql.password_file: {file} is not a plain file; name another", file=file)
    with file.open(encoding="utf-8") as text:
        return text.read(_LONGEST)
