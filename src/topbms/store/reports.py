"""Alarm reports and product information as texts, and back. Knows no SQL.

Both are JSON: an object a report, keys as the fields of `AlarmReport` and `Product`, bytes as hex.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from topbms.model.alarms import Alarm, AlarmReport, Level
from topbms.model.reading import Product


def report_text(report: AlarmReport) -> str:
    """The report without its `extra`, which may differ from one poll to the next where the rest is the same."""
    plain: dict[str, Any] = {
        "pack": report.pack,
        "alarms": [[alarm.code, alarm.level, alarm.cell] for alarm in report.alarms],
        "states": dict(report.states),
        "cell_limits": report.cell_limits,
        "temperature_limits": report.temperature_limits,
        "current_limit": report.current_limit,
        "voltage_limit": report.voltage_limit,
        "short_circuit_count": report.short_circuit_count,
    }
    return json.dumps(plain, separators=(",", ":"))


def report_from(text: str) -> AlarmReport:
    """The inverse of `report_text`; fields that a newer release added are left out."""
    plain: Mapping[str, Any] = json.loads(text)
    return AlarmReport(
        pack=plain["pack"],
        alarms=tuple(Alarm(code, Level(level), cell) for code, level, cell in plain["alarms"]),
        states=plain["states"],
        cell_limits=tuple(plain["cell_limits"]),
        temperature_limits=tuple(plain["temperature_limits"]),
        current_limit=plain["current_limit"],
        voltage_limit=plain["voltage_limit"],
        short_circuit_count=plain["short_circuit_count"],
    )


def product_text(product: Product) -> str:
    """The product as text."""
    return json.dumps(asdict(product) | {"extra": product.extra.hex()}, separators=(",", ":"), ensure_ascii=False)


def product_from(text: str) -> Product:
    """The inverse of `product_text`."""
    plain: dict[str, Any] = json.loads(text)
    return Product(**plain | {"extra": bytes.fromhex(plain["extra"])})
