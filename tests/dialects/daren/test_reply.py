"""The measured values of a 42H reply."""

from dataclasses import replace
from typing import Any

import pytest

from tests.dialects.daren.wire import info
from topbms.dialects.daren.reply import decode, encode
from topbms.dialects.daren.status import encode_status
from topbms.errors import FrameError
from topbms.model.alarms import AlarmReport
from topbms.model.fragment import Analog


def test_every_value_at_its_place() -> None:
    analog, alarms = decode(info(), 7)
    assert alarms.pack == 7
    assert analog == Analog(
        pack=7,
        cell_voltages=(3.3, 3.312),
        temperatures=(27.0, 26.0, -12.5, 25.1, -0.3),
        current=-6.69,
        voltage=53.12,
        remaining_capacity=53.6,
        full_capacity=80.0,
        cycle_count=204,
        soc=67.01,
        soh=80,
        environment_temperature=27.0,
        mosfet_temperature=-12.5,
        balancing=(),
        further={"data_flag": 0},
    )


def test_a_resistance_is_told_where_there_is_one() -> None:
    assert decode(info(resistance=123), 1)[0].further == {"data_flag": 0, "resistance": 12.3}


def test_cells_being_balanced() -> None:
    assert decode(info(balancing=(0x8001, 0x0002)), 1)[0].balancing == (1, 16, 18)


@pytest.mark.parametrize(
    "given",
    [
        info(),
        info((3300,) * 16, (250,) * 4, resistance=5, balancing=(0x8001, 0x0002)),
        info(sensors=()),
        info(words=(0xFFFF,) * 5, masks=(1, 2, 4, 8), high_masks=(1, 2, 4, 8), machine=0xFF, inputs=0xFFFF),
        b"\x11" + info()[1:],
    ],
)
def test_the_way_back(given: bytes) -> None:
    analog, alarms = decode(given, 1)
    assert encode(analog, encode_status(alarms)) == given


def test_temperatures_in_the_usual_order() -> None:
    """As the simulator has them: cells, environment, MOSFET. The mean is reckoned."""
    analog, alarms = decode(info(), 1)
    usual = replace(
        analog, temperatures=(25.0, 26.1, 21.0, 30.0), environment_temperature=21.0, mosfet_temperature=30.0
    )
    written, _ = decode(encode(usual, encode_status(alarms)), 1)
    assert written.temperatures == (21.0, 25.6, 30.0, 25.0, 26.1)
    assert (written.environment_temperature, written.mosfet_temperature) == (21.0, 30.0)
    bare = replace(usual, temperatures=(21.0, 30.0))
    assert decode(encode(bare, encode_status(alarms)), 1)[0].temperatures == (21.0, 21.0, 30.0)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (info()[:-1], "status should stand at byte 34, INFO ends after 66 bytes"),
        (info() + b"\0", "INFO should end after 67 bytes, it has 68"),
        (info(user_defined=2), "user_defined is 02 at byte 27, which no source explains"),
        (info(()), "number of cell_voltages is 00 at byte 5, which no source explains"),
    ],
)
def test_what_is_no_reply_to_the_last_byte(given: bytes, message: str) -> None:
    with pytest.raises(FrameError) as caught:
        decode(given, 1)
    assert (caught.value.kind, str(caught.value)) == ("payload", message)


@pytest.mark.parametrize("changed", [{"soc": None}, {"voltage": 700.0}, {"temperatures": (20.0,)}])
def test_what_does_not_fit_is_not_sent(changed: dict[str, Any]) -> None:
    analog, _ = decode(info(), 1)
    with pytest.raises(ValueError, match=r"\w"):
        encode(replace(analog, **changed), encode_status(AlarmReport(1)))
