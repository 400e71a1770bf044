"""Meters of packs and of the bank between a feed and whoever keeps them: what was committed is what is shown."""

from collections.abc import Mapping

import pytest

from tests.engine.handclock import HandClock
from topbms.engine.feed import Feed
from topbms.engine.metering import Metering
from topbms.model.bank import BANK
from topbms.model.coulombs import Coulombs
from topbms.model.energy import KeptMeter, Meter
from topbms.model.reading import Pack, PackReading, Reported

ONE = Pack("battery1", "Batterie 1", "usr1", 1)
TWO = Pack("battery2", "Batterie 2", "usr2", 1)
NOTHING: Mapping[str, Reported] = {}


class House:
    """A feed with two packs, its meters, and a history that commits when it is told to."""

    def __init__(self, *packs: Pack, kept: Mapping[str, KeptMeter] | None = None, known: bool = True) -> None:
        self.clock = HandClock(known=known)
        self.feed = Feed(self.clock, 10.0)
        self.feed.expect(packs)
        self.waiting: dict[str, Meter] = {}
        self.moments: dict[str, list[float]] = {}
        self.metering = Metering(self.feed, self.keep, self.stamp)
        self.metering.resume(kept or {})
        self.feed.subscribe(self.metering.take)
        self.feed.count_by(self.metering.counted)

    def stamp(self, moment: float) -> float | None:
        return moment + self.clock.offset if self.clock.known else None

    def keep(self, owner: str, meter: Meter, moment: float) -> None:
        self.waiting[owner] = meter
        self.moments.setdefault(owner, []).append(moment)

    def commit(self) -> None:
        self.metering.committed(dict(self.waiting))

    def read(
        self, pack: Pack, power: float | None, more: Mapping[str, Reported] = NOTHING, round_time: float | None = None
    ) -> PackReading:
        current = None if power is None else power / 50
        values: dict[str, Reported] = {"power": power, "current": current, **more, **self.feed.counted(pack.id)}
        reading = PackReading(pack, self.feed.number(), self.clock.utc(), self.clock.now, values)
        self.feed.publish(reading, round_time)
        return reading

    def pass_time(self, seconds: float, *powers: float | None) -> None:
        """A second after the other, the packs being read at the end, all in one second; then one look."""
        self.clock.now += seconds
        for pack, power in zip((ONE, TWO), powers, strict=False):
            if power is not None:
                self.read(pack, power)
        self.feed.watch()
        self.metering.watch()


def test_only_what_is_committed_is_shown() -> None:
    house = House(ONE)
    for _ in range(7):
        house.pass_time(10, 3600.0)
    assert house.waiting["battery1"].charge_energy == pytest.approx(0.06)  # 60 s at 3.6 kW
    assert house.read(ONE, 3600.0).values["charge_energy"] == 0.0
    house.commit()
    assert house.read(ONE, 3600.0).values["charge_energy"] == 0.06
    assert house.read(ONE, 3600.0).values["charged_capacity"] == 1.2


def test_the_bank_shows_a_meter_of_its_own() -> None:
    house = House(ONE, TWO)
    for _ in range(7):
        house.pass_time(10, 3600.0, -1800.0)
    house.commit()
    bank = house.feed.snapshot().bank.values
    assert (bank["charge_energy"], bank["discharge_energy"]) == (0.03, 0.0)  # what one lends the other is none
    assert house.metering.counted("battery2")["discharge_energy"] == 0.03


def test_the_bank_is_sampled_once_a_round() -> None:
    """However many packs there are, and however often somebody looks."""
    house = House(ONE, TWO)
    for _ in range(5):
        house.clock.now += 5
        house.read(ONE, 1000.0)
        house.metering.watch()
        house.clock.now += 5
        house.read(TWO, 1000.0)
        house.metering.watch()
        house.metering.watch()
    assert house.moments[BANK] == [pytest.approx(1007.5 + 10 * i) for i in range(5)]


def test_a_pack_that_goes_silent_makes_a_gap_and_no_jump() -> None:
    house = House(ONE, TWO)
    for _ in range(4):
        house.pass_time(10, 1000.0, 2000.0)
    before = house.waiting[BANK]
    for _ in range(4):
        house.pass_time(10, 1000.0)
    gap = house.waiting[BANK]
    assert (gap.charge_energy, gap.gaps) == (before.charge_energy, 1)
    for _ in range(6):
        house.pass_time(10, 1000.0)
    alone = house.waiting[BANK]
    assert alone.charge_energy - gap.charge_energy == pytest.approx(60 * 1000 / 3.6e6)
    for _ in range(3):
        house.pass_time(10, 1000.0, 2000.0)
    both = house.waiting[BANK]
    assert both.gaps == 1
    assert both.charge_energy - alone.charge_energy <= 30 * 3000 / 3.6e6


def test_nobody_knows_how_full_a_bank_is_without_one_of_its_packs() -> None:
    house = House(ONE, TWO)
    full: dict[str, Reported] = {"full_capacity": 150.0, "soc": 100}
    for pack in (ONE, TWO):
        house.read(pack, 0.0, full)
    house.metering.watch()
    assert house.waiting[BANK].coulombs == Coulombs(300.0, 300.0, is_resting=True)
    house.clock.now += 31
    house.read(ONE, 0.0, full)
    house.feed.watch()
    house.metering.watch()
    assert house.waiting[BANK].coulombs.soc is None


def test_the_bank_waits_for_the_first_reading_of_each_pack_that_is_not_given_up() -> None:
    house = House(ONE, TWO)
    house.pass_time(10, 1000.0)
    assert BANK not in house.waiting
    house.pass_time(21, 1000.0)
    assert BANK in house.waiting


def test_a_value_that_is_held_back_is_no_sample() -> None:
    house = House(ONE)
    house.pass_time(10, 3600.0)
    house.read(ONE, None)
    house.pass_time(10, 3600.0)
    assert house.waiting["battery1"].charge_energy == pytest.approx(0.01)
    assert len(house.moments["battery1"]) == 2


def test_the_bank_counts_nothing_while_a_part_of_it_is_held_back() -> None:
    house = House(ONE, TWO)
    house.pass_time(10, 3600.0, 3600.0)
    house.clock.now += 10
    house.read(ONE, 3600.0)
    house.read(TWO, None)
    house.metering.watch()
    house.pass_time(10, 3600.0, 3600.0)
    assert house.moments[BANK] == [1010.0, 1030.0]
    assert house.waiting[BANK].charge_energy == pytest.approx(0.04)


def test_a_slow_line_may_take_its_time() -> None:
    house = House(ONE)
    house.read(ONE, 3600.0, round_time=40.0)
    house.metering.watch()
    house.clock.now += 100
    house.read(ONE, 3600.0, round_time=40.0)
    house.metering.watch()
    assert house.waiting["battery1"].gaps == 0
    assert house.waiting[BANK].charge_energy == pytest.approx(0.1)


# --- starts ---

KEPT = KeptMeter(Meter(5.0, 4.0, current=-20.0, coulombs=Coulombs(75.0, 150.0, 3600.0)), 1_700_000_000.0 + 900.0)
"""Of 100 s before the clock by hand begins."""


def test_a_meter_goes_on_where_it_was_committed_and_the_time_between_is_a_gap() -> None:
    house = House(ONE, kept={"battery1": KEPT})
    assert house.metering.counted("battery1")["charge_energy"] == 5.0
    house.pass_time(10, 3600.0)
    meter = house.waiting["battery1"]
    assert (meter.charge_energy, meter.gaps, meter.gap_seconds) == pytest.approx((5.0, 1, 110.0))
    assert meter.coulombs.doubt == pytest.approx(110 / 3600 * 72)  # 3600 W at 50 V is more than 20 A
    house.pass_time(10, 3600.0)
    assert house.waiting["battery1"].gaps == 1
    assert house.waiting["battery1"].charge_energy == pytest.approx(5.01)


def test_a_gap_that_ends_before_the_clock_is_known_is_told_when_it_is() -> None:
    house = House(ONE, kept={"battery1": KEPT}, known=False)
    for _ in range(5):
        house.pass_time(10, 3600.0)
    assert house.waiting["battery1"].gaps == 0
    house.clock.known = True
    house.pass_time(10, 3600.0)
    house.pass_time(10, 3600.0)
    meter = house.waiting["battery1"]
    assert (meter.gaps, meter.gap_seconds) == pytest.approx((1, 110.0))
    assert meter.charge_energy == pytest.approx(5.06)


def test_a_gap_whose_length_is_never_known_is_told_at_the_end() -> None:
    house = House(ONE, kept={"battery1": KEPT}, known=False)
    house.pass_time(10, 3600.0)
    house.metering.end()
    meter = house.waiting["battery1"]
    assert (meter.gaps, meter.gap_seconds, meter.coulombs.counted) == (1, 0.0, None)


def test_a_clock_that_was_set_back_leaves_the_length_unknown() -> None:
    house = House(ONE, kept={"battery1": KEPT._replace(at=1_800_000_000.0)})
    house.pass_time(10, 3600.0)
    meter = house.waiting["battery1"]
    assert (meter.gaps, meter.gap_seconds, meter.coulombs.counted) == (1, 0.0, None)


def test_a_meter_that_is_new_begins_without_a_gap() -> None:
    house = House(ONE)
    assert house.metering.counted("battery1")["charge_energy"] == 0.0
    house.pass_time(10, 3600.0)
    assert house.waiting["battery1"].gaps == 0


# --- an older meter's total ---


def test_an_older_meter_is_taken_over_once() -> None:
    house = House(ONE, kept={"battery1": KEPT})
    assert house.metering.offset("battery1", 1000.0, None, house.clock.now) == (1005.0, 4.0)
    assert house.metering.counted("battery1")["charge_energy"] == 5.0  # until it is safe
    house.commit()
    assert house.metering.counted("battery1")["charge_energy"] == 1005.0
    assert house.metering.counted("battery1")["discharge_energy"] == 4.0
    assert house.metering.offset("battery1", 1000.0, 0.0, house.clock.now) is None


def test_also_for_a_pack_that_was_never_read() -> None:
    house = House(ONE)
    assert house.metering.offset("battery1", 1000.0, 900.0, house.clock.now) == (1000.0, 900.0)
    house.pass_time(10, 3600.0)
    house.pass_time(10, 3600.0)
    house.commit()
    assert house.metering.counted("battery1")["charge_energy"] == 1000.01


def test_packs_that_come_and_go_with_the_config() -> None:
    house = House(ONE, TWO)
    house.pass_time(10, 1000.0, 1000.0)
    house.feed.forget_others([ONE])
    house.pass_time(10, 1000.0)
    house.pass_time(10, 1000.0)
    assert len(house.moments[BANK]) == 3
    house.feed.expect([TWO])
    house.pass_time(10, 1000.0, 1000.0)
    house.pass_time(10, 1000.0, 1000.0)
    assert len(house.moments[BANK]) == 5
