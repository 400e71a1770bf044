"""A battery that says just what a reply said, for the families whose packs are numbered from 1."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from topbms.dialects.contract import Message
from topbms.dialects.numbered import Numbered
from topbms.model.alarms import AlarmReport
from topbms.model.derived import derive
from topbms.model.fragment import Analog, Fragment, Parameters, Product, Setting


@dataclass
class KnownSettings:
    """A memory of nothing but parameters."""

    said: Mapping[str, Setting]

    def settings(self) -> Mapping[str, Setting]:
        return self.said


@dataclass
class Saying:
    """A battery that says exactly this; it has parameters only where `memory` is given."""

    address: int = 1
    said_analog: Analog = field(default_factory=lambda: Analog(1))
    said_alarms: AlarmReport = field(default_factory=lambda: AlarmReport(1))
    said_product: Product = field(default_factory=lambda: Product(1))

    def analog(self) -> Analog:
        return self.said_analog

    def alarms(self) -> AlarmReport:
        return self.said_alarms

    def product(self) -> Product:
        return self.said_product


@dataclass
class Remembering(Saying):
    """One that knows its parameters, too."""

    memory: KnownSettings = field(default_factory=lambda: KnownSettings({}))


def saying(number: int, fragment: Fragment | None) -> Saying:
    """The pack of this number that says this fragment."""
    if isinstance(fragment, Analog):
        return Saying(number, said_analog=fragment)
    if isinstance(fragment, AlarmReport):
        return Saying(number, said_alarms=fragment)
    if isinstance(fragment, Parameters):
        return Remembering(number, memory=KnownSettings(fragment.settings))
    return Saying(number, said_product=fragment) if isinstance(fragment, Product) else Saying(number)


_HEAD = 2  # bytes in front of the first of several packs


def sent_again(dialect: Numbered, message: Message) -> bytes:
    """INFO that says what this reply says, of one pack or of several one behind the other."""
    command = next(command for command in dialect.commands if command.kind == (message.kind or "protocol_version"))
    if not message.packs:
        return command.encode(saying(1, None), 0)
    named = len(message.packs) if len(message.packs) > 1 else message.packs[0].pack
    first, *others = [command.encode(saying(1, fragment), named) for fragment in message.packs]
    return first + b"".join(info[_HEAD:] for info in others)


def stated_of(message: Message) -> dict[str, Any]:
    """Everything that can be stated of a message of one pack, by the names in captures."""
    found: dict[str, Any] = {name: getattr(message, name) for name in ("kind", "dialect", "address", "version")}
    for pack in message.packs:
        found |= of_pack(pack)
    found["packs"] = [of_pack(pack) for pack in message.packs]
    return found


def of_pack(pack: Fragment) -> dict[str, Any]:
    """The same of one pack. `version` is the frame's, a product's is `version_text`."""
    found = {name: getattr(pack, name) for name in pack.__slots__ if name != "version"}
    if isinstance(pack, Analog):
        found |= {**derive(pack, None), **pack.further}
    if isinstance(pack, AlarmReport):
        found["alarms"] = [str(alarm) for alarm in pack.alarms]
        found["states"] = sorted(state for state, is_on in pack.states.items() if is_on)
    if isinstance(pack, Parameters):
        found["settings"] = pack.settings
    if isinstance(pack, Product):
        found["version_text"] = pack.version
    return found


def differs(found: Any, stated: Any) -> bool:
    """Whether something else is said than stated; of a list only so many items count as are stated."""
    if isinstance(stated, dict):
        return any(differs(found[name], value) for name, value in stated.items())
    if isinstance(stated, list) and stated:
        return any(differs(one, value) for one, value in zip(found, stated, strict=False)) or len(found) < len(stated)
    return bool(found != (tuple(stated) if stated == [] and found == () else stated))
