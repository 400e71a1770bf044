import logging
from types import MappingProxyType
from typing import Any

import pytest

from tests.engine.samples import ANALOG, PACK, PRODUCT, analog, cells, report
from topbms.engine.assembly import Assembler, Moment
from topbms.engine.settings import PackSettings
from topbms.model.alarms import Alarm, Level
from topbms.model.reading import Fragment, PackReading

ALARM = Alarm("cell_overvoltage", Level.WARNING, 16)


class Bench:
    """One assembler, fed every 10 s."""

    def __init__(self, **settings: Any) -> None:
        self.assembler = Assembler(PACK, PackSettings(address=1, **settings))
        self.now = 1000.0
        self.sequence = 0

    def take(self, *fragments: Fragment, after: float = 10.0) -> PackReading | None:
        self.now += after
        return self.assembler.assemble(fragments, self._number, Moment(self.now, 1_700_000_000.0 + self.now))

    def read(self, *fragments: Fragment, after: float = 10.0) -> PackReading:
        reading = self.take(*fragments, after=after)
        assert reading is not None
        return reading

    def _number(self) -> int:
        self.sequence += 1
        return self.sequence


def test_a_reading_joins_fragments_identity_and_moment() -> None:
    reading = Bench().read(ANALOG, report(ALARM), PRODUCT)
    assert (reading.pack, reading.sequence) == (PACK, 1)
    assert (reading.monotonic, reading.at) == (1010.0, 1_700_001_010.0)
    assert reading.values["voltage"] == 53.58
    assert reading.values["cell_voltages"] == ANALOG.cell_voltages
    assert reading.values["cell_spread"] == 15
    assert reading.values["power"] == 205.7
    assert reading.active == (ALARM,)
    assert (reading.alarms_age, reading.product, reading.held) == (0.0, PRODUCT, ())


def test_its_values_cannot_be_changed() -> None:
    assert isinstance(Bench().read(ANALOG).values, MappingProxyType)


def test_without_measured_values_there_is_no_reading_and_no_number() -> None:
    bench = Bench()
    assert bench.take(report(ALARM)) is None
    reading = bench.read(ANALOG)
    assert reading.sequence == 1
    assert reading.active == (ALARM,)


@pytest.mark.parametrize(
    ("settings", "current", "corrected"),
    [
        ({}, 3.84, 3.84),
        ({"invert_current": True}, 3.84, -3.84),
        ({"invert_current": True}, -12.5, 12.5),
        ({"current_factor": 1.1}, 10.0, 11.0),
        ({"current_factor": 0.5, "invert_current": True}, 10.0, -5.0),
        ({"invert_current": True}, None, None),
    ],
)
def test_current_sign_inverted_or_off_is_put_right_by_settings(
    settings: dict[str, Any], current: float | None, corrected: float | None
) -> None:
    """Users: the sign of the current, or its size, does not match the other devices."""
    reading = Bench(**settings).read(analog(current=current))
    assert reading.values.get("current") == corrected


def test_the_power_follows_the_corrected_current() -> None:
    reading = Bench(invert_current=True).read(ANALOG)
    assert (reading.values["power"], reading.values["discharge_power"]) == (-205.7, 205.7)


def test_no_current_is_zero_and_never_minus_zero() -> None:
    reading = Bench(invert_current=True).read(analog(current=0.0))
    assert str(reading.values["current"]) == "0.0"


def test_alarms_are_kept_with_their_age_when_the_pack_does_not_tell_them_anew() -> None:
    bench = Bench()
    bench.read(ANALOG, report(ALARM))
    reading = bench.read(ANALOG, after=10.0)
    assert (reading.active, reading.alarms_age) == ((ALARM,), 10.0)
    assert bench.read(ANALOG, after=25.0).alarms_age == 35.0
    reading = bench.read(ANALOG, report())
    assert (reading.active, reading.alarms_age) == ((), 0.0)


def test_a_pack_that_never_told_its_alarms_has_none_known() -> None:
    reading = Bench().read(ANALOG)
    assert (reading.alarms, reading.alarms_age) == (None, None)


def test_bytes_that_no_source_explains_are_kept() -> None:
    assert Bench().read(analog(extra=b"\x12\x34")).extra == b"\x12\x34"


def test_the_identity_is_asked_for_until_it_is_known_and_kept() -> None:
    bench = Bench()
    assert bench.assembler.wants_identity
    bench.read(ANALOG)
    assert bench.assembler.wants_identity
    assert bench.read(ANALOG, PRODUCT).product == PRODUCT
    assert not bench.assembler.wants_identity
    assert bench.read(ANALOG).product == PRODUCT


def test_a_pack_that_never_tells_who_it_is_is_asked_three_times() -> None:
    bench = Bench()
    asked = 0
    for _ in range(10):
        asked += bench.assembler.wants_identity
        bench.read(ANALOG)
    assert asked == 3


def test_what_the_pack_does_not_report_is_absent_and_what_is_held_back_is_none() -> None:
    bench = Bench()
    bench.read(analog(humidity=None))
    reading = bench.read(analog(humidity=None, soc=0))
    assert "humidity" not in reading.values
    assert reading.values["soc"] is None
    assert reading.held == ("soc",)


def test_values_that_follow_from_a_held_one_are_none() -> None:
    bench = Bench()
    bench.read(ANALOG)
    reading = bench.read(analog(voltage=500.0, cell_voltages=cells(2, 60.0)))
    assert reading.held == ("voltage", "cell_voltages")
    for key in ("voltage", "power", "remaining_energy", "cell_voltages", "cell_lowest", "cell_spread"):
        assert reading.values[key] is None
    assert reading.values["soc"] == 88


def test_a_held_value_is_logged_once_however_long_it_stays(caplog: pytest.LogCaptureFixture) -> None:
    bench = Bench()
    with caplog.at_level(logging.WARNING, "topbms"):
        news = []
        for _ in range(6):
            assert bench.read(analog(soh=120)).held == ("soh",)
            news.append(bench.assembler.news)
    assert news == [("soh 120",), (), (), (), (), ()]
    assert [record.getMessage().split(" held")[0] for record in caplog.records] == ["soh 120"]


def test_soc_88_0_88_is_logged_once_with_its_value(caplog: pytest.LogCaptureFixture) -> None:
    """Users: single readings that pass the checksum and still are nonsense."""
    bench = Bench()
    with caplog.at_level(logging.WARNING, "topbms"):
        seen = [bench.read(analog(soc=soc)).values["soc"] for soc in (88, 0, 88)]
    assert seen == [88, None, 88]
    assert [record.getMessage().split(" held")[0] for record in caplog.records] == ["soc 0"]


def test_a_doubtful_cell_is_named_with_all_its_neighbours() -> None:
    bench = Bench()
    bench.read(analog(cell_voltages=(3.3, 3.3), temperatures=()))
    bench.read(analog(cell_voltages=(3.3, 65.535), temperatures=()))
    assert bench.assembler.news == ("cell_voltages 3.3 65.535",)


def test_times_to_full_and_empty_follow_the_smoothed_current() -> None:
    """Users: remaining time, stable and believable."""
    bench = Bench()
    first = bench.read(analog(current=-20.0, remaining_capacity=100.0))
    assert first.values["time_to_empty"] == 5.0
    assert first.values["time_to_full"] is None
    assert first.smoothed_current == -20.0
    kettle = bench.read(analog(current=-60.0, remaining_capacity=100.0))
    assert kettle.smoothed_current == pytest.approx(-20.0 - 40.0 * 10 / 310)
    assert kettle.values["time_to_empty"] == pytest.approx(100 / 21.29, abs=0.01)


def test_a_current_that_is_not_known_leaves_the_smoothed_one() -> None:
    bench = Bench()
    bench.read(analog(current=-20.0))
    assert bench.read(analog(current=None)).smoothed_current == -20.0


def test_near_zero_current_there_is_no_time_to_tell() -> None:
    reading = Bench().read(analog(current=0.1))
    assert (reading.values["time_to_full"], reading.values["time_to_empty"]) == (None, None)
