"""Captured frames of a dialect: what they say beside what their sources state, and what a pack sends that says it."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.dialects.topbms.wire import SaidBattery
from topbms.dialects.contract import Dialect, Message
from topbms.errors import FrameError, ReplyError
from topbms.model.alarms import AlarmReport
from topbms.model.derived import derive
from topbms.model.fragment import Analog, Fragment, Product
from topbms.protocol.capture import Captured, read_capture
from topbms.protocol.frame import Frame

FOLDER = Path(__file__).parent.parent / "captures"


def captured_of(folder: str) -> Iterator[tuple[str, Captured]]:
    """Every line of a folder's captures by its place."""
    for path in sorted((FOLDER / folder).glob("*.jsonl")):
        for number, captured in enumerate(read_capture(path), 1):
            yield f"{folder}-{path.stem}-{number}", captured


def frame_of(captured: Captured) -> Frame:
    """The frame; raises FrameError for one that is damaged."""
    return captured.parsed()


def values(message: Message) -> Mapping[str, Any]:
    """Everything that can be stated of a message."""
    found: dict[str, Any] = {"kind": message.kind, "dialect": message.dialect, "address": message.address}
    for pack in message.packs:
        found |= {name: getattr(pack, name) for name in pack.__slots__}
        found["extra"] = pack.extra.hex().upper()
        if isinstance(pack, Analog):
            found |= {**derive(pack, None), **pack.further}
        if isinstance(pack, AlarmReport):
            found |= pack.further
            found["alarms"] = [str(alarm) for alarm in pack.alarms]
            found["states"] = sorted(state for state, is_on in pack.states.items() if is_on)
    return found


def said_differently(message: Message, stated: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a message says otherwise than its source states; of a list only so many items as are stated."""
    found = values(message)
    return {
        name: found[name]
        for name, value in stated.items()
        if (list(found[name])[: len(value) or None] if isinstance(value, list) else found[name]) != value
    }


def answered_again(dialect: Dialect, reply: Frame) -> Frame:
    """What a pack sends that says what this reply says, to the request that it answers."""
    for request in _asked(dialect, reply):
        try:
            packs = dialect.decode(reply, request).packs
        except (FrameError, ReplyError):
            continue
        return dialect.answer(request, battery_saying(reply.address, *packs))
    message = f"{dialect.name} asks nothing that {reply} answers"
    raise AssertionError(message)


def battery_saying(address: int, *packs: Fragment) -> SaidBattery:
    """A battery that says these fragments."""
    battery = SaidBattery(address)
    for pack in packs:
        if isinstance(pack, Analog):
            battery.said_analog = pack
        elif isinstance(pack, AlarmReport):
            battery.said_alarms = pack
        else:
            assert isinstance(pack, Product)
            battery.said_product = pack
    return battery


def _asked(dialect: Dialect, reply: Frame) -> Iterator[Frame]:
    """Every request that a link makes of a pack that refuses everything, those of the reply's version first."""
    for version in sorted(dialect.request_versions, key=lambda version: version != reply.version):
        conversation = dialect.conversation(reply.address, version, identify=True)
        try:
            yield next(conversation)
            while True:
                yield conversation.send(ReplyError("no", code=4))
        except StopIteration:
            pass
