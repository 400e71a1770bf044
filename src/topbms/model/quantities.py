"""The catalogue: each quantity is one row. Sinks, page and docs walk it; its keys are promises to users.

Plausible ranges and fastest changes are about LiFePO4 packs of 4 to 32 cells at the terminals of a home battery:
wide enough for any pack that works, narrow enough that a lost byte falls outside. Labels stand in the language
files (`topbms.model.words`).
"""

from dataclasses import dataclass

INSTANT = float("inf")
"""A fastest change for quantities that may truly jump, such as a current."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """One row: `unit` is empty for plain numbers and None for texts, `decimals` is how it is shown.

    `lowest` and `highest` bound what is physically possible; `fastest` is the greatest true change a second,
    beyond which a jump must be confirmed by the next reading; `jump` is the true change that may come at once, such as
    the voltage when a load switches on. `step` is the smallest change worth sending.
    `each` tells that the value is a tuple, one number a cell or sensor. `derived` tells that topbms computes it,
    `total` that it is a counter, which never goes back.
    """

    key: str
    unit: str | None
    decimals: int
    lowest: float
    highest: float
    fastest: float = INSTANT
    step: float = 0.0
    jump: float = 0.0
    each: bool = False
    derived: bool = False
    total: bool = False


CATALOGUE: tuple[Quantity, ...] = (
    Quantity("voltage", "V", 2, 8, 130, fastest=0.05, step=0.05, jump=8),
    Quantity("current", "A", 2, -655, 655, step=0.2),
    Quantity("power", "W", 0, -90_000, 90_000, step=10, derived=True),
    Quantity("charge_power", "W", 0, 0, 90_000, step=10, derived=True),
    Quantity("discharge_power", "W", 0, 0, 90_000, step=10, derived=True),
    Quantity("charge_energy", "kWh", 3, 0, 10_000_000, step=0.01, derived=True, total=True),
    Quantity("discharge_energy", "kWh", 3, 0, 10_000_000, step=0.01, derived=True, total=True),
    Quantity("soc", "%", 0, 0, 100, fastest=0.1, step=1),
    Quantity("counted_soc", "%", 1, 0, 100, step=0.5, derived=True),
    Quantity("soc_drift", "%/d", 1, -400, 400, step=0.1, derived=True),
    Quantity("soh", "%", 0, 0, 100, fastest=0.01, step=1),
    Quantity("remaining_capacity", "Ah", 2, 0, 2000, fastest=0.2, step=0.5),
    Quantity("full_capacity", "Ah", 2, 0.1, 2000, fastest=0.01, step=0.1),
    Quantity("design_capacity", "Ah", 2, 0.1, 2000, fastest=0.01, step=0.1),
    Quantity("charged_capacity", "Ah", 2, 0, 100_000_000, step=0.5, derived=True, total=True),
    Quantity("discharged_capacity", "Ah", 2, 0, 100_000_000, step=0.5, derived=True, total=True),
    Quantity("remaining_energy", "kWh", 2, 0, 200, step=0.05, derived=True),
    Quantity("cycle_count", "", 0, 0, 20_000, fastest=0.01, step=1),
    Quantity("cell_voltages", "V", 3, 0.5, 5, fastest=0.02, step=0.003, jump=0.6, each=True),
    Quantity("cell_lowest_voltage", "V", 3, 0.5, 5, step=0.003, derived=True),
    Quantity("cell_highest_voltage", "V", 3, 0.5, 5, step=0.003, derived=True),
    Quantity("cell_lowest", "", 0, 1, 48, step=1, derived=True),
    Quantity("cell_highest", "", 0, 1, 48, step=1, derived=True),
    Quantity("cell_spread", "mV", 0, 0, 4500, step=2, derived=True),
    Quantity("temperatures", "°C", 1, -40, 120, fastest=0.5, step=0.5, each=True),
    Quantity("environment_temperature", "°C", 1, -40, 120, fastest=0.5, step=0.5),
    Quantity("mosfet_temperature", "°C", 1, -40, 160, fastest=2, step=0.5),
    Quantity("mean_temperature", "°C", 1, -40, 120, step=0.5, derived=True),
    Quantity("humidity", "%", 0, 0, 100, fastest=5, step=1),
    Quantity("time_to_full", "h", 1, 0, 1000, step=0.1, derived=True),
    Quantity("time_to_empty", "h", 1, 0, 1000, step=0.1, derived=True),
)

QUANTITIES: dict[str, Quantity] = {quantity.key: quantity for quantity in CATALOGUE}
"""The rows by key."""
