"""Alarm reports and products as texts."""

import json

from topbms.model.alarms import Alarm, AlarmReport, Level
from topbms.model.reading import Product
from topbms.store.reports import product_from, product_text, report_from, report_text

REPORT = AlarmReport(
    pack=2,
    alarms=(Alarm("cell_overvoltage", Level.WARNING, 3), Alarm("soc_low", Level.WARNING)),
    states={"charge_mosfet": True, "buzzer": False},
    cell_limits=("normal", "high"),
    temperature_limits=("low",),
    current_limit="normal",
    voltage_limit=None,
    short_circuit_count=4,
    extra=b"\x01",
)


def test_a_report_comes_back_but_for_its_extra() -> None:
    text = report_text(REPORT)
    again = report_from(text)
    assert again.alarms == REPORT.alarms
    assert isinstance(again.alarms[0].level, Level)
    assert (again.pack, again.states, again.cell_limits) == (
        2,
        {"charge_mosfet": True, "buzzer": False},
        ("normal", "high"),
    )
    assert (again.temperature_limits, again.current_limit, again.voltage_limit) == (("low",), "normal", None)
    assert (again.short_circuit_count, again.extra) == (4, b"")


def test_what_a_newer_release_added_to_a_report_is_left_out() -> None:
    text = json.dumps(json.loads(report_text(REPORT)) | {"humidity_limit": "high"})
    assert report_from(text) == report_from(report_text(REPORT))


def test_a_product_comes_back() -> None:
    product = Product(1, "Société", "2023-04", "BMS", "V1.2", "LFP", "SN 7", "", b"\x00\xff")
    assert product_from(product_text(product)) == product
