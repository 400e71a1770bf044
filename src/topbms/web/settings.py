"""The section [web] of the config: where the gateway shows itself over HTTP, and to whom. Knows what may be there."""

import ssl
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr, ValidationInfo, field_validator, model_validator

from topbms.errors import ConfigError
from topbms.settings import Section, SettingError, Texts
from topbms.settings.certificate import prove
from topbms.settings.endpoint import Address, Network, address_of
from topbms.settings.files import content
from topbms.web.places import frame_of, name_of, network_of, prefix_of
from topbms.web.safe.password import Password, parsed
from topbms.web.safe.token import checked

__all__ = ["Address", "Settings", "Token"]


class Token(Section):
    """A program that may ask without the password; `topbms config token NAME` writes this."""

    name: str = Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")
    """What it is for."""

    hash: Annotated[str, AfterValidator(checked)]
    """By what the token is known; it is kept nowhere itself."""


class Settings(Section):
    """The page, its API, /metrics, /livez and /healthz: where they are, and to whom they are shown."""

    enabled: bool = True
    """Whether anything is served at all."""

    listen: str = "127.0.0.1:8765"
    """Address and port, such as "127.0.0.1:8765", which only this machine reaches; "0.0.0.0:8765" is every IPv4
    address that the machine has, "[::]:8765" every one."""

    password_hash: SecretStr | None = None
    """The password for whoever comes from another machine, as `topbms config password` writes it; it cannot be read
    out of this."""

    password_hash_file: Path | None = None
    """A file whose first line is `password_hash`, instead of it."""

    insecure: bool = False
    """Needed to be reached by other machines without a password: everybody who reaches it may look. Nobody can change
    anything in the battery."""

    token: tuple[Token, ...] = ()
    """Programs that may ask without the password."""

    certificate_file: Path | None = None
    """The certificate (PEM, with those that vouch for it) for https; needs `key_file`."""

    key_file: Path | None = None
    """The key (PEM, without a passphrase) that belongs to `certificate_file`."""

    hosts: Texts = ()
    """Names under which browsers may ask, such as ["battery.example.org"], beside addresses, localhost and the
    machine's own name; "*" is any name, for those whose reverse proxy looks after them."""

    trusted_proxies: Texts = ()
    """Addresses or networks of your reverse proxies, such as ["192.168.1.2"]: what their headers say of a visitor is
    believed. Name the proxies only, never a network that visitors are in."""

    prefix: Annotated[str, AfterValidator(prefix_of)] = Field("", max_length=100)
    """The path under which a reverse proxy shows the page, such as "/battery"."""

    framed_by: Texts = ()
    """Pages that may show this one in a frame, such as ["http://homeassistant.local:8123"]; "self" are those of the
    same address."""

    @field_validator("listen")
    @classmethod
    def _address(cls, listen: str) -> str:
        address_of(listen)
        return listen

    @field_validator("password_hash")
    @classmethod
    def _password(cls, line: SecretStr | None) -> SecretStr | None:
        if line is not None:
            parsed(line.get_secret_value())
        return line

    @field_validator("password_hash_file")
    @classmethod
    def _one_password(cls, file: Path | None, info: ValidationInfo) -> Path | None:
        if file is not None and info.data.get("password_hash") is not None:
            raise SettingError("the password is given twice; keep either password_hash or password_hash_file")
        return file

    @field_validator("hosts")
    @classmethod
    def _names(cls, hosts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name_of(host) for host in hosts)

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, proxies: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(str(network_of(proxy)) for proxy in proxies)

    @field_validator("framed_by")
    @classmethod
    def _frames(cls, pages: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(frame_of(page) for page in pages)

    @model_validator(mode="after")
    def _complete(self) -> "Settings":
        if (self.certificate_file is None) != (self.key_file is None):
            raise SettingError("certificate_file and key_file belong together; one of them is missing")
        if not (self.address.is_local or self.has_password or self.insecure):
            raise SettingError(
                "other machines reach {listen}, and there is no password: set one with topbms config password, keep "
                "127.0.0.1, or write insecure = true beside it if everybody in your network may look",
                listen=self.listen,
            )
        return self

    @property
    def address(self) -> Address:
        """`listen` in its parts."""
        return address_of(self.listen)

    @property
    def proxies(self) -> tuple[Network, ...]:
        """`trusted_proxies` as networks."""
        return tuple(network_of(proxy) for proxy in self.trusted_proxies)

    @property
    def has_password(self) -> bool:
        """Whether a password is set."""
        return self.password_hash is not None or self.password_hash_file is not None

    @property
    def is_encrypted(self) -> bool:
        """Whether it is https."""
        return self.certificate_file is not None

    def credentials(self) -> Password | None:
        """The password, None without one; ConfigError where its file cannot be read."""
        if self.password_hash is not None:
            return parsed(self.password_hash.get_secret_value())
        return None if self.password_hash_file is None else _in_file(self.password_hash_file)

    def trust(self) -> ssl.SSLContext | None:
        """What TLS needs, None without it; ConfigError for files that cannot be used."""
        if self.certificate_file is None or self.key_file is None:
            return None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        prove(context, "web", self.certificate_file, self.key_file)
        context.set_alpn_protocols(["http/1.1"])
        return context


def _in_file(file: Path) -> Password:
    line = content("web.password_hash_file", file).partition(b"\n")[0].strip()
    try:
        return parsed(line.decode("ascii", "replace"))
    except SettingError as error:
        problem = ConfigError(error.template, **error.values)
        raise ConfigError("web.password_hash_file: {file}: {problem}", file=file, problem=problem) from error
