"""The registers of the BMS: which values fit into what it reports. Knows widths and steps, no dialect's layout.

A real BMS shows the nearest value that fits; so the simulator never makes a value that cannot be sent.
"""

from dataclasses import dataclass
from typing import Final

from topbms.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Register:
    """Values from `lowest` to `highest`, `parts` to the unit."""

    lowest: float
    highest: float
    parts: int = 1

    def fit(self, value: float) -> float:
        """The nearest value that can be shown; whole numbers where the register has no decimals."""
        bound = min(max(value, self.lowest), self.highest)
        return round(bound * self.parts) / self.parts if self.parts > 1 else round(bound)


REGISTERS: Final = {
    "cell_voltages": Register(0, 65.535, 1000),
    "temperatures": Register(-40, 215),
    "current": Register(-327.68, 327.67, 100),
    "voltage": Register(0, 655.35, 100),
    "remaining_capacity": Register(0, 655.35, 100),
    "full_capacity": Register(0, 655.35, 100),
    "cycle_count": Register(0, 65_535),
    "soc": Register(0, 255),
    "soh": Register(0, 255),
    "humidity": Register(0, 65_535),
}
"""By the field names of `topbms.model.reading.Analog`. V, °C, A, Ah, %."""


def check(quantity: str, value: float) -> None:
    """Raise ConfigError for a quantity without a register, or a value that does not fit into it."""
    register = REGISTERS.get(quantity)
    if register is None:
        known = ", ".join(REGISTERS)
        raise ConfigError("{quantity!r} cannot be set; these can: {known}", quantity=quantity, known=known)
    if not register.lowest <= value <= register.highest:
        raise ConfigError(
            "{quantity} = {value} does not fit into its register, {lowest} to {highest} do",
            quantity=quantity,
            value=value,
            lowest=register.lowest,
            highest=register.highest,
        )
