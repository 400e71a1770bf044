"""The bank: all packs as one battery. Packs that are stale are left out and named.

SOC is weighted by full capacity, because equal weights overstate the smaller pack.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from topbms.model.derived import power_by_direction, time_to_empty, time_to_full
from topbms.model.reading import BankReading, PackReading, PackState, Reported

BANK = "bank"
"""What all packs together are called where a pack's id is expected; no pack is called so."""

_SUMMED = (
    "current",
    "power",
    "remaining_capacity",
    "full_capacity",
    "remaining_energy",
)
_LOWEST = ("cell_lowest_voltage",)
_HIGHEST = ("cell_highest_voltage",)


def bank_reading(
    at: float, states: Sequence[PackState], counted: Mapping[str, Reported] = MappingProxyType({})
) -> BankReading:
    """Totals over the packs that are fresh; a value that any of them lacks is None, because a part is no total.

    `charge_power` and `discharge_power` are of the bank's own signed power, so that current that one pack lends
    another does not count twice. `counted` is what the bank's own meter shows.
    """
    fresh = [state.reading for state in states if state.reading is not None and not state.stale]
    values = {**_totals(fresh), **counted} if fresh else {}
    return BankReading(
        at=at,
        values=values,
        present=tuple(reading.pack.id for reading in fresh),
        missing=tuple(state.pack.id for state in states if state.reading is None or state.stale),
        alarms=tuple((reading.pack.id, alarm) for reading in fresh for alarm in reading.active),
    )


def _totals(readings: Sequence[PackReading]) -> dict[str, Reported]:
    values: dict[str, Reported] = {key: _joined(readings, key, sum) for key in _SUMMED}
    values |= power_by_direction(_number(values["power"]))
    values["voltage"] = _joined(readings, "voltage", _mean)
    values["soc"] = weighted_soc(readings)
    values |= {key: _joined(readings, key, min) for key in _LOWEST}
    values |= {key: _joined(readings, key, max) for key in _HIGHEST}
    values["cell_spread"] = _spread(values["cell_lowest_voltage"], values["cell_highest_voltage"])
    values["mean_temperature"] = _joined(readings, "mean_temperature", _mean)
    current = _smoothed_current(readings)
    values["time_to_full"] = _time_to_full(values, current)
    values["time_to_empty"] = time_to_empty(_number(values["remaining_capacity"]), current)
    return values


def weighted_soc(readings: Iterable[PackReading]) -> float | None:
    """State of charge over all packs in %, each weighted by its full capacity; None when one lacks either."""
    weighted = total = 0.0
    for reading in readings:
        soc, full = reading.number("soc"), reading.number("full_capacity")
        if soc is None or full is None:
            return None
        weighted += soc * full
        total += full
    return round(weighted / total, 1) if total else None


def _smoothed_current(readings: Iterable[PackReading]) -> float | None:
    currents = [reading.smoothed_current for reading in readings]
    known = [current for current in currents if current is not None]
    return sum(known) if len(known) == len(currents) else None


def _joined(readings: Sequence[PackReading], key: str, join: Callable[[list[float]], float]) -> float | None:
    numbers = [number for reading in readings if (number := reading.number(key)) is not None]
    if len(numbers) < len(readings):
        return None
    return round(join(numbers), 3) + 0.0  # no -0.0, which would be shown as "-0"


def _mean(numbers: list[float]) -> float:
    return sum(numbers) / len(numbers)


def _spread(lowest: Reported, highest: Reported) -> float | None:
    low, high = _number(lowest), _number(highest)
    return None if low is None or high is None else round((high - low) * 1000)


def _time_to_full(values: dict[str, Reported], current: float | None) -> float | None:
    return time_to_full(_number(values["remaining_capacity"]), _number(values["full_capacity"]), current)


def _number(value: Reported) -> float | None:
    return None if isinstance(value, tuple) else value
