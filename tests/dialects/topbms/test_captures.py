"""Every capture of this dialect: it says what its source states, and a pack that says the same sends the same bytes.

A capture may state values by their names in the catalogue, of the first items of a list only where the source tells
no more, and beside them the frame's "kind", "dialect" and "address"; or the "error" of a frame that is none.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.dialects.topbms.wire import SaidBattery
from topbms.dialects.contract import Message
from topbms.dialects.explain import explain
from topbms.dialects.topbms import DIALECT, request
from topbms.errors import FrameError
from topbms.model.alarms import AlarmReport
from topbms.model.derived import derive
from topbms.model.fragment import Analog, Product
from topbms.protocol.capture import Captured, read_capture
from topbms.protocol.frame import parse

FOLDER = Path(__file__).parents[2] / "captures" / "topbms"
CAPTURED = [
    pytest.param(captured, id=f"{path.stem}-{number}")
    for path in sorted(FOLDER.glob("*.jsonl"))
    for number, captured in enumerate(read_capture(path), 1)
]
CODES = {"analog": 0x42, "alarms": 0x44, "product": 0xF1}


def values(message: Message) -> Mapping[str, Any]:
    """Everything that can be stated of a message."""
    found: dict[str, Any] = {"kind": message.kind, "dialect": message.dialect, "address": message.address}
    for pack in message.packs:
        found |= {name: getattr(pack, name) for name in pack.__slots__}
        found["extra"] = pack.extra.hex().upper()
        if isinstance(pack, Analog):
            found |= derive(pack, None)
    return found


def test_there_are_captures() -> None:
    assert len(CAPTURED) == 9


@pytest.mark.parametrize("captured", CAPTURED)
def test_a_capture_says_what_its_source_states(captured: Captured) -> None:
    text = captured.frame.removeprefix("~").encode()
    if "error" in captured.stated:
        with pytest.raises(FrameError) as caught:
            explain(parse(text))
        assert caught.value.kind == captured.stated["error"]
        return
    message = explain(parse(text))
    assert message.direction == captured.direction
    found = values(message)
    for name, stated in captured.stated.items():
        value = found[name]
        if isinstance(stated, list) and stated:
            value = list(value[: len(stated)])
        assert value == (tuple(stated) if stated == [] else stated), name


@pytest.mark.parametrize("captured", CAPTURED)
def test_a_pack_that_says_the_same_sends_the_same(captured: Captured) -> None:
    if captured.direction != "response":
        return
    message = explain(parse(captured.frame.removeprefix("~").encode()))
    (pack,) = message.packs
    battery = SaidBattery(message.address)
    if isinstance(pack, Analog):
        battery.said_analog = pack
    elif isinstance(pack, AlarmReport):
        battery.said_alarms = pack
    else:
        assert isinstance(pack, Product)
        battery.said_product = pack
    assert message.kind is not None
    answer = DIALECT.answer(request(CODES[message.kind], message.address), battery)
    assert str(answer) == captured.frame
