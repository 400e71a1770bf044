"""The alarm report of the simulated BMS, made of exceeded limits and of alarms ordered by hand.

Knows how a BMS of this family joins its status bits with one byte for each cell and sensor: a cell that is out of
bounds names the matching alarm, or is an alarm of its own. Knows no bits.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from topbms.errors import ConfigError
from topbms.model.alarms import URGENCY, Alarm, AlarmReport, Level
from topbms.sim.limits import Limit

_MATCHING = {"low": "cell_undervoltage", "high": "cell_overvoltage", "fault": "cell_fault"}
"""The status alarm that a cell of that condition belongs to."""
_ALONE = {"low": "cell_low", "high": "cell_high", "fault": "cell_fault"}
"""What it is called where no status alarm is active."""
_CONDITIONS = {code: word for names in (_MATCHING, _ALONE) for word, code in names.items()}
_WITHOUT_STATUS = frozenset(Alarm(code, Level.WARNING) for code in _ALONE.values())
_MOST_COUNTED = 255

Sensors = Mapping[str, Sequence[float]]
"""Values by the names of `topbms.sim.limits.Measures`: cells' voltages, cells' temperatures, and so on."""


def check_alarm(alarm: Alarm, cells: int) -> None:
    """Raise ConfigError for an alarm that a pack of so many cells cannot report."""
    if alarm.level not in URGENCY.get(alarm.code, {}):
        raise ConfigError("no BMS reports {code!r} as a {level}", code=alarm.code, level=alarm.level)
    must = alarm.code == "cell_failure" or Alarm(alarm.code, alarm.level) in _WITHOUT_STATUS
    if alarm.cell is None and must:
        raise ConfigError("{code!r} needs the number of its cell", code=alarm.code)
    if alarm.cell is None:
        return
    if not must and alarm.code not in _CONDITIONS:
        raise ConfigError("{code!r} is an alarm of the whole pack, it has no cell", code=alarm.code)
    if not 1 <= alarm.cell <= cells:
        raise ConfigError("cell {cell} does not exist, the pack has {count}", cell=alarm.cell, count=cells)


def report(
    pack: int,
    exceeded: Collection[Limit],
    forced: Collection[Alarm],
    sensors: Sensors,
    states: Mapping[str, bool],
    short_circuits: int,
) -> AlarmReport:
    """What the pack says of itself now."""
    cell_limits = _cell_limits(exceeded, forced, sensors["cells"])
    active = dict.fromkeys([(limit.code, limit.level) for limit in exceeded])
    active |= dict.fromkeys([(alarm.code, alarm.level) for alarm in forced if _has_status(alarm)])
    failed = {alarm.cell: alarm for alarm in forced if alarm.code == "cell_failure"}
    codes = {code for code, _ in active}
    return AlarmReport(
        pack=pack,
        alarms=(*_alarms(active, cell_limits, failed), *failed.values()),
        states=states,
        cell_limits=tuple(cell_limits),
        temperature_limits=tuple(_temperature_limits(exceeded, sensors)),
        current_limit="high" if any("overcurrent" in code for code in codes) else "normal",
        voltage_limit=_voltage_limit(codes),
        short_circuit_count=min(short_circuits, _MOST_COUNTED),
    )


def _has_status(alarm: Alarm) -> bool:
    return alarm.code != "cell_failure" and Alarm(alarm.code, alarm.level) not in _WITHOUT_STATUS


def _alarms(
    active: Collection[tuple[str, Level]], cell_limits: Sequence[str], failed: Collection[int | None]
) -> Iterator[Alarm]:
    cells = {word: [i + 1 for i, limit in enumerate(cell_limits) if limit == word] for word in _MATCHING}
    for code, level in active:
        named = next((cells[word] for word, matching in _MATCHING.items() if matching == code), [])
        yield from [Alarm(code, level, cell) for cell in named] or [Alarm(code, level)]
    # A failed cell needs no second alarm of its own for its fault.
    cells["fault"] = [cell for cell in cells["fault"] if cell not in failed]
    codes = {code for code, _ in active}
    for word, numbers in cells.items():
        if _MATCHING[word] not in codes:
            yield from [Alarm(_ALONE[word], Level.WARNING, cell) for cell in numbers]


def _cell_limits(exceeded: Iterable[Limit], forced: Iterable[Alarm], voltages: Sequence[float]) -> list[str]:
    words = _words(exceeded, {"highest_cell", "lowest_cell"}, voltages)
    for alarm in forced:
        if alarm.cell is not None and alarm.code in _CONDITIONS:
            words[alarm.cell - 1] = _CONDITIONS[alarm.code]
    return words


def _temperature_limits(exceeded: Collection[Limit], sensors: Sensors) -> list[str]:
    return [
        *_words(exceeded, {"hottest", "coldest"}, sensors["temperatures"]),
        *_words(exceeded, {"environment"}, sensors["environment"]),
        *_words(exceeded, {"mosfet"}, sensors["mosfet"]),
    ]


def _words(exceeded: Iterable[Limit], measures: set[str], values: Sequence[float]) -> list[str]:
    """One word a sensor: those that are not yet back behind the release of an exceeded limit are out of bounds."""
    words = ["normal"] * len(values)
    for limit in exceeded:
        if limit.measure in measures:
            out = [v > limit.release if limit.is_upper else v < limit.release for v in values]
            word = "high" if limit.is_upper else "low"
            words = [word if is_out else old for is_out, old in zip(out, words, strict=True)]
    return words


def _voltage_limit(codes: Collection[str]) -> str:
    if "pack_overvoltage" in codes:
        return "high"
    return "low" if "pack_undervoltage" in codes else "normal"
