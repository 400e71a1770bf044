"""Where a BMS warns and where it switches off, as its own parameters tell. Pure: knows parameters of every dialect."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from topbms.model.fragment import Parameter, Parameters


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The four limits of one measure, in the catalogue's unit; None for one that the pack did not tell."""

    low_protection: float | None
    low_warning: float | None
    high_warning: float | None
    high_protection: float | None

    @property
    def is_known(self) -> bool:
        """Whether any of them is."""
        known = (self.low_protection, self.low_warning, self.high_warning, self.high_protection)
        return any(limit is not None for limit in known)


KEYS: Mapping[str, tuple[tuple[str, ...], ...]] = MappingProxyType(
    {
        "cell_voltages": (
            ("cell_undervoltage_protection",),
            ("cell_low_voltage_warning", "cell_low_voltage"),
            ("cell_high_voltage_warning", "cell_high_voltage"),
            ("cell_overvoltage_protection",),
        ),
        "voltage": (
            ("pack_undervoltage_protection",),
            ("pack_low_voltage_warning", "pack_low_voltage"),
            ("pack_high_voltage_warning", "pack_high_voltage"),
            ("pack_overvoltage_protection",),
        ),
    }
)
"""By quantity, from the lowest to the highest limit: the parameters that tell it, the one asked for first.

Pylontech's "high" and "low" (47H) are those at which it alarms; an upper one at which it switches off it does not tell.
"""

_FACTORS: Mapping[str, float] = MappingProxyType({"V": 1.0, "mV": 0.001})
_DECIMALS = 3


def thresholds(parameters: Parameters | None) -> Mapping[str, Thresholds]:
    """The limits by quantity; a quantity of which none is told is absent."""
    if parameters is None:
        return {}
    told = {parameter.key: parameter for parameter in parameters.parameters}
    found = {quantity: Thresholds(*(_limit(told, keys) for keys in edges)) for quantity, edges in KEYS.items()}
    return {quantity: limits for quantity, limits in found.items() if limits.is_known}


def _limit(told: Mapping[str, Parameter], keys: tuple[str, ...]) -> float | None:
    return next((volts for key in keys if key in told and (volts := _volts(told[key])) is not None), None)


def _volts(parameter: Parameter) -> float | None:
    """None for what is no number in a unit of voltage, and for 0, which is how a limit is left out."""
    factor = _FACTORS.get(parameter.unit)
    if factor is None or isinstance(parameter.value, str | bool) or not parameter.value:
        return None
    return round(parameter.value * factor, _DECIMALS)
