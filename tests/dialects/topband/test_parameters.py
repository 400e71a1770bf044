"""The limits of a 47H reply, packed by hand; no reply was ever captured."""

from collections.abc import Mapping
from dataclasses import dataclass
from struct import pack
from typing import Any

import pytest

from tests.dialects.topbms.wire import SaidBattery
from topbms.dialects.explain import dissect, explain
from topbms.dialects.topband import DIALECT
from topbms.errors import FrameError
from topbms.model.fragment import Parameters, Setting
from topbms.protocol.frame import Frame

LIMITS = {
    "cell_high_voltage": 3.65,
    "cell_low_voltage": 2.5,
    "cell_undervoltage_protection": 2.4,
    "charge_high_temperature": 45.0,
    "charge_low_temperature": 0.0,
    "highest_charge_current": 75.0,
    "pack_high_voltage": 54.75,
    "pack_low_voltage": 37.5,
    "pack_undervoltage_protection": 36.0,
    "discharge_high_temperature": 60.0,
    "discharge_low_temperature": -20.0,
    "highest_discharge_current": -150.0,
}
INFO = pack(">HHHHHhHHHHHh", 3650, 2500, 2400, 3181, 2731, 7500, 5475, 3750, 3600, 3331, 2531, -15000)
REPLY = Frame(0x21, 2, 0x46, 0x00, INFO)


@dataclass
class Memory:
    """Knows its limits, some of them or all."""

    known: Mapping[str, Setting]

    def settings(self) -> Mapping[str, Setting]:
        return self.known


class Rememberer(SaidBattery):
    """A battery that knows its limits."""

    memory: Any


def battery(known: Mapping[str, Setting]) -> Rememberer:
    said = Rememberer(2)
    said.memory = Memory(known)
    return said


def test_every_limit_at_its_place() -> None:
    (said,) = DIALECT.decode(REPLY, DIALECT.request(0x47, 2)).packs
    assert isinstance(said, Parameters)
    assert (said.pack, said.settings) == (2, LIMITS)
    assert {parameter.unit for parameter in said.parameters} == {"V", "A", "°C"}
    assert explain(REPLY).packs == (said,)


def test_it_is_drawn_with_its_units() -> None:
    fields = dissect(REPLY, explain(REPLY))
    assert b"".join(field.raw for field in fields) == INFO
    assert [(field.name, field.value, field.unit) for field in fields[:2]] == [
        ("cell_high_voltage", 3.65, "V"),
        ("cell_low_voltage", 2.5, "V"),
    ]


def test_the_request_names_no_pack() -> None:
    asked = DIALECT.request(0x47, 2)
    assert asked.encode() == Frame(0x21, 2, 0x46, 0x47).encode()
    assert (explain(asked).dialect, explain(asked).kind) == ("topband", "parameters")


@pytest.mark.parametrize("info", [INFO[:-1], INFO + b"\0", INFO[2:4] + INFO[:2] + INFO[4:], bytes(24)])
def test_what_is_no_reply_to_the_last_byte(info: bytes) -> None:
    with pytest.raises(FrameError) as caught:
        DIALECT.decode(Frame(0x21, 2, 0x46, 0x00, info), DIALECT.request(0x47, 2))
    assert caught.value.kind == "payload"


@pytest.mark.parametrize(("cells", "sensors"), [(4, 6), (8, 2)])
def test_alarms_of_the_same_length_are_alarms(cells: int, sensors: int) -> None:
    info = bytes((2, cells)) + bytes(cells) + bytes((sensors,)) + bytes(sensors + 2) + b"\x08" + bytes(8)
    assert len(info) == len(INFO)
    assert explain(Frame(0x21, 2, 0x46, 0x00, info)).kind == "alarms"


def test_a_battery_answers_with_the_limits_that_it_knows() -> None:
    asked = DIALECT.request(0x47, 2)
    assert DIALECT.answer(asked, battery(LIMITS)) == REPLY
    assert DIALECT.answer(asked, battery({"cell_high_voltage": 3.65})).cid2 == 0x04
    assert DIALECT.answer(asked, SaidBattery(2)).cid2 == 0x04
