"""Every status bit of 44H against a table written from a document by hand, in each dialect that has such a table."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import pytest

from tests.dialects.alarmbits import LEVELS, Bit, BitTable
from tests.dialects.pace import wire as pace
from tests.dialects.pylontech import wire as pylontech
from tests.dialects.seplos import wire as seplos
from tests.dialects.topbms import wire as topbms
from topbms.dialects import dialects
from topbms.model.alarms import STATES, URGENCY, Alarm, AlarmReport
from topbms.protocol.frame import Frame


class Family(NamedTuple):
    """Whose bits these are: the counts of alarms, states and idle bits in the table, a reply's VER and its INFO."""

    bits: BitTable
    counts: tuple[int, int, int]
    version: int
    info: Callable[[bytes], bytes]


FAMILIES: Mapping[str, Family] = {
    "topbms": Family(topbms.BITS, (51, 18, 3), 0x52, lambda status: topbms.alarm_info(status=status)),
    "pace": Family(pace.BITS, (38, 14, 4), 0x25, lambda status: b"\0\1" + pace.alarm_body(status=status)),
    "seplos": Family(seplos.BITS, (50, 12, 18), 0x20, lambda status: seplos.alarm_info(status=status)),
    "pylontech": Family(pylontech.BITS, (7, 9, 8), 0x20, lambda status: b"\0\1" + pylontech.one_report(status=status)),
}
EACH = [
    pytest.param(name, bit, id=f"{name}-{bit.byte}-{bit.bit}")
    for name, one in FAMILIES.items()
    for bit in one.bits.bits
]


def report(name: str, status: bytes) -> AlarmReport:
    """What a pack with these status bytes says when it is asked for its alarms."""
    family, dialect = FAMILIES[name], dialects()[name]
    request = Frame(family.version, 1, 0x46, 0x44, b"\1")
    (said,) = dialect.decode(Frame(family.version, 1, 0x46, 0, family.info(status)), request).packs
    assert isinstance(said, AlarmReport)
    return said


@pytest.mark.parametrize("name", FAMILIES)
def test_a_table_has_every_bit_once_and_in_words_that_are_known(name: str) -> None:
    bits, counts, *_ = FAMILIES[name]
    assert (len(bits.alarms), len(bits.at_zero), len(bits.idle)) == counts
    assert sum(counts) % 8 == 0
    assert len(set(bits.alarms)) == len(bits.alarms)
    assert all(alarm.level in URGENCY[alarm.code] for alarm in bits.alarms)
    assert set(bits.at_zero) <= set(STATES)


@pytest.mark.parametrize(("name", "bit"), EACH)
def test_each_bit_says_what_it_means_and_nothing_else(name: str, bit: Bit) -> None:
    bits = FAMILIES[name].bits
    said = report(name, bits.status(bit.byte, bit.bit))
    assert said.alarms == ((Alarm(bit.code, LEVELS[bit.letter]),) if bit.letter in LEVELS else ())
    turned = {bit.code: not bits.at_zero[bit.code]} if bit.letter in {"S", "s"} else {}
    assert said.states == {**bits.at_zero, **turned}
