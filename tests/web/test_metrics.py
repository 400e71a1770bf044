"""The text for Prometheus: what stands in it, what does not, and what promtool says of it."""

import math
import subprocess
from dataclasses import replace

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.servers.real import program
from tests.web.moments import GATEWAY, ONE, PRODUCT, TWO, UTC, both, health, lines, reading, snapshot, state
from topbms.model.health import Health, HistoryHealth, SinkHealth
from topbms.model.reading import BankReading, PackState, Snapshot
from topbms.web.metrics import exposition


def text(shown: Snapshot | None = None, found: Health | None = None) -> str:
    return exposition("home", GATEWAY, shown or both(), found or health()).decode()


def values(shown: str, name: str) -> list[float]:
    return [float(line.rpartition(" ")[2]) for line in lines(shown, name)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("topbms_voltage_volts", 53.58),
        ("topbms_current_amperes", -3.84),
        ("topbms_soc_ratio", 0.57),
        ("topbms_remaining_capacity_coulombs", 476_460),  # 132.35 Ah, each 3600 C
        ("topbms_remaining_energy_joules", 25_527_600),  # 7.091 kWh, each 3600000 J
        ("topbms_charge_energy_joules_total", 5_400_000),
        ("topbms_cycles_total", 2),
        ("topbms_cell_spread_volts", 0.004),
        ("topbms_time_to_empty_seconds", 124_200),
    ],
)
def test_values_are_in_base_units(name: str, expected: float) -> None:
    assert values(text(snapshot(state())), name) == [expected]


def test_cells_and_sensors_are_labelled_by_their_number() -> None:
    assert lines(text(), "topbms_cell_voltage_volts")[:3] == [
        'topbms_cell_voltage_volts{cell="1",pack="battery1",site="home"} 3.346',
        'topbms_cell_voltage_volts{cell="2",pack="battery1",site="home"} 3.347',
        'topbms_cell_voltage_volts{cell="3",pack="battery1",site="home"} 3.35',
    ]
    assert 'topbms_temperature_celsius{pack="battery1",sensor="2",site="home"} 22.5' in text()


def test_alarms_states_and_balancing_are_told_by_a_pack_that_tells_them() -> None:
    shown = text()
    assert lines(shown, "topbms_alarm") == [
        'topbms_alarm{cell="3",code="cell_high",level="warning",pack="battery1",site="home"} 1.0',
        'topbms_alarm{cell="",code="soc_low",level="warning",pack="battery1",site="home"} 1.0',
    ]
    assert lines(shown, "topbms_active_alarms") == ['topbms_active_alarms{pack="battery1",site="home"} 2.0']
    assert lines(shown, "topbms_alarm_report_age_seconds") == [
        'topbms_alarm_report_age_seconds{pack="battery1",site="home"} 2.5'
    ]
    assert lines(shown, "topbms_state") == [
        'topbms_state{pack="battery1",site="home",state="charging"} 0.0',
        'topbms_state{pack="battery1",site="home",state="charge_mosfet"} 1.0',
    ]
    assert values(shown, "topbms_cell_balancing") == [0, 0, 1]


def test_a_silent_pack_s_values_disappear_and_its_alarms_stay() -> None:
    shown = text(snapshot(state(stale=True, age=60.0), state(TWO)))
    of_one = {line.partition("{")[0] for line in shown.splitlines() if 'pack="battery1"' in line}
    assert of_one == {
        "topbms_pack_info",
        "topbms_pack_up",
        "topbms_pack_age_seconds",
        "topbms_pack_last_reading_timestamp_seconds",
        "topbms_alarm",
    }
    assert values(shown, "topbms_pack_up") == [0, 1]
    assert values(shown, "topbms_pack_age_seconds") == [60, 2]
    assert values(shown, "topbms_bank_soc_ratio") == []  # no full capacity is known in these values
    assert values(shown, "topbms_bank_current_amperes") == [-3.84]


def test_a_pack_that_was_never_read_is_there_and_not_up() -> None:
    shown = text(snapshot(PackState(ONE, None, stale=False)))
    assert values(shown, "topbms_pack_up") == [0]
    assert values(shown, "topbms_pack_age_seconds") == []


def test_what_is_not_known_is_left_out() -> None:
    shown = text(snapshot(state(values={"voltage": None, "current": math.nan, "soc": math.inf})))
    assert "NaN" not in shown
    assert "Inf" not in shown
    assert not [name for name in ("voltage_volts", "current_amperes", "soc_ratio") if f"topbms_{name}{{" in shown]


def test_a_minus_before_nothing_is_dropped() -> None:
    assert lines(text(snapshot(state(values={"current": -0.0}))), "topbms_current_amperes") == [
        'topbms_current_amperes{pack="battery1",site="home"} 0.0'
    ]


def test_identity_stands_in_info_and_its_names_are_escaped() -> None:
    shown = text(snapshot(state(product=PRODUCT)))
    (line,) = lines(shown, "topbms_pack_info")
    assert line == (
        'topbms_pack_info{address="1",company="maker",firmware="V1.2",link="usr1",model="51.2V150AH",'
        'name="Batterie \\"une\\"",pack="battery1",serial="SN-1",site="home"} 1.0'
    )
    assert lines(shown, "topbms_gateway_info") == [
        f'topbms_gateway_info{{config="cafe",gateway="{GATEWAY}",site="home",version="0.1.0"}} 1.0'
    ]


def test_links_targets_and_the_history_are_told() -> None:
    shown = text()
    assert 'topbms_link_faults_total{kind="checksum",link="usr1",site="home"} 1.0' in shown
    assert values(shown, "topbms_link_answer_time_seconds") == [0.045, 0.05]
    assert lines(shown, "topbms_sink_written_total") == ['topbms_sink_written_total{sink="domoticz",site="home"} 500.0']
    assert values(shown, "topbms_sink_up") == [1]
    assert values(shown, "topbms_history_free_bytes") == [80_000_000]
    assert values(shown, "topbms_gateway_clock_offset_seconds") == [0.002]


def test_what_fails_is_not_up() -> None:
    sinks = (SinkHealth("domoticz", 30.0, 1, 0, 3, "away"),)
    shown = text(found=health(sinks=sinks, history=HistoryHealth(last_error="full"), links=(), clock_offset=None))
    assert values(shown, "topbms_sink_up") == [0]
    assert values(shown, "topbms_sink_lag_seconds") == [30]
    assert values(shown, "topbms_history_up") == [0]
    assert values(shown, "topbms_history_size_bytes") == []


def test_two_targets_of_one_name_are_told_apart() -> None:
    sinks = (SinkHealth("mqtt"), SinkHealth("mqtt"))
    assert [line.partition(",")[0] for line in lines(text(found=health(sinks=sinks)), "topbms_sink_up")] == [
        'topbms_sink_up{sink="mqtt"',
        'topbms_sink_up{sink="mqtt 2"',
    ]


def test_the_process_is_told_too() -> None:
    assert values(text(), "process_resident_memory_bytes")[0] > 0


def test_a_parser_reads_it_back_and_no_series_comes_twice() -> None:
    families = list(text_string_to_metric_families(text()))
    found = [(one.name, tuple(sorted(one.labels.items()))) for family in families for one in family.samples]
    assert len(found) == len(set(found)) > 60
    assert {family.type for family in families if family.name == "topbms_charge_energy_joules"} == {"counter"}


def test_promtool_finds_nothing_to_say() -> None:
    full = replace(both(), bank=BankReading(UTC, reading().values))
    check = [program("promtool", "prometheus"), "check", "metrics"]
    checked = subprocess.run(check, input=text(full).encode(), capture_output=True, check=False)
    assert (checked.returncode, checked.stdout + checked.stderr) == (0, b"")
