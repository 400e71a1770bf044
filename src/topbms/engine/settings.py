"""The sections of the config that say what to poll, and how."""

from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from topbms.dialects.numbers import HIGHEST
from topbms.engine.placing import Place, allowed, place_of
from topbms.settings import Seconds, Section, SettingError, Texts
from topbms.settings.endpoint import Address, Network


class PollSettings(Section):
    """How often packs are asked, and how patiently."""

    interval: Seconds = Field(10.0, ge=0.2, le=3600.0)
    """Time between two readings of a pack."""

    deadline: Seconds = Field(0.5, ge=0.05, le=10.0)
    """How long a pack may take to answer, beside the time that the characters need on the wire."""

    retries: int = Field(2, ge=0, le=10)
    """How often a pack that answered last time is asked again in one round."""

    spacing: Literal["auto"] | Annotated[Seconds, Field(ge=0, le=10.0)] = "auto"
    """Pause between a reply and the next request, at most "10s"; "auto" learns it from the pack's own answer time."""


class PackSettings(Section):
    """One pack on a link."""

    address: int = Field(ge=1, le=HIGHEST)
    """The pack's number, as set by its DIP switches; 1 is the first pack also where its switches are all off. Above 16
    only in dialect pylontech, whose groups follow each other: the second one begins at 17."""

    id: str | None = Field(None, pattern=r"^[A-Za-z0-9_-]{1,40}$")
    """Names the pack in history, topics and devices for ever; default: the link's id, a dash, the address."""

    name: str | None = Field(None, max_length=60)
    """What people call the pack; may change at any time. Default: the id."""

    invert_current: bool = False
    """Turn the sign of the current, for a pack that reports discharge as positive."""

    current_factor: float = Field(1.0, gt=0, le=100)
    """Multiply the current, for a shunt that is off."""


class LinkSettings(Section):
    """One port with its packs."""

    id: str = Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")
    """Names the link in logs and in the packs' default ids."""

    url: str
    """/dev/serial/by-id/…, socket://HOST:PORT, rfc2217://HOST:PORT or esphome://HOST."""

    baud: int = Field(9600, ge=300, le=921_600)
    """Speed of the pack's serial port, also behind a converter."""

    dialect: str = "auto"
    """The BMS family; "auto" takes the one that the pack turns out to speak."""

    version: Literal["01", "20", "21", "22", "25", "26", "52"] | None = None
    """VER of the requests: topbms "21" or "52", tdt "01" or "25", seplos "20" or "26"; default: the first of them."""

    listen: bool = False
    """Never send anything: read what the packs answer to another master (inverter, master pack, vendor program)."""

    share: str | None = None
    """Where the vendor's program, or a second gateway, may read the same packs through this one: a TCP port such as
    "127.0.0.1:7100", or "pty:/run/topbms/vendor", which then looks like a serial port."""

    share_allow: Texts = ()
    """Addresses and networks, such as ["192.168.1.20"], that may come to `share` from other machines."""

    packs: Literal["auto"] | None = None
    """"auto" looks for packs 1 to 16 at the start and every hour, instead of a list of [[link.pack]]."""

    pack: tuple[PackSettings, ...] = ()
    """The packs on this port."""

    @property
    def share_place(self) -> Place | None:
        """Where the line is shared, if it is."""
        return None if self.share is None else place_of(self.share)

    @property
    def share_networks(self) -> tuple[Network, ...]:
        """Who may come there from other machines."""
        return tuple(map(allowed, self.share_allow))

    @field_validator("share")
    @classmethod
    def _place(cls, share: str | None) -> str | None:
        if share is not None:
            place_of(share)
        return share

    @field_validator("share_allow")
    @classmethod
    def _networks(cls, networks: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(str(allowed(network)) for network in networks)

    @model_validator(mode="after")
    def _shared(self) -> "LinkSettings":
        place = self.share_place
        if place is not None and self.listen:
            raise SettingError("share and listen = true exclude each other: where nothing is sent, nobody can ask")
        if isinstance(place, Address) and not place.is_local and not self.share_allow:
            raise SettingError(
                "other machines reach the share {share}; name those that may ask, as in share_allow = "
                '["192.168.1.20"], or keep 127.0.0.1',
                share=self.share,
            )
        return self
