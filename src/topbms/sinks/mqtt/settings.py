"""The section [mqtt] of the config. Knows what may stand there, and reads its files; asks no broker."""

import re
import ssl
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator

from topbms.errors import ConfigError
from topbms.settings import Seconds, Section, SettingError
from topbms.settings.address import check_port, parts_of
from topbms.settings.certificate import prove
from topbms.settings.files import content
from topbms.settings.password import SecretFile, password_of
from topbms.sinks.mqtt.names import GATEWAY

_PORTS = {"mqtt": 1883, "mqtts": 8883}

_TOPIC = re.compile(r"[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*")

_MISREAD = ("temperature", "pressure")
"""Words in a topic by which Domoticz takes any value for one of these (Domoticz 2025.1)."""

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

    password_file: SecretFile = None
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
        parts = parts_of(url, _PORTS)
        if parts is None:
            raise SettingError('an address such as "mqtt://192.168.10.12" or "mqtts://broker.example:8883" is expected')
        check_port(parts, "mqtt://192.168.10.12:1883")
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
        return self.user, password_of("mqtt.password_file", self.password, self.password_file)

    def trust(self) -> ssl.SSLContext | None:
        """Whom to believe, and how to prove oneself; None without TLS. ConfigError for a file that cannot be used."""
        if not self.is_encrypted:
            return None
        context = ssl.create_default_context()
        if self.ca_file is not None:
            _believe(context, self.ca_file)
        if self.certificate_file is not None and self.key_file is not None:
            prove(context, "mqtt", self.certificate_file, self.key_file)
        if not self.verify_tls:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context


def _misread(name: str) -> str | None:
    return next((word for word in _MISREAD if word in name.lower()), None)


def _believe(context: ssl.SSLContext, authority: Path) -> None:
    content("mqtt.ca_file", authority)  # ssl would not name it
    try:
        context.load_verify_locations(authority)
    except ssl.SSLError as error:
        raise ConfigError("mqtt.ca_file: {file} is not a certificate (PEM)", file=authority) from error
