"""Faults to order: what can go wrong between a battery and its reader, each one small and exact.

A fault is a value: it says what happens, to whom and how often, and keeps no state (`topbms.sim.inforce` counts).
Those of a port (Cut, HalfOpen) concern connections; all others are `ReplyFault`s. Knows bytes and frames, no time.
"""

from dataclasses import dataclass, replace
from random import Random
from typing import Any, Literal

from topbms.errors import ConfigError
from topbms.model.quantities import QUANTITIES
from topbms.model.reading import Analog
from topbms.protocol.frame import Frame
from topbms.sim.registers import REGISTERS, check

_BYTE = 0xFF
_MOST = 3600  # seconds or characters: an hour, or most of the longest frame


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Anything that can be ordered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut(Fault):
    """Connections are closed, and new ones refused until it is cleared; a pseudo-terminal goes away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfOpen(Fault):
    """Connections are accepted and never answered nor closed.

    With `present` only those that are open at that moment die, and new ones work: what is left of a connection when
    a converter restarts.
    """

    present: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyFault(Fault):
    """A fault of replies. `pack` is the address concerned and `command` the CID2 asked, None for all.

    `every` is 1 for each fitting reply, n for every n-th of them; `times` is after how many strikes the fault is
    over, None for never. Raises ConfigError for counts below 1 and for a command that is no byte.
    """

    pack: int | None = None
    command: int | None = None
    every: int = 1
    times: int | None = None

    def __post_init__(self) -> None:
        if self.every < 1 or (self.times is not None and self.times < 1):
            raise ConfigError("a fault strikes every 1, 2, 3 … times, not every {every}", every=self.every)
        _check_byte("command", self.command or 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mute(ReplyFault):
    """No reply."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slow(ReplyFault):
    """The reply begins `delay` s later than usual."""

    delay: float = 0.3

    def __post_init__(self) -> None:
        ReplyFault.__post_init__(self)
        _check_size("delay", self.delay)


@dataclass(frozen=True, slots=True, kw_only=True)
class Late(ReplyFault):
    """The reply begins after `delay` s; None: only when the next request has come, and in front of its answer."""

    delay: float | None = None

    def __post_init__(self) -> None:
        ReplyFault.__post_init__(self)
        _check_size("delay", self.delay or 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameFault(ReplyFault):
    """A fault that changes the reply's frame; checksums are right again afterwards."""

    def change(self, reply: Frame) -> Frame:
        """The frame that is sent instead."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorCode(FrameFault):
    """The pack refuses with RTN `code` (01 to FF)."""

    code: int = 0x04

    def __post_init__(self) -> None:
        FrameFault.__post_init__(self)
        _check_byte("code", self.code, least=1)

    def change(self, reply: Frame) -> Frame:
        """The refusal."""
        return replace(reply, cid2=self.code, info=b"")


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign(FrameFault):
    """Another pack's reply: with another ADR (`address`), with another first byte of INFO (`info`), or with both.

    What stands behind the first byte is the asked pack's.
    """

    address: int | None = None
    info: int | None = None

    def __post_init__(self) -> None:
        FrameFault.__post_init__(self)
        if self.address is None and self.info is None:
            raise ConfigError("another pack's reply needs another address or info")
        _check_byte("address", self.address or 0)
        _check_byte("info", self.info or 0)

    def change(self, reply: Frame) -> Frame:
        """The reply with the other numbers."""
        info = reply.info if self.info is None else bytes((self.info,)) + reply.info[1:]
        return replace(reply, address=reply.address if self.address is None else self.address, info=info)


@dataclass(frozen=True, slots=True, kw_only=True)
class BytesFault(ReplyFault):
    """A fault that damages the reply's characters."""

    def damage(self, reply: bytes, chance: Random) -> bytes:
        """What arrives instead; `chance` is where arbitrary bytes come from."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongChecksum(BytesFault):
    """The last digit of CHKSUM is another one."""

    def damage(self, reply: bytes, chance: Random) -> bytes:
        """The reply with its last digit moved on."""
        del chance
        body, digit, end = reply[:-2], int(reply[-2:-1], 16), reply[-1:]
        return b"%b%X%b" % (body, (digit + 1) % 16, end)


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfFrame(BytesFault):
    """The reply stops after `keep` characters, `~` included; None: in its middle."""

    keep: int | None = None

    def __post_init__(self) -> None:
        BytesFault.__post_init__(self)
        _check_size("keep", self.keep or 0)

    def damage(self, reply: bytes, chance: Random) -> bytes:
        """Its beginning."""
        del chance
        return reply[: len(reply) // 2 if self.keep is None else self.keep]


@dataclass(frozen=True, slots=True, kw_only=True)
class Garbage(BytesFault):
    """`count` arbitrary bytes before the reply, after it, or instead of it."""

    where: Literal["before", "after", "instead"] = "before"
    count: int = 16

    def __post_init__(self) -> None:
        BytesFault.__post_init__(self)
        _check_size("count", self.count)

    def damage(self, reply: bytes, chance: Random) -> bytes:
        """The reply with noise around it, or noise."""
        noise = chance.randbytes(self.count)
        return {"before": noise + reply, "after": reply + noise, "instead": noise}[self.where]


@dataclass(frozen=True, slots=True, kw_only=True)
class Echo(ReplyFault):
    """The request comes back in front of the reply, as from an adapter that hears itself; alone when none comes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spike(ReplyFault):
    """A measured value is replaced, the checksum is right: `quantity` shows `value`.

    `place` is the 1-based cell or sensor of a quantity that has many, None for all of them. Counts replies that carry
    measured values only. Raises ConfigError for a quantity that is not measured, a place in one that has none, or a
    value that does not fit.
    """

    quantity: str = "soc"
    value: float = 0.0
    place: int | None = None

    def __post_init__(self) -> None:
        ReplyFault.__post_init__(self)
        check(self.quantity, self.value)
        if self.place is not None and (self.place < 1 or not QUANTITIES[self.quantity].each):
            raise ConfigError("{quantity} has no place {place}", quantity=self.quantity, place=self.place)

    def distort(self, analog: Analog) -> Analog:
        """The values with the wrong one among them; a place that the pack does not have changes nothing."""
        shown = REGISTERS[self.quantity].fit(self.value)
        changes: dict[str, Any] = {self.quantity: self._shown(getattr(analog, self.quantity), shown)}
        return replace(analog, **changes)

    def _shown(self, true: float | tuple[float, ...], shown: float) -> float | tuple[float, ...]:
        if not isinstance(true, tuple):
            return shown
        return tuple([shown if self.place in (None, i + 1) else value for i, value in enumerate(true)])


def _check_size(name: str, value: float) -> None:
    if not 0 <= value <= _MOST:
        raise ConfigError("{name} = {value} is not from 0 to {most}", name=name, value=value, most=_MOST)


def _check_byte(name: str, value: int, least: int = 0) -> None:
    if not least <= value <= _BYTE:
        raise ConfigError("{name} {value:X} is no byte from {least:02X} to FF", name=name, value=value, least=least)
