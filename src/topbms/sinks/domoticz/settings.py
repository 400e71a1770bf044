"""The section [domoticz] of the config. Knows what may stand there, and reads the password file; asks nobody."""

import stat
from difflib import get_close_matches
from pathlib import Path
from typing import Literal
from urllib.parse import SplitResult, urlsplit

from pydantic import Field, PositiveInt, SecretStr, ValidationInfo, field_validator, model_validator

from topbms.errors import ConfigError
from topbms.settings import Seconds, Section, SettingError
from topbms.sinks.domoticz.devices import ROWS, is_device_key, row_of

Login = Literal["none", "basic", "cookie"]

_LONGEST = 4096
"""Characters of a password file that are looked at."""


class Settings(Section):
    """Domoticz, over its HTTP interface."""

    url: str
    """Where Domoticz answers, such as "http://192.168.10.12:8080"; a path is allowed, for a reverse proxy."""

    user: str | None = None
    """The Domoticz user; leave it out if this machine is in Domoticz' trusted networks.
    Rights "User" are enough to run; `topbms domoticz setup` needs an administrator."""

    password: SecretStr | None = None
    """The user's password; better kept in `password_file`."""

    password_file: Path | None = None
    """A file whose first line is the password, readable by the gateway only."""

    login: Literal["auto", "none", "basic", "cookie"] = "auto"
    """How to log in. "auto": no user, no login; else "basic", and where Domoticz does not take that (plain http,
    as long as "Allow Basic-Auth authentication over plain HTTP" is off) the session "cookie" of its own page."""

    interval: Seconds = Field(60.0, ge=1.0, le=3600.0)
    """How often values are sent; alarms go at once."""

    resend: Seconds = Field(1800.0, ge=60.0, le=86_400.0)
    """After how long an unchanged value is sent again; Domoticz calls a device lost after 60 minutes."""

    timeout: Seconds = Field(10.0, ge=0.05, le=120.0)
    """How long to wait for an answer."""

    cells: bool = False
    """Whether each cell's voltage is a device of its own."""

    verify_tls: bool = True
    """Whether an https certificate is checked. The one that comes with Domoticz is self-signed and made out to
    another name: set this to false for it. The line is then encrypted, but Domoticz is not proved to be itself."""

    idx: dict[str, dict[str, PositiveInt]] = Field(default_factory=dict)
    """Devices that exist already and are to be kept, by pack id, "bank" or "gateway": quantity and idx, such as
    `voltage = 2284`; of several, `"temperatures/1" = 2285`. None is created for these."""

    @field_validator("url")
    @classmethod
    def _url(cls, url: str) -> str:
        parts = _parts(url)
        if parts is None or parts.scheme not in {"http", "https"} or not parts.hostname:
            raise SettingError('an address such as "http://192.168.10.12:8080" is expected')
        if not _has_port(parts):
            raise SettingError('the port must be a number from 1 to 65535, as in "http://192.168.10.12:8080"')
        if parts.username is not None or parts.query or parts.fragment:
            raise SettingError("only scheme, host, port and path belong here; user and password have their own keys")
        return url.rstrip("/")

    @field_validator("password_file")
    @classmethod
    def _one_password(cls, file: Path | None, info: ValidationInfo) -> Path | None:
        if file is not None and info.data.get("password") is not None:
            raise SettingError("the password is given twice; keep either password or password_file")
        return file

    @field_validator("idx")
    @classmethod
    def _known_and_once(cls, idx: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
        taken: dict[int, str] = {}
        for key, number in _flat(idx).items():
            _check_key(key)
            if number in taken:
                raise SettingError(
                    "{key}: idx {idx} is already taken by {other}", key=key, idx=number, other=taken[number]
                )
            taken[number] = key
        return idx

    @model_validator(mode="after")
    def _complete(self) -> "Settings":
        has_password = self.password is not None or self.password_file is not None
        if (self.user is not None) != has_password:
            raise SettingError("user and password (or password_file) belong together; one of them is missing")
        if self.login in {"basic", "cookie"} and self.user is None:
            raise SettingError('login = "{login}" needs user and password', login=self.login)
        return self

    @property
    def given(self) -> dict[str, int]:
        """The explicit idx by device key, such as "battery1/voltage"."""
        return _flat(self.idx)

    def credentials(self) -> tuple[str, str] | None:
        """User and password, None without a user; ConfigError where the password file cannot be read."""
        if self.user is None:
            return None
        if self.password is not None:
            return self.user, self.password.get_secret_value()
        return self.user, _first_line(self.password_file or Path())


def _parts(url: str) -> SplitResult | None:
    """The parts of an address; None for one that no request can be sent to."""
    if not url.isprintable() or " " in url:
        return None
    try:
        parts = urlsplit(url)
        (parts.hostname or "").encode("idna")  # as it will be asked for
    except ValueError:
        return None
    return parts


def _has_port(parts: SplitResult) -> bool:
    """Whether the port is left out, or one that a machine can have."""
    try:
        return parts.port != 0
    except ValueError:
        return False


def _flat(idx: dict[str, dict[str, int]]) -> dict[str, int]:
    return {f"{pack}/{key}": number for pack, numbers in idx.items() for key, number in numbers.items()}


def _check_key(key: str) -> None:
    quantity = key.partition("/")[2]
    if is_device_key(quantity):
        return
    near = get_close_matches(quantity.partition("/")[0], [row.quantity for row in ROWS], n=1)
    if not near:
        raise SettingError("{key}: there is no such device", key=key)
    number = "/1" if row_of(f"/{near[0]}").each else ""
    raise SettingError("{key}: there is no such device, did you mean {near}?", key=key, near=near[0] + number)


def _first_line(file: Path) -> str:
    try:
        password = _read(file).partition("\n")[0].rstrip("\r")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not text"
        raise ConfigError(
            "domoticz.password_file: {file} cannot be read ({reason}): check the path and its permissions",
            file=file,
            reason=reason,
        ) from error
    if not password:
        raise ConfigError("domoticz.password_file: {file} has no password in its first line", file=file)
    return password


def _read(file: Path) -> str:
    """The begin of the file; ConfigError for a pipe or a device, which may never end."""
    mode = file.stat().st_mode
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise ConfigError("domoticz.password_file: {file} is not a plain file; name another", file=file)
    with file.open(encoding="utf-8") as text:
        return text.read(_LONGEST)
