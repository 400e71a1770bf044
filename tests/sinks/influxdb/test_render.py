"""Records as lines, against lines written by hand; and what never may happen to them."""

import gzip
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sinks.influxdb.grammar import points
from tests.sinks.influxdb.samples import PACK, PRODUCT, events, full_reading, health, lines, mean, reading
from topbms.model.alarms import STATES, AlarmReport
from topbms.model.quantities import CATALOGUE
from topbms.model.reading import Pack, Product
from topbms.sinks.influxdb.render import body

GOLDEN = Path(__file__).parents[2] / "golden" / "influxdb"


def golden(name: str) -> list[str]:
    return (GOLDEN / f"{name}.lp").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(
    ("name", "records"),
    [("reading", [full_reading()]), ("mean", [mean()]), ("events", events()), ("health", [health()])],
)
def test_records_are_the_lines_that_were_written_by_hand(name: str, records: list[Any]) -> None:
    assert lines(*records) == golden(name)


def test_without_cells_no_cell_is_a_field() -> None:
    assert lines(full_reading(), cells=False) == golden("reading-without-cells")


def test_the_prefix_begins_each_measurement() -> None:
    found = points("\n".join(lines(reading(), *events(), health(), prefix="house")))
    names = {"house_battery", "house_event", "house_gateway", "house_link", "house_sink"}
    assert {point.measurement for point in found} == names


def test_the_lines_stand_in_the_order_of_the_records() -> None:
    found = points("\n".join(lines(events()[0], reading(sequence=9), events()[1])))
    assert [point.measurement for point in found] == ["topbms_event", "topbms_battery", "topbms_event"]


def test_what_is_not_known_is_left_out() -> None:
    (point,) = points(lines(reading({"soc": None, "voltage": 53.5, "current": math.nan}))[0])
    assert point.fields == {"voltage": 53.5}


@pytest.mark.parametrize("values", [{}, {"soc": None}, {"power": math.inf}, {"cell_voltages": ()}])
def test_a_reading_without_a_value_is_no_line(values: dict[str, Any]) -> None:
    assert lines(reading(values)) == []


def test_a_report_alone_is_a_line() -> None:
    (point,) = points(lines(reading({}, alarms=AlarmReport(1)))[0])
    assert point.fields == {"alarms": 0.0, "alarm_level": 0.0}


def test_a_pack_that_gets_another_link_or_model_gets_other_tags() -> None:
    moved = Pack(PACK.id, PACK.name, "usr2", 1)
    other = Product(1, module=" ", battery_type="LFP")
    records = [reading(), reading(pack=moved), reading(product=PRODUCT), reading(product=other), reading()]
    found = points("\n".join(lines(*records)))
    assert [(point.tags["link"], point.tags.get("model")) for point in found] == [
        ("usr1", None),
        ("usr2", None),
        ("usr1", "TOPBMS 16S 100A"),
        ("usr1", "LFP"),
        ("usr1", None),
    ]


def test_alarms_are_those_of_each_reading_though_a_report_is_written_once() -> None:
    quiet, loud = AlarmReport(1), full_reading().alarms
    packs = [PACK, Pack("battery2", "Batterie 2", "usr1", 2)]
    records = [reading(pack=pack, alarms=report) for report in (quiet, loud, quiet) for pack in packs]
    found = points("\n".join(lines(*records)))
    assert [point.fields["alarms"] for point in found] == [0, 0, 2, 2, 0, 0]


def test_what_is_set_in_a_pack_is_no_state() -> None:
    report = AlarmReport(1, states={"heating_enabled": True, "heating": False})
    (point,) = points(lines(reading({}, alarms=report))[0])
    assert point.fields == {"alarms": 0.0, "alarm_level": 0.0, "state_heating": 0.0}


def test_packs_of_other_shapes_keep_the_names_of_their_own_fields() -> None:
    shapes: list[dict[str, Any]] = [
        {"cell_voltages": (3.1, 3.2), "temperatures": (20.0,)},
        {"cell_voltages": (3.1,), "temperatures": (20.0, 21.0)},
        {"temperatures": (20.0, 21.0), "cell_voltages": (3.1,)},
    ]
    found = points("\n".join(lines(*(reading(values) for values in shapes))))
    assert found[0].fields == {"cell_voltage_01": 3.1, "cell_voltage_02": 3.2, "temperature_01": 20.0}
    assert found[1].fields == {"cell_voltage_01": 3.1, "temperature_01": 20.0, "temperature_02": 21.0}
    assert found[2].fields == found[1].fields


def test_no_two_fields_have_one_name() -> None:
    values: dict[str, Any] = {one.key: (1.0,) * 48 if one.each else 1.0 for one in CATALOGUE}
    report = AlarmReport(1, states=dict.fromkeys(STATES, True))
    record = replace(mean(), values=values, alarms=report, alarms_age=1.0, balancing=())
    (point,) = points(lines(record)[0])
    shown = [key for key in STATES if not key.endswith("_enabled")]
    single = sum(not one.each for one in CATALOGUE)
    assert len(point.fields) == single + 2 * 48 + len(shown) + len(("balancing", "alarms", "level", "age", "seconds"))


SCALARS = st.none() | st.floats() | st.integers(-1000, 1000)
KEYS = st.sampled_from([one.key for one in CATALOGUE if not one.each])


@given(st.dictionaries(KEYS, SCALARS), st.lists(st.floats(), max_size=48), st.integers(1, 10**9))
def test_any_reading_comes_back(values: dict[str, Any], cells: list[float], sequence: int) -> None:
    written = lines(reading(values | {"cell_voltages": tuple(cells)}, sequence=sequence))
    expected = {key: value for key, value in values.items() if value is not None and math.isfinite(value)}
    expected |= {f"cell_voltage_{place:02d}": value for place, value in enumerate(cells, 1) if math.isfinite(value)}
    assert [point.fields for point in points("\n".join(written))] == ([expected] if expected else [])


def test_a_body_is_all_lines_each_with_its_end() -> None:
    many = [f"m f={place} {place}" for place in range(1234)]
    text = "".join(f"{line}\n" for line in many).encode()
    assert body(iter(many), gzip=False) == text
    packed = body(iter(many), gzip=True)
    assert gzip.decompress(packed) == text
    assert len(packed) < len(text) / 3


@pytest.mark.parametrize("packed", [True, False])
def test_a_body_of_no_lines_is_empty(packed: bool) -> None:
    assert body([], gzip=packed) == b""
