"""What a simulated pack remembers: its clock, its logs of what it lived through, the limits that it obeys."""

import pytest

from topbms.dialects.memory import Log, Memory, Remembering, Step
from topbms.model.alarms import Alarm, Level
from topbms.model.fragment import Clock, Record
from topbms.sim.pack import SimulatedPack

HOUR = 3600.0
W, P = Level.WARNING, Level.PROTECTION


def pack(**sizes: float) -> SimulatedPack:
    return SimulatedPack(2, seed=1, **sizes)  # type: ignore[arg-type]  # sizes of a test


def read(of: SimulatedPack, log: Log) -> list[Record]:
    records = []
    step: Step = "first"
    while (record := of.memory.record(log, step)) is not None:
        records.append(record)
        step = "next"
    return records


def test_it_is_a_memory_for_every_dialect() -> None:
    assert isinstance(pack(), Remembering)
    memory: Memory = pack().memory
    assert memory.identity().pack == 2


def test_the_clock_runs_with_the_packs_own_time_from_what_it_was_set_to() -> None:
    timed = pack()
    assert timed.memory.clock() == Clock(2, "2024-03-01T12:00:00")
    timed.memory.set_clock(Clock(2, "2026-12-31T23:59:50"))
    timed.advance(15)
    assert timed.memory.clock().time == "2027-01-01T00:00:05"
    with pytest.raises(ValueError, match="no calendar has 2027-02-30T00:00:00"):
        timed.memory.set_clock(Clock(2, "2027-02-30T00:00:00"))


def test_every_hour_is_written_down_as_it_was() -> None:
    lived = pack(soc=50)
    lived.order_current(-30)
    lived.advance(3 * HOUR + 60)
    records = read(lived, "data")
    assert [record.time[11:] for record in records] == ["13:00:00", "14:00:00", "15:00:00"]
    assert [record.remaining_capacity for record in records] == pytest.approx([45, 15, 0], abs=0.2)
    assert {(record.mode, record.current) for record in records[:2]} == {("discharge", -30.0)}
    assert len(records[0].cell_voltages) == 16
    assert (records[0].environment_temperature, records[0].mosfet_temperature) == records[0].temperatures[-2:]


def test_what_is_charged_and_what_rests_is_told_apart() -> None:
    lived = pack(soc=20)
    for current in (20.0, 0.0):
        lived.order_current(current)
        lived.advance(HOUR)
    assert [record.mode for record in read(lived, "data")] == ["charge", "idle"]


def test_alarms_are_written_down_when_they_begin_and_when_they_end() -> None:
    lived = pack(soc=50)
    lived.order_current(120.0)  # of a pack for 100 A: a warning at 105, a protection at 110
    lived.advance(30)
    lived.order_current(None)
    lived.advance(120)
    told = [(record.alarm, record.over) for record in read(lived, "alarms")]
    warning, protection = Alarm("charge_overcurrent", W), Alarm("charge_overcurrent", P)
    assert set(told) == {(warning, False), (warning, True), (protection, False), (protection, True)}
    assert told.index((protection, False)) < told.index((protection, True))
    assert next(record for record in read(lived, "alarms") if record.alarm == protection).current == 120.0


def test_alarms_that_are_ordered_are_written_down_without_their_cell() -> None:
    lived = pack()
    for cell in (3, 4):
        lived.force(Alarm("cell_undervoltage", P, cell))
    lived.clear()
    alarm = Alarm("cell_undervoltage", P)
    assert [(record.alarm, record.over) for record in read(lived, "alarms")] == [(alarm, False), (alarm, True)]


def test_full_is_a_state_that_is_reached() -> None:
    lived = pack(soc=97)
    lived.order_current(4.0)
    lived.advance(3 * HOUR)
    assert "fully_charged" in [record.state for record in read(lived, "alarms")]


def test_a_log_is_read_step_by_step() -> None:
    lived = pack()
    lived.advance(3 * HOUR)
    memory = lived.memory
    first = memory.record("data", "first")
    second = memory.record("data", "next")
    assert first is not None
    assert second is not None
    assert first.time < second.time
    assert memory.record("data", "again") == second
    assert memory.record("data", "stop") is None
    assert memory.record("data", "again") is None
    assert memory.record("data", "first") == first


def test_the_oldest_records_make_room() -> None:
    lived = pack(soc=50)
    lived.order_current(0)
    lived.advance(600 * HOUR)
    assert len(read(lived, "data")) == 500


def test_capacities_and_what_it_gave() -> None:
    worn = pack(soc=50, cycles=3000)
    held = worn.memory.capacities()
    assert (held.design_capacity, held.full_capacity, held.remaining_capacity) == (150.0, 135.0, 67.5)
    before = worn.memory.accumulation()
    assert before.discharged_capacity == 3000 * 150
    assert before.discharge_energy == pytest.approx(3000 * 150 * 16 * 3.2 / 1000)
    worn.order_current(-30.0)
    worn.advance(HOUR)
    after = worn.memory.accumulation()
    assert after.discharged_capacity == pytest.approx(before.discharged_capacity + 30)
    assert after.discharge_energy == pytest.approx(before.discharge_energy + worn.discharged_energy)


@pytest.mark.parametrize(
    ("what", "number", "unit"),
    [
        ("voltage_reference", None, "V"),
        ("voltage", None, "V"),
        ("zero_current", None, "A"),
        ("charge_current", None, "A"),
        ("discharge_current", None, "A"),
        ("temperature", 6, "°C"),
    ],
)
def test_calibrations_that_it_has(what: str, number: int | None, unit: str) -> None:
    said = pack().memory.calibration(what, number)
    assert said is not None
    assert (said.what, said.number, said.unit) == (what, number, unit)


def test_a_sensor_that_it_does_not_have() -> None:
    assert pack().memory.calibration("temperature", 7) is None


# Parameters are what the protections obey


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("rs485_address", 2),
        ("cell_overvoltage_protection", 3650),
        ("cell_overvoltage_recovery", 3400),
        ("cell_low_voltage_warning", 2900),
        ("cell_low_voltage_warning_recovery", 3000),
        ("pack_overvoltage_protection", 57.6),
        ("charge_current_warning", 105.0),
        ("discharge_overcurrent_1_protection", 110.0),
        ("discharge_overcurrent_1_delay", 10),
        ("discharge_overcurrent_2_protection", 150.0),
        ("charge_low_temperature_protection", 0),
        ("cell_difference_protection", 800),
        ("discharge_overcurrent_1_warning_enabled", True),
        ("cell_overvoltage_protection_enabled", True),
    ],
)
def test_parameters_of_a_pack_of_16_cells_and_150_ampere_hours(key: str, value: object) -> None:
    assert pack().settings()[key] == value


@pytest.mark.parametrize(
    ("key", "code", "level", "current"),
    [
        ("charge_current_warning", "charge_overcurrent", W, 1),
        ("discharge_overcurrent_1_protection", "discharge_overcurrent", P, -1),
        ("discharge_overcurrent_2_protection", "discharge_overcurrent_2", P, -1),
    ],
)
def test_a_protection_trips_where_its_parameter_says(key: str, code: str, level: Level, current: int) -> None:
    for beyond, trips in ((-0.1, False), (0.1, True)):
        obeying = pack(soc=50)
        limit = obeying.settings()[key]
        assert isinstance(limit, float)
        obeying.order_current(current * (limit + beyond))
        obeying.advance(20)
        written = [record.alarm for record in read(obeying, "alarms")]
        assert (Alarm(code, level) in written) is trips
