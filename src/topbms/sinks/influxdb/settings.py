"""The section [influxdb] of the config. Knows what may stand there, and reads the files of secrets; asks nobody."""

import re
from pathlib import Path
from typing import Literal
from urllib.parse import SplitResult, parse_qsl

from pydantic import Field, SecretStr, field_validator, model_validator

from topbms.errors import ConfigError
from topbms.settings import Seconds, Section, SettingError
from topbms.settings.address import check_port, parts_of
from topbms.settings.files import first_line
from topbms.settings.password import SecretFile

_EXAMPLE = "http://192.168.10.12:8086/write?db=topbms"

_NANOSECONDS = {"n", "ns", "nanosecond", "auto"}
"""Precisions that the time stamps sent have: of InfluxDB 1, 2, 3, and the one that InfluxDB 3 tells by their size."""

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")

_SECRETS = {"u", "p", "token"}
"""Parameters by which InfluxDB 1 and some relatives take a login."""


class Settings(Section):
    """The line protocol over HTTP: InfluxDB 1, 2 and 3, VictoriaMetrics, QuestDB, Telegraf."""

    url: str
    """The write endpoint with its parameters, such as "http://192.168.10.12:8086/write?db=topbms"; docs/influxdb.md
    has the one of each product."""

    token: SecretStr | None = None
    """The token that may write there; better kept in `token_file`."""

    token_file: SecretFile = None
    """A file whose first line is the token, readable by the gateway only."""

    scheme: Literal["Token", "Bearer"] = "Token"
    """How the token is announced. InfluxDB 2 knows only "Token", QuestDB only "Bearer", InfluxDB 3 both."""

    user: str | None = None
    """The user, where the target has users instead of tokens (InfluxDB 1, QuestDB, or a proxy)."""

    password: SecretStr | None = None
    """The user's password; better kept in `password_file`."""

    password_file: SecretFile = None
    """A file whose first line is the password, readable by the gateway only."""

    prefix: str = "topbms"
    """What the names of all measurements (tables, metrics) begin with, as in `topbms_battery`."""

    cells: bool = True
    """Whether each cell's voltage is written."""

    interval: Seconds = Field(10.0, ge=1.0, le=3600.0)
    """How often new readings are written."""

    batch: int = Field(5000, ge=1, le=50_000)
    """How many records one request has at most."""

    backfill: Seconds = Field(30 * 86_400.0, ge=0.0, le=3650 * 86_400.0)
    """How much of the history is written at the very first start; "0s" for nothing."""

    gzip: bool = True
    """Whether requests are compressed, to a twentieth of their size; QuestDB does not take that."""

    timeout: Seconds = Field(30.0, ge=0.05, le=600.0)
    """How long to wait for an answer."""

    verify_tls: bool = True
    """Whether an https certificate is checked."""

    @field_validator("url")
    @classmethod
    def _url(cls, url: str) -> str:
        parts = parts_of(url, {"http", "https"})
        if parts is None:
            raise SettingError('an address such as "{example}" is expected', example=_EXAMPLE)
        check_port(parts, _EXAMPLE)
        if parts.path in {"", "/"} or parts.fragment:
            raise SettingError("the path of the write endpoint is expected at the end; docs/influxdb.md has them all")
        _check_query(parts)
        return url

    @field_validator("user")
    @classmethod
    def _user(cls, user: str | None) -> str | None:
        if user is not None and (":" in user or not user):
            raise SettingError("a user's name without a colon is expected")
        return user

    @field_validator("prefix")
    @classmethod
    def _prefix(cls, prefix: str) -> str:
        if not _NAME.fullmatch(prefix):
            raise SettingError("1 to 40 letters, digits or _ are expected, a letter first")
        return prefix

    @model_validator(mode="after")
    def _one_login(self) -> "Settings":
        has_password = self.password is not None or self.password_file is not None
        if (self.user is not None) != has_password:
            raise SettingError("user and password (or password_file) belong together; one of them is missing")
        if self.user is not None and (self.token is not None or self.token_file is not None):
            raise SettingError("either a token or a user is expected, not both")
        return self

    def secret(self) -> str | None:
        """The token, or the user's password; None without either. ConfigError where its file cannot be read."""
        for key, given, file in (
            ("token", self.token, self.token_file),
            ("password", self.password, self.password_file),
        ):
            if given is not None:
                return given.get_secret_value()
            if file is not None:
                return _in_file(f"influxdb.{key}_file", file)
        return None


def _check_query(parts: SplitResult) -> None:
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    if parts.username is not None or _SECRETS & set(query):
        raise SettingError("token, user and password have their own keys; they do not belong into the address")
    precision = query.get("precision", "ns")
    if precision not in _NANOSECONDS:
        raise SettingError(
            "time stamps are sent in nanoseconds: leave precision={precision} out of the address", precision=precision
        )


def _in_file(setting: str, file: Path) -> str:
    secret = first_line(setting, file).strip()
    if not secret:
        raise ConfigError("{setting}: {file} has nothing in its first line", setting=setting, file=file)
    return secret
