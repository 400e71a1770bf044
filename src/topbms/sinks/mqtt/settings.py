"""The section [mqtt] of the config. Knows what may stand there, and reads its files; asks no broker."""

import re
import ssl
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from pydantic import Field, SecretStr, ValidationInfo, field_validator, model_validator

from topbms.errors import ConfigError
from topbms.settings import Seconds, Section, SettingError
from topbms.sinks.mqtt.names import GATEWAY

_PORTS = {"mqtt": 1883, "mqtts": 8883}

_TOPIC = re.compile(r"[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*")

_MISREAD = ("temperature", "pressure")
"""Words in a topic by which Domoticz takes any value for one of these (Domoticz 2025.1)."""

_LONGEST = 65_536
"""Bytes of a password file that are looked at."""

_EXPIRY = 4
_SHORTEST_EXPIRY = 60


class Settings(Section):
    """An MQTT broker: Home Assistant and Domoticz by discovery, or whoever subscribes."""

    url: str
    """Where the broker answers, such as "mqtt://192.168.10.12" (port 1883) or "mqtts://broker.example" (TLS, 8883)."""

    user: str | None = None
    """The broker's user; leave it out if the broker lets everybody in."""

    password: SecretStr | None = None
    """The user's password; better kept in `password_file`."""

    password_file: Path | None = None
    """A file whose first line is the password, readable by the gateway only."""

    ca_file: Path | None = None
    """The certificate (PEM) that vouches for the broker's own, where no public authority does; needs mqtts."""

    certificate_file: Path | None = None
    """The gateway's own certificate (PEM), for a broker that asks for one; needs mqtts and `key_file`."""

    key_file: Path | None = None
    """The key (PEM, without a passphrase) that belongs to `certificate_file`."""

    verify_tls: bool = True
    """Whether the broker's certificate is checked. With false the line is encrypted, but the broker is not proved
    to be itself; better name its `ca_file`."""

    interval: Seconds = Field(30.0, ge=1.0, le=3600.0)
    """How often states are sent, changed or not; alarms and silent packs go at once."""

    timeout: Seconds = Field(10.0, ge=0.05, le=120.0)
    """How long to wait for the broker to acknowledge."""

    topic: str = Field("topbms", max_length=100)
    """What all topics begin with: `topbms/<site>/<pack>/state` and others."""

    discovery: bool = True
    """Whether packs announce themselves, so that Home Assistant and Domoticz make their devices by themselves.
    With false, what was announced before is taken back."""

    discovery_prefix: str = Field("homeassistant", max_length=100)
    """The topic under which announcements are expected; the same as in Home Assistant and Domoticz."""

    domoticz: bool = True
    """Whether Domoticz may find the announcements too. With false they have a form that only Home Assistant (2024.11
    or newer) reads: for those who feed Domoticz by [domoticz], and have its MQTT discovery on the same broker."""

    history: bool = False
    """Whether every reading is sent once more, with its time stamp, on `topbms/<site>/<pack>/history`: late and in
    order after an outage, for those who collect from many sites."""

    backfill: Seconds = Field(0.0, ge=0.0)
    """With `history = true`: how much of what is already kept is sent at the very first start."""

    @field_validator("url")
    @classmethod
    def _url(cls, url: str) -> str:
        parts = _parts(url)
        if parts is None or parts.scheme not in _PORTS or not parts.hostname:
            raise SettingError('an address such as "mqtt://192.168.10.12" or "mqtts://broker.example:8883" is expected')
        if not _has_port(parts):
            raise SettingError('the port must be a number from 1 to 65535, as in "mqtt://192.168.10.12:1883"')
        if parts.username is not None or parts.query or parts.fragment or parts.path.strip("/"):
            raise SettingError("only scheme, host and port belong here; user, password and topic have their own keys")
        return url.rstrip("/")

    @field_validator("topic", "discovery_prefix")
    @classmethod
    def _topic(cls, topic: str) -> str:
        if not _TOPIC.fullmatch(topic):
            raise SettingError("letters (without accents), digits, _ and - are possible, and / between them")
        misread = _misread(topic)
        if misread is not None:
            raise SettingError("Domoticz would take every value for a {word}: choose another topic", word=misread)
        return topic

    @field_validator("password_file")
    @classmethod
    def _one_password(cls, file: Path | None, info: ValidationInfo) -> Path | None:
        if file is not None and info.data.get("password") is not None:
            raise SettingError("the password is given twice; keep either password or password_file")
        return file

    @model_validator(mode="after")
    def _complete(self) -> "Settings":
        if self.user is None and (self.password is not None or self.password_file is not None):
            raise SettingError("a password needs its user; the user is missing")
        if (self.certificate_file is None) != (self.key_file is None):
            raise SettingError("certificate_file and key_file belong together; one of them is missing")
        has_files = self.ca_file is not None or self.certificate_file is not None
        if not self.is_encrypted and (has_files or not self.verify_tls):
            raise SettingError('certificates are for an address that begins with "mqtts://"')
        return self

    @property
    def is_encrypted(self) -> bool:
        """Whether the broker is spoken to over TLS."""
        return self.url.startswith("mqtts:")

    @property
    def host(self) -> str:
        """The broker's host."""
        return urlsplit(self.url).hostname or ""

    @property
    def port(self) -> int:
        """The broker's port."""
        parts = urlsplit(self.url)
        return parts.port or _PORTS[parts.scheme]

    @property
    def expiry(self) -> int:
        """Seconds after which a receiver should take a state for unknown: four intervals without a message."""
        return max(round(_EXPIRY * self.interval), _SHORTEST_EXPIRY)

    def objections(self, site: str, packs: Iterable[str]) -> Iterator[ConfigError]:
        """What cannot be, of the names of the site and of packs: they become topics."""
        names = list(packs)
        if GATEWAY in names:
            yield ConfigError('[mqtt] calls the gateway "{id}": choose another id for that pack', id=GATEWAY)
        for name in (site, *names) if self.discovery and self.domoticz else ():
            misread = _misread(name)
            if misread is not None:
                yield ConfigError(
                    "{name}: Domoticz would take every value for a {word}: choose another name, or set "
                    "domoticz = false in [mqtt]",
                    name=name,
                    word=misread,
                )

    def credentials(self) -> tuple[str, str | None] | None:
        """User and password, None without a user; ConfigError where the password file cannot be read."""
        if self.user is None:
            return None
        if self.password is not None:
            return self.user, self.password.get_secret_value()
        return self.user, None if self.password_file is None else _first_line(self.password_file)

    def trust(self) -> ssl.SSLContext | None:
        """Whom to believe, and how to prove oneself; None without TLS. ConfigError for a file that cannot be used."""
        if not self.is_encrypted:
            return None
        context = ssl.create_default_context()
        if self.ca_file is not None:
            _believe(context, self.ca_file)
        if self.certificate_file is not None and self.key_file is not None:
            _prove(context, self.certificate_file, self.key_file)
        if not self.verify_tls:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context


def _parts(url: str) -> SplitResult | None:
    """The parts of an address; None for one that nobody can be asked at."""
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


def _misread(name: str) -> str | None:
    return next((word for word in _MISREAD if word in name.lower()), None)


def _first_line(file: Path) -> str:
    try:
        text = _read("password_file", file).decode()
    except UnicodeDecodeError as error:
        raise ConfigError("mqtt.password_file: {file} is not text", file=file) from error
    password = text.partition("\n")[0].rstrip("\r")
    if not password:
        raise ConfigError("mqtt.password_file: {file} has no password in its first line", file=file)
    return password


def _believe(context: ssl.SSLContext, authority: Path) -> None:
    _read("ca_file", authority)
    try:
        context.load_verify_locations(authority)
    except ssl.SSLError as error:
        raise ConfigError("mqtt.ca_file: {file} is not a certificate (PEM)", file=authority) from error


def _prove(context: ssl.SSLContext, certificate: Path, key: Path) -> None:
    _read("certificate_file", certificate)
    _read("key_file", key)
    try:
        context.load_cert_chain(certificate, key, password=_no_passphrase)
    except ssl.SSLError as error:
        raise ConfigError(
            "mqtt.certificate_file: {file} and {key} are not a certificate and its key (PEM, without a passphrase)",
            file=certificate,
            key=key,
        ) from error


def _read(setting: str, file: Path) -> bytes:
    """The begin of a file; ConfigError names it, which ssl would not do."""
    try:
        if not stat.S_ISREG(file.stat().st_mode) and not file.is_dir():  # a pipe or a device may never end
            raise ConfigError("mqtt.{setting}: {file} is not a plain file; name another", setting=setting, file=file)
        with file.open("rb") as opened:
            return opened.read(_LONGEST)
    except OSError as error:
        raise ConfigError(
            "mqtt.{setting}: {file} cannot be read ({reason}): check the path and its permissions",
            setting=setting,
            file=file,
            reason=error.strerror,
        ) from error


def _no_passphrase() -> str:
    """Instead of asking for one in a terminal that a service does not have."""
    return ""
