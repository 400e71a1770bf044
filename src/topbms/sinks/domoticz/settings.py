"""The section [domoticz] of the config. Knows what may stand there, and reads the password file; asks nobody."""

from difflib import get_close_matches
from typing import Literal

from pydantic import Field, PositiveInt, SecretStr, field_validator, model_validator

from topbms.settings import Seconds, Section, SettingError
from topbms.settings.address import check_port, parts_of
from topbms.settings.password import SecretFile, password_of
from topbms.sinks.domoticz.devices import ROWS, is_device_key, row_of

Login = Literal["none", "basic", "cookie"]

_EXAMPLE = "http://192.168.10.12:8080"


class Settings(Section):
    """Domoticz, over its HTTP interface."""

    url: str
    """Where Domoticz answers, such as "http://192.168.10.12:8080"; a path is allowed, for a reverse proxy."""

    user: str | None = None
    """The Domoticz user; leave it out if this machine is in Domoticz' trusted networks.
    Rights "User" are enough to run; `topbms domoticz setup` needs an administrator."""

    password: SecretStr | None = None
    """The user's password; better kept in `password_file`."""

    password_file: SecretFile = None
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
        parts = parts_of(url, {"http", "https"})
        if parts is None:
            raise SettingError('an address such as "{example}" is expected', example=_EXAMPLE)
        check_port(parts, _EXAMPLE)
        if parts.username is not None or parts.query or parts.fragment:
            raise SettingError("only scheme, host, port and path belong here; user and password have their own keys")
        return url.rstrip("/")

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
        return self.user, password_of("domoticz.password_file", self.password, self.password_file) or ""


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
