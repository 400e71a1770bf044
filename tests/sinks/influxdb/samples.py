"""Records as the tests of this sink need them, and sinks to write them with."""

from collections.abc import Mapping
from typing import Any

from topbms.model.alarms import Alarm, AlarmReport, Level
from topbms.model.event import PastEvent
from topbms.model.health import Health, HistoryHealth, LinkHealth, SinkHealth
from topbms.model.reading import MeanReading, Pack, PackReading, Product, Reported
from topbms.model.words import words
from topbms.sinks import Site
from topbms.sinks.influxdb import Settings
from topbms.sinks.influxdb.render import Renderer
from topbms.sinks.influxdb.sink import InfluxdbSink

AT = 1_735_689_600.0
"""2025-01-01 00:00:00 UTC."""

GATEWAY = "0123456789abcdef0123456789abcdef"
PACK = Pack("battery1", "Batterie 1", "usr1", 1)
PRODUCT = Product(1, module="TOPBMS 16S 100A", battery_type="LFP")

VALUES: dict[str, Reported] = {
    "voltage": 53.58,
    "current": -3.84,
    "soc": 88,
    "cell_voltages": (3.346, 3.363),
    "temperatures": (21, 22.5),
    "time_to_full": None,
}

REPORT = AlarmReport(
    1,
    (Alarm("soc_low", Level.WARNING), Alarm("cell_undervoltage", Level.PROTECTION, 3)),
    {"charging": False, "charge_mosfet": True},
)


def reading(
    values: Mapping[str, Reported] | None = None, *, sequence: int = 7, at: float = AT, **more: Any
) -> PackReading:
    pack = more.pop("pack", PACK)
    return PackReading(pack, sequence, at, 0.0, VALUES if values is None else values, **more)


def full_reading() -> PackReading:
    """One that says all that a reading can say."""
    return reading(product=PRODUCT, alarms=REPORT, alarms_age=0.25, balancing=(1, 2), smoothed_current=-3.5)


def mean() -> MeanReading:
    return MeanReading(PACK, 1234, AT + 30, 0.0, {"voltage": 53.5, "cell_voltages": (3.34, 3.36)}, product=PRODUCT)


def events() -> list[PastEvent]:
    return [
        PastEvent(8, AT + 1, "start", "", ""),
        PastEvent(9, AT + 2, "alarm", "battery1", "cell_undervoltage protection cell 3"),
        PastEvent(10, AT + 2, "alarm", "battery1", "soc_low warning"),
        PastEvent(11, AT + 3.5, "link_down", "usr1", 'the port "/dev/ttyUSB0" is gone\nsee C:\\temp'),
    ]


def health() -> Health:
    return Health(
        sequence=12,
        at=AT + 60,
        monotonic=0.0,
        version="0.2.0",
        config="abc123",
        uptime=3600.5,
        fresh=2,
        silent=1,
        clock_offset=-0.002,
        history=HistoryHealth(waiting=3, dropped=0, size=4096, free=None, last_error=""),
        links=(
            LinkHealth("usr1", up=True, requests=6, replies=5, connects=1, faults={"silence": 1}, answer_time=0.125),
            LinkHealth("usr2", up=False, last_error="no route to host"),
        ),
        sinks=(SinkHealth("influxdb", 2.5, 7, 0, 1, ""),),
    )


def lines(*records: Any, cells: bool = True, prefix: str = "topbms") -> list[str]:
    return list(Renderer(prefix, "home", lambda: GATEWAY, cells=cells).lines(records))


def site(gateway: str = GATEWAY) -> Site:
    return Site("home", (PACK,), words("en"), _recall, _remember, gateway=lambda: gateway, version="0.2.0")


def sink(url: str, *, gateway: str = GATEWAY, **more: Any) -> InfluxdbSink:
    return InfluxdbSink(Settings.model_validate({"url": url} | more), site(gateway))


async def _recall() -> Mapping[str, str]:
    return {}


async def _remember(_: Mapping[str, str]) -> None:
    return
