"""Battery readings as lines of `<prefix>_battery`: one line a reading. Knows the catalogue's keys and no HTTP.

Made for speed, since a target that was away for a week gets a hundred thousand of them at once: what readings of one
pack have in common (the tags, the names of the fields, an alarm report) is written once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from topbms.model.alarms import AlarmReport, severity, worst
from topbms.model.reading import MeanReading, Pack, PackReading, Product, Reported
from topbms.sinks.influxdb.protocol import Numbers, head, stamp, tag

_CELLS = "cell_voltages"


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
    _names: dict[tuple[tuple[str, ...], tuple[int, ...]], list[str]] = field(default_factory=dict)

    def line(self, reading: PackReading) -> str | None:
        """The line of a reading; None when there is no value in it."""
        known = self._of(reading.pack, reading.product)
        fields = self._values(reading.values)
        if reading.balancing is not None:
            fields.append(f"balancing={len(reading.balancing)}")
        if reading.alarms is not None:
            fields.append(self._alarms(reading.alarms, reading.alarms_age, known))
        if not fields:
            return None
        if isinstance(reading, MeanReading):
            fields.append(f"seconds={self._numbers[reading.seconds]}")
        return f"{known.head} {','.join(fields)} {stamp(reading.at, reading.sequence)}"

    def _of(self, pack: Pack, product: Product | None) -> _Known:
        known = self._known.get(pack.id)
        if known is None or known.pack is not pack or known.product is not product:
            tags = {"site": self.site, "pack": pack.id, "link": pack.link, "model": model(product)}
            known = self._known[pack.id] = _Known(pack, product, head(self.measurement, tags))
        return known

    def _values(self, values: Mapping[str, Reported]) -> list[str]:
        """Each value that is known, as `name=number`."""
        if not self.cells and _CELLS in values:
            values = {key: value for key, value in values.items() if key != _CELLS}
        numbers: list[float | None] = []
        counts: list[int] = []
        for value in values.values():
            if isinstance(value, tuple):
                numbers += value
                counts.append(len(value))
            else:
                numbers.append(value)
                counts.append(-1)
        shape = tuple(values), tuple(counts)
        names = self._names.get(shape) or self._name(shape)
        written = map(self._numbers.__getitem__, numbers)
        return [name + number for name, number in zip(names, written, strict=True) if number]

    def _name(self, shape: tuple[tuple[str, ...], tuple[int, ...]]) -> list[str]:
        """The fields' names of readings with these keys, each with this many numbers, and -1 for a single one."""
        names = [f"{name}=" for key, count in zip(*shape, strict=True) for name in _field_names(key, count)]
        self._names[shape] = names
        return names

    def _alarms(self, report: AlarmReport, age: float | None, known: _Known) -> str:
        if known.report is not report:
            known.report, known.alarms = report, _written(report)
        written = self._numbers[age]
        return f"{known.alarms},alarms_age={written}" if written else known.alarms


def model(product: Product | None) -> str:
    """What the pack calls itself; empty when it told nothing."""
    return "" if product is None else product.module.strip() or product.battery_type.strip()


def _field_names(key: str, count: int) -> list[str]:
    """`soc` for a single number; of `cell_voltages` the fields `cell_voltage_01`, `cell_voltage_02` and so on."""
    if count < 0:
        return [tag(key)]
    return [f"{tag(key.removesuffix('s'))}_{number:02d}" for number in range(1, count + 1)]


def _written(report: AlarmReport) -> str:
    """How many alarms, how grave the gravest, and each state as 1 or 0."""
    gravest = worst(report.alarms)
    level = severity(gravest.level if gravest else None)
    states = (f",state_{tag(state)}={int(is_on)}" for state, is_on in report.states.items())
    return f"alarms={len(report.alarms)},alarm_level={level}{''.join(states)}"
