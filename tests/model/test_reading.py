"""Readings: what exists is well-formed, what is not known is None."""

from dataclasses import FrozenInstanceError

import pytest

from tests.model.captured import ANALOG, reading
from topbms.model.alarms import Alarm, AlarmReport, Level
from topbms.model.reading import Analog, Snapshot


def test_more_cells_than_any_dialect_has_bits_for_cannot_be() -> None:
    with pytest.raises(ValueError, match="49 cells, at most 48 are possible"):
        Analog(pack=1, cell_voltages=(3.3,) * 49)


def test_as_many_cells_as_there_are_bits_can() -> None:
    assert len(Analog(pack=1, cell_voltages=(3.3,) * 48).cell_voltages) == 48


def test_what_was_not_reported_is_none() -> None:
    empty = Analog(pack=1)
    assert (empty.current, empty.voltage, empty.soc, empty.balancing) == (None, None, None, None)


@pytest.mark.parametrize("field", ["soc", "cell_voltages"])
def test_a_fragment_never_changes(field: str) -> None:
    with pytest.raises(FrozenInstanceError):
        setattr(ANALOG, field, None)


def test_a_number_is_given_by_its_key() -> None:
    it = reading("battery1", {"voltage": 53.58, "soc": None, "cell_voltages": (3.3, 3.4)})
    assert it.number("voltage") == 53.58
    assert it.number("soc") is None
    assert it.number("humidity") is None
    assert it.number("cell_voltages") is None


def test_active_alarms_are_those_of_the_newest_report() -> None:
    alarm = Alarm("cell_undervoltage", Level.PROTECTION, 4)
    assert reading("battery1", {}, alarms=AlarmReport(pack=1, alarms=(alarm,))).active == (alarm,)


def test_a_pack_that_never_reported_alarms_has_none_active() -> None:
    assert reading("battery1", {}).active == ()


def test_a_snapshot_without_packs_has_an_empty_bank() -> None:
    bank = Snapshot(packs=()).bank
    assert (bank.values, bank.present, bank.missing, bank.alarms) == ({}, (), (), ())
