"""Faults written as text, such as "mute:2" or "spike:1:soc=0:every=3". Knows words, not what faults do.

KIND [: PACK] {: OPTION}      parts in any order behind the kind
PACK     1 to 16, the address concerned; left out for all packs
OPTION   once | times=N | every=N | command=42, or one of the kind's own
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from topbms.errors import ConfigError
from topbms.sim.faults import (
    Cut,
    Echo,
    ErrorCode,
    Fault,
    Foreign,
    Garbage,
    HalfFrame,
    HalfOpen,
    Late,
    Mute,
    ReplyFault,
    Slow,
    Spike,
    WrongChecksum,
)
from topbms.sim.registers import REGISTERS

Reader = Callable[[str], Any]
Settings = Mapping[str, Any]


def _hex(text: str) -> int:
    return int(text, 16)


@dataclass(frozen=True, slots=True)
class Kind:
    """One word of the language: the fault it makes, its example and its meaning for a help text.

    `options` reads the value of each `key=`, `words` gives the settings that a bare word stands for.
    """

    fault: type[Fault]
    example: str
    meaning: str
    options: Mapping[str, Reader] = field(default_factory=lambda: MappingProxyType({}))
    words: Mapping[str, Settings] = field(default_factory=lambda: MappingProxyType({}))


_GARBAGE_PLACES = {where: {"where": where} for where in ("before", "after", "instead")}

KINDS: Mapping[str, Kind] = {
    "cut": Kind(Cut, "cut", "closes all connections and refuses new ones"),
    "half-open": Kind(
        HalfOpen,
        "half-open:present",
        "accepts connections and never answers; with `present` only those open now",
        words={"present": {"present": True}},
    ),
    "mute": Kind(Mute, "mute:2", "no reply"),
    "slow": Kind(Slow, "slow:1:delay=0.3", "the reply begins so many seconds later", {"delay": float}),
    "late": Kind(
        Late, "late:1:delay=2", "the reply after so many seconds, else after the next request", {"delay": float}
    ),
    "garbage": Kind(
        Garbage, "garbage:before:count=16", "noise before, after or instead of it", {"count": int}, _GARBAGE_PLACES
    ),
    "half-frame": Kind(HalfFrame, "half-frame:1:keep=40", "the reply stops after so many characters", {"keep": int}),
    "checksum": Kind(WrongChecksum, "checksum:1:once", "the checksum is wrong"),
    "echo": Kind(Echo, "echo", "the request comes back in front of the reply"),
    "foreign": Kind(
        Foreign,
        "foreign:1:address=2",
        "another pack's reply: other ADR, or other first byte of INFO (info=)",
        {"address": int, "info": int},
    ),
    "rtn": Kind(ErrorCode, "rtn:1:code=04", "the pack refuses with this code (hex)", {"code": _hex}),
    "spike": Kind(Spike, "spike:1:soc=0:every=3", "a wrong value, checksum right; cell_voltages.16=5.1 for one cell"),
}
"""The faults by their words."""

_COUNTS: Mapping[str, Reader] = {"times": int, "every": int, "command": _hex}
_REPLY_WORDS: Mapping[str, Settings] = {"once": {"times": 1}}


def parse_fault(text: str) -> Fault:
    """The fault that a text orders; raises ConfigError that says what is allowed."""
    name, *parts = (part.strip() for part in text.split(":"))
    kind = KINDS.get(name)
    if kind is None:
        raise ConfigError("fault {name!r} is not known; known are: {known}", name=name, known=", ".join(KINDS))
    settings: dict[str, Any] = {}
    for part in parts:
        settings |= _read(kind, part, text)
    return kind.fault(**settings)


def _read(kind: Kind, part: str, text: str) -> Settings:
    """The settings that one part stands for."""
    is_reply = issubclass(kind.fault, ReplyFault)
    words = {**kind.words, **(_REPLY_WORDS if is_reply else {})}
    if part in words:
        return words[part]
    if is_reply and part.isdecimal():
        return {"pack": int(part)}
    key, sign, value = part.partition("=")
    reader = {**kind.options, **(_COUNTS if is_reply else {})}.get(key)
    try:
        if sign and reader is not None:
            return {key: reader(value)}
        if sign and kind.fault is Spike:
            return _spike(key, value)
    except ValueError:
        pass
    raise _refused(kind, part, text)


def _spike(key: str, value: str) -> Settings:
    quantity, dot, place = key.partition(".")
    return {"quantity": quantity, "value": float(value)} | ({"place": int(place)} if dot else {})


def _refused(kind: Kind, part: str, text: str) -> ConfigError:
    allowed = [*kind.words, *(f"{key}=" for key in kind.options)]
    if issubclass(kind.fault, ReplyFault):
        allowed = ["a pack's address", *allowed, *_REPLY_WORDS, *(f"{key}=" for key in _COUNTS)]
    if kind.fault is Spike:
        allowed += [f"{quantity}=" for quantity in REGISTERS]
    return ConfigError(
        "fault {text!r}: {part!r} cannot be read; {example!r} would be right, allowed are: {allowed}",
        text=text,
        part=part,
        example=kind.example,
        allowed=", ".join(allowed) or "no parts",
    )
