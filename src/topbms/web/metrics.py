"""Prometheus' text of this moment. Knows the series and where their values stand in a snapshot and a health.

What is not known is left out, never NaN; a pack that is silent has no values, so that no chart goes on with old ones.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import Metric
from prometheus_client.registry import Collector

from topbms.model.fragment import Product
from topbms.model.health import Health, LinkHealth, SinkHealth
from topbms.model.reading import PackReading, PackState, Reported, Snapshot
from topbms.web import series
from topbms.web.series import Measured, Series
from topbms.web.view import age, is_fresh

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_PROCESS = CollectorRegistry()
ProcessCollector(registry=_PROCESS)
_ENDS = {"info": "_info", "counter": "_total"}  # which a family's own name goes without
_DECIMALS = 9  # of a value in base units: hides that 0.01 is no binary number


def exposition(site: str, gateway: str, snapshot: Snapshot, health: Health) -> bytes:
    """Everything that is known, in Prometheus' text format; may be called in any thread."""
    return generate_latest(_Gathered(site, gateway, snapshot, health))


class _Gathered(Collector):
    """One moment as metric families."""

    def __init__(self, site: str, gateway: str, snapshot: Snapshot, health: Health) -> None:
        self._site = site
        self._families: dict[str, Metric] = {}
        self._gateway(gateway, health)
        for state in snapshot.packs:
            self._pack(state, health)
        for key, measured in series.of_bank().items():
            self._measured(measured, snapshot.bank.values.get(key))
        for link in health.links:
            self._link(link)
        for name, sink in zip(_apart([sink.name for sink in health.sinks]), health.sinks, strict=True):
            self._sink(name, sink)
        self._history(health)

    def collect(self) -> Iterator[Metric]:
        """The families, our own and the process'."""
        yield from self._families.values()
        yield from _PROCESS.collect()

    def _gateway(self, gateway: str, health: Health) -> None:
        self._add(series.GATEWAY, 1, gateway, health.version, health.config)
        self._add(series.UPTIME, health.uptime)
        self._add(series.CLOCK_OFFSET, health.clock_offset)

    def _pack(self, state: PackState, health: Health) -> None:
        pack, reading = state.pack, state.reading
        product = reading.product if reading else None
        self._add(series.PACK, 1, pack.id, pack.name, pack.link, str(pack.address), *_identity(product))
        self._add(series.PACK_UP, is_fresh(state), pack.id)
        self._add(series.PACK_AGE, age(state, health), pack.id)
        self._add(series.PACK_READ, state.since, pack.id)
        for alarm in reading.active if reading else ():
            self._add(series.ALARM, 1, pack.id, alarm.code, alarm.level, str(alarm.cell or ""))
        if reading is not None and is_fresh(state):
            self._reading(reading, health)

    def _reading(self, reading: PackReading, health: Health) -> None:
        pack = reading.pack.id
        for key, measured in series.of_packs().items():
            self._measured(measured, reading.values.get(key), pack)
        if reading.alarms is not None:
            self._add(series.ACTIVE, len(reading.active), pack)
            self._add(series.REPORT_AGE, health.monotonic - reading.monotonic + (reading.alarms_age or 0.0), pack)
            for state, is_on in reading.alarms.states.items():
                self._add(series.STATE, is_on, pack, state)
        for cell, is_balanced in enumerate(_balanced(reading), 1):
            self._add(series.BALANCING, is_balanced, pack, str(cell))

    def _link(self, link: LinkHealth) -> None:
        self._add(series.LINK_UP, link.up, link.id)
        self._add(series.REQUESTS, link.requests, link.id)
        self._add(series.REPLIES, link.replies, link.id)
        self._add(series.CONNECTS, link.connects, link.id)
        self._add(series.ANSWER_TIME, link.answer_time, link.id)
        for kind, count in (link.faults or {}).items():
            self._add(series.FAULTS, count, link.id, kind)

    def _sink(self, name: str, sink: SinkHealth) -> None:
        self._add(series.SINK_UP, not sink.last_error, name)
        self._add(series.LAG, sink.lag, name)
        self._add(series.WRITTEN, sink.written, name)
        self._add(series.REJECTED, sink.rejected, name)
        self._add(series.ERRORS, sink.errors, name)

    def _history(self, health: Health) -> None:
        history = health.history
        self._add(series.HISTORY_UP, not history.last_error)
        self._add(series.WAITING, history.waiting)
        self._add(series.DROPPED, history.dropped)
        self._add(series.SIZE, history.size)
        self._add(series.FREE, history.free)

    def _measured(self, measured: Measured, value: Reported, *labels: str) -> None:
        if isinstance(value, tuple):
            for number, one in enumerate(value, 1):
                self._add(measured.series, _in_base_units(one, measured), *labels, str(number))
        elif value is not None:
            self._add(measured.series, _in_base_units(value, measured), *labels)

    def _add(self, of: Series, value: float | None, *labels: str) -> None:
        """One sample; `labels` in the order of the series'. What is not known, or no number, is left out."""
        if value is None or not math.isfinite(value):
            return
        family = self._families.get(of.name)
        if family is None:
            name = of.name.removesuffix(_ENDS.get(of.kind, ""))
            family = self._families[of.name] = Metric(name, of.help, of.kind)
        family.add_sample(of.name, {"site": self._site, **dict(zip(of.labels, labels, strict=True))}, float(value))


def _in_base_units(value: float, measured: Measured) -> float:
    return round(value * measured.factor, _DECIMALS) + 0.0


def _identity(product: Product | None) -> Sequence[str]:
    if product is None:
        return ("", "", "", "")
    return (product.company, product.module, product.version, product.serial_number)


def _balanced(reading: PackReading) -> Iterable[bool]:
    """For each cell whether it is being balanced; empty when the pack does not tell."""
    cells = reading.values.get("cell_voltages")
    if reading.balancing is None or not isinstance(cells, tuple):
        return ()
    return (cell in reading.balancing for cell in range(1, len(cells) + 1))


def _apart(names: Iterable[str]) -> Iterator[str]:
    """The names, numbered where several are the same: a series that comes twice would spoil the whole scrape."""
    seen: Counter[str] = Counter()
    for name in names:
        seen[name] += 1
        yield name if seen[name] == 1 else f"{name} {seen[name]}"
