"""The section [postgresql] of the config. Knows what may stand there; asks nobody and reads no file."""

import re
from pathlib import Path
from typing import Literal
from urllib.parse import SplitResult, unquote, urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator

from topbms.settings import Seconds, Section, SettingError
from topbms.settings.password import SecretFile

WRITER = "topbms_writer"
"""The role that a gateway writes as, unless the config names another."""

_EXAMPLE = "postgresql://192.168.10.12:5432/topbms"
_IN_URL = ("host", "port", "database")


class Settings(Section):
    """PostgreSQL, with TimescaleDB where it is there; tables, views and role are made by `topbms postgresql setup`."""

    url: str | None = None
    """Where the database is, as "postgresql://host:5432/database"; or give `host`, `port` and `database`."""

    host: str = "localhost"
    """The server's name or address; a folder such as "/var/run/postgresql" is its Unix socket."""

    port: int = Field(5432, ge=1, le=65535)
    """The server's port."""

    database: str = "topbms"
    """The database's name."""

    user: str = WRITER
    """The role that the gateway writes as: `topbms postgresql setup` makes it, and lets it insert, nothing else."""

    password: SecretStr | None = None
    """The role's password; better kept in `password_file`."""

    password_file: SecretFile = None
    """A file whose first line is the password, readable by the gateway only.
    If it is missing, `topbms postgresql setup` makes a password and writes it there."""

    sslmode: Literal["disable", "prefer", "require", "verify-ca", "verify-full"] = "prefer"
    """How the line is encrypted: "prefer" where the server offers it, "require" always; "verify-full" also checks
    that it is the right server, by its certificate and name, "verify-ca" by its certificate only."""

    root_certificate: Path | None = None
    """The certificate (PEM) that the server's must be signed with; default for "verify-full": those of the system."""

    schema_name: str = "topbms"
    """The schema in the database that holds the tables: small letters, digits or `_`."""

    interval: Seconds = Field(10.0, ge=1.0, le=3600.0)
    """How often what is new is written."""

    batch: int = Field(5000, ge=1, le=50_000)
    """How many readings, events and healths are written at once at most, when there is much to catch up with."""

    backfill: Seconds = Field(30 * 86_400.0, ge=0.0, le=3650 * 86_400.0)
    """How much of the history is written at the very first start; "0s" for nothing."""

    timeout: Seconds = Field(30.0, ge=0.05, le=600.0)
    """How long one writing may take."""

    @field_validator("url")
    @classmethod
    def _url(cls, url: str | None) -> str | None:
        parts = None if url is None else _parts(url)
        if parts is not None and (parts.username is not None or parts.query or parts.fragment):
            raise SettingError(
                "only host, port and database belong here; user, password and sslmode have their own keys"
            )
        return url

    @field_validator("schema_name")
    @classmethod
    def _plain_name(cls, name: str) -> str:
        if re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", name) is None:
            raise SettingError('a name of small letters, digits or _ is expected, such as "topbms"')
        return name

    @model_validator(mode="after")
    def _fitting(self) -> "Settings":
        twice = [key for key in _IN_URL if key in self.model_fields_set]
        if self.url is not None and twice:
            raise SettingError("url and {key} exclude each other; keep one", key=twice[0])
        if self.sslmode == "verify-ca" and self.root_certificate is None:
            raise SettingError('sslmode = "verify-ca" needs a root_certificate')
        return self

    @property
    def place(self) -> tuple[str, int, str]:
        """Host, port and database."""
        if self.url is None:
            return self.host, self.port, self.database
        parts = urlsplit(self.url)
        return unquote(parts.hostname or ""), parts.port or 5432, unquote(parts.path[1:])

    @property
    def target(self) -> str:
        """Server and database as they are shown."""
        host, port, database = self.place
        return f"{host}:{port}/{database}"


def _parts(url: str) -> SplitResult:
    """The parts of an address, with host and database; SettingError for anything else."""
    try:
        parts = urlsplit(url)
        is_complete = parts.hostname and parts.path.strip("/") and "/" not in parts.path[1:] and parts.port != 0
    except ValueError:
        is_complete = False
    if not is_complete or not url.isprintable() or parts.scheme not in {"postgresql", "postgres"}:
        raise SettingError('an address such as "{example}" is expected', example=_EXAMPLE)
    return parts
