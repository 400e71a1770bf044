"""The sections of the config that say what to poll, and how."""

from typing import Annotated, Literal

from pydantic import Field

from topbms.settings import Seconds, Section


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

    address: int = Field(ge=1, le=16)
    """The pack's number, as set by its DIP switches; 1 is the first pack also where its switches are all off."""

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

    version: Literal["01", "20", "21", "25", "26", "52"] | None = None
    """VER of the requests: topbms "21" or "52", tdt "01" or "25", seplos "20" or "26"; default: the first of them."""

    listen: bool = False
    """Never send anything: read what the packs answer to another master (inverter, master pack, vendor program)."""

    packs: Literal["auto"] | None = None
    """"auto" looks for packs 1 to 16 at the start and every hour, instead of a list of [[link.pack]]."""

    pack: tuple[PackSettings, ...] = ()
    """The packs on this port."""
