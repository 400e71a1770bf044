"""Battery readings as lines of `<prefix>_battery`: one line a reading. Knows the catalogue's keys and no HTTP.

Made for speed, since a target that was away for a week gets a hundred thousand of them at once: what readings of one
pack have in common (the tags, the names of the fields, an alarm report) is written once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from topbms.model.alarms import AlarmReport, severity, worst
from topbms.model.reading import MeanReading, Pack, PackReading, Product, Reported
from topbms.sinks.influxdb.protocol import Numbers, head, number, stamp, tag

_CELLS = "cell_voltages"
_SETTING = "_enabled"
_SINGLE, _UNKNOWN = -1, -2

_Shape: TypeAlias = tuple[tuple[str, ...], tuple[int, ...]]
"""Keys, and of each how many numbers it has, `_SINGLE` for one that is no tuple, `_UNKNOWN` for None."""


@dataclass(slots=True)
class _Known:
    """What the newest reading of a pack was written with, and what it was written for."""

    pack: Pack
    product: Product | None
    head: str
    report: AlarmReport | None = None
    alarms: str = ""


@dataclass(slots=True)
class BatteryLines:
    """Writes readings. `site` is a tag of all of them; without `cells` no cell's voltage is a field."""

    measurement: str
    site: str
    cells: bool = True
    _numbers: Numbers = field(default_factory=Numbers)
    _known: dict[str, _Known] = field(default_factory=dict)
    _names: dict[_Shape, tuple[str, ...]] = field(default_factory=dict)
    _templates: dict[_Shape, str] = field(default_factory=dict)

    def line(self, reading: PackReading) -> str | None:
        """The line of a reading; None when there is no value in it."""
        known = self._of(reading.pack, reading.product)
        fields = [self._values(reading.values)]
        if reading.balancing is not None:
            fields.append(f"balancing={len(reading.balancing)}")
        if reading.alarms is not None:
            fields.append(_alarms(reading.alarms, known))
            if reading.alarms_age is not None:
                fields.append(f"alarms_age={number(reading.alarms_age)}")
        written = ",".join(filter(None, fields))
        if not written:
            return None
        if isinstance(reading, MeanReading):
            written += f",seconds={number(reading.seconds)}"
        return f"{known.head} {written} {stamp(reading.at, reading.sequence)}"

    def _of(self, pack: Pack, product: Product | None) -> _Known:
        known = self._known.get(pack.id)
        if known is None or known.pack is not pack or known.product is not product:
            tags = {"site": self.site, "pack": pack.id, "link": pack.link, "model": model(product)}
            known = self._known[pack.id] = _Known(pack, product, head(self.measurement, tags))
        return known

    def _values(self, values: Mapping[str, Reported]) -> str:
        """Each value that is known, as `name=number`."""
        numbers: list[float] = []
        counts: list[int] = []
        for key, value in values.items():
            if isinstance(value, tuple) and (self.cells or key != _CELLS):
                numbers += value
                counts.append(len(value))
            elif value is None or isinstance(value, tuple):
                counts.append(_UNKNOWN)
            else:
                numbers.append(value)
                counts.append(_SINGLE)
        shape = tuple(values), tuple(counts)
        template = self._templates.get(shape)
        if template is None:
            template = self._learn(shape)
        try:
            return template % tuple(map(self._numbers.__getitem__, numbers))
        except KeyError:  # one of them is not finite
            fields = ((name, number(value)) for name, value in zip(self._names[shape], numbers, strict=True))
            return ",".join(f"{name}={written}" for name, written in fields if written)

    def _learn(self, shape: _Shape) -> str:
        names = tuple(name for key, count in zip(*shape, strict=True) for name in _field_names(key, count))
        self._names[shape] = names
        template = self._templates[shape] = ",".join(f"{name}=%s" for name in names)
        return template


def _alarms(report: AlarmReport, known: _Known) -> str:
    if known.report is not report:
        known.report, known.alarms = report, _written(report)
    return known.alarms


def model(product: Product | None) -> str:
    """What the pack calls itself; empty when it told nothing."""
    return "" if product is None else product.module.strip() or product.battery_type.strip()


def _field_names(key: str, count: int) -> list[str]:
    """`soc` for a single number; of `cell_voltages` the fields `cell_voltage_01`, `cell_voltage_02` and so on."""
    if count < 0:
        return [] if count == _UNKNOWN else [tag(key)]
    return [f"{tag(key.removesuffix('s'))}_{number:02d}" for number in range(1, count + 1)]


def _written(report: AlarmReport) -> str:
    """How many alarms, how grave the gravest, and each state as 1 or 0; settings of the pack are no states in time."""
    gravest = worst(report.alarms)
    level = severity(gravest.level if gravest else None)
    states = (f",state_{tag(key)}={int(is_on)}" for key, is_on in report.states.items() if not key.endswith(_SETTING))
    return f"alarms={len(report.alarms)},alarm_level={level}{''.join(states)}"
