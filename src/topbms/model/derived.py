"""Values that follow from others. Pure; None in gives None out, never 0."""

from collections.abc import Sequence

from topbms.model.reading import Analog, Reported

IDLE_CURRENT = 0.5
"""A. Below it a time to full or empty would be a guess, so there is none (users ask for one that is believable)."""

LONGEST_TIME = 1000.0
"""h. A longer time to full or empty says nothing, so there is none."""

SMOOTHING = 300.0
"""s. Time constant over which the current is smoothed for the time to full or empty."""


def derive(analog: Analog, smoothed_current: float | None) -> dict[str, Reported]:
    """The derived quantities of one pack by key; those that cannot be told are None."""
    watts = power(analog.voltage, analog.current)
    return {
        "power": watts,
        **power_by_direction(watts),
        "remaining_energy": energy(analog.voltage, analog.remaining_capacity),
        **cells(analog.cell_voltages),
        "mean_temperature": mean_temperature(analog),
        "time_to_full": time_to_full(analog.remaining_capacity, analog.full_capacity, smoothed_current),
        "time_to_empty": time_to_empty(analog.remaining_capacity, smoothed_current),
    }


def power(voltage: float | None, current: float | None) -> float | None:
    """W, charge positive."""
    if voltage is None or current is None:
        return None
    return round(voltage * current, 1) + 0.0  # no -0.0, which would be shown as "-0 W"


def power_by_direction(watts: float | None) -> dict[str, Reported]:
    """Charge and discharge power in W: one is the power, the other 0; both None when the power is not known."""
    if watts is None:
        return {"charge_power": None, "discharge_power": None}
    return {"charge_power": max(0.0, watts), "discharge_power": max(0.0, -watts)}


def energy(voltage: float | None, remaining_capacity: float | None) -> float | None:
    """Energy left in kWh, at the present voltage."""
    if voltage is None or remaining_capacity is None:
        return None
    return round(voltage * remaining_capacity / 1000, 3)


def cells(voltages: Sequence[float]) -> dict[str, Reported]:
    """Lowest and highest cell voltage (V), the 1-based numbers of these cells, and their spread (mV)."""
    if not voltages:
        return dict.fromkeys(
            ("cell_lowest_voltage", "cell_highest_voltage", "cell_lowest", "cell_highest", "cell_spread")
        )
    lowest, highest = min(voltages), max(voltages)
    return {
        "cell_lowest_voltage": lowest,
        "cell_highest_voltage": highest,
        "cell_lowest": voltages.index(lowest) + 1,
        "cell_highest": voltages.index(highest) + 1,
        "cell_spread": round((highest - lowest) * 1000),
    }


def mean_temperature(analog: Analog) -> float | None:
    """°C, over the cells' sensors: environment and MOSFET are left out where the dialect knows them."""
    sensors = list(analog.temperatures)
    for known in (analog.environment_temperature, analog.mosfet_temperature):
        if known in sensors:
            sensors.remove(known)
    return round(sum(sensors) / len(sensors), 1) if sensors else None


def time_to_full(remaining: float | None, full: float | None, current: float | None) -> float | None:
    """Hours until full at the smoothed current; None when not charging enough to tell."""
    if remaining is None or full is None or current is None or current < IDLE_CURRENT:
        return None
    return _hours(max(full - remaining, 0.0) / current)


def time_to_empty(remaining: float | None, current: float | None) -> float | None:
    """Hours until empty at the smoothed current; None when not discharging enough to tell."""
    if remaining is None or current is None or current > -IDLE_CURRENT:
        return None
    return _hours(remaining / -current)


def smooth(previous: float | None, current: float | None, elapsed: float) -> float | None:
    """The smoothed current in A after `elapsed` seconds more; None while no current was ever known.

    A change between charging, idle and discharging starts anew: a night's rest would make the morning's first times
    to full far too long, and a charge that has ended would go on having one.
    """
    if current is None:
        return previous
    if previous is None or _direction(previous) != _direction(current):
        return current
    weight = elapsed / (elapsed + SMOOTHING)
    return previous + weight * (current - previous)


def _direction(current: float) -> int:
    if abs(current) < IDLE_CURRENT:
        return 0
    return 1 if current > 0 else -1


def _hours(hours: float) -> float | None:
    return round(hours, 2) if hours <= LONGEST_TIME else None
