"""A battery pack that behaves: cells, heat, a BMS that counts, protects and balances, and a house around it.

Knows no bytes and no clock: time passes only by `advance`, always with the same outcome for the same seed. Voltages
in V, currents in A (charge positive), charges in Ah, temperatures in °C, times in seconds.
"""

from collections.abc import Mapping

from topbms.dialects.numbers import HIGHEST
from topbms.errors import ConfigError
from topbms.model.alarms import STATES, Alarm, AlarmReport, Level
from topbms.model.fragment import Setting
from topbms.model.reading import Analog, Product
from topbms.sim import house
from topbms.sim.cells import Cells
from topbms.sim.chance import dice
from topbms.sim.gauge import Gauge
from topbms.sim.guard import Guard, blocked
from topbms.sim.heat import Heat
from topbms.sim.house import DAY, SLOT
from topbms.sim.inverter import Inverter
from topbms.sim.limits import Measures, limits
from topbms.sim.memory import IDLE, PackMemory
from topbms.sim.registers import REGISTERS
from topbms.sim.report import check_alarm, report
from topbms.sim.settings import BALANCE_DIFFERENCE, BALANCE_START, settings

COARSE_STEP = 60.0
"""s. The longest step that heat bears well."""

_FULL_VOLTAGE = 3.45  # V of the highest cell at which a charge may be complete
_FULL_CURRENT = 0.03  # C below which it is
_FULL_NO_MORE = 97.0  # % at which the pack takes charge again
_NOMINAL = 3.2  # V of a cell, for what was given before the simulation began
_JOULES = 3.6e6  # in a kWh
_LONG = 3600.0  # s in one go that are worth coarser steps

_SIZES = {
    "address": (1, HIGHEST),
    "cells": (4, 32),
    "capacity": (1, 655),
    "soc": (0, 100),
    "cycles": (0, 65_535),
    "reserve": (0, 100),
    "humidity": (0, 100),
}


class SimulatedPack:
    """One pack; offers what `topbms.dialects.contract.Battery` asks for, and in `memory` what else a BMS knows.

    Packs with one `seed` live in one house, under one sun; each still has cells of its own. `capacity` is the rated
    one in Ah (1 to 655), `cells` 4 to 32, `address` 1 to 128, `soc` the charge at the beginning in %, `cycles` those
    done before, `reserve` the % below which the house's inverter takes nothing, `humidity` what the BMS reports
    (0, as packs without such a sensor do). `time` counts seconds from a midnight. Raises ConfigError for a size
    that no pack has.

    `charged_energy` and `discharged_energy` are kWh at the terminals since the beginning, as they truly were: a BMS of
    this kind does not know them, and whoever counts them may be compared.
    """

    def __init__(
        self,
        address: int,
        *,
        seed: int,
        cells: int = 16,
        capacity: float = 150.0,
        soc: float = 60.0,
        cycles: float = 0.0,
        reserve: float = 15.0,
        humidity: int = 0,
        time: float = 12 * 3600.0,
    ) -> None:
        _check_sizes(address=address, cells=cells, capacity=capacity, cycles=cycles)
        _check_sizes(soc=soc, reserve=reserve, humidity=humidity)
        self.address = address
        self.seed = seed
        self.time = time
        self._humidity = humidity
        self._capacity = capacity
        self._gauge = Gauge(capacity, soc / 100, cycles)
        chance = dice(seed, "pack", address)
        self._cells = Cells(cells, self._gauge.full, chance)
        self._cells.set_soc(soc / 100)
        self._share = capacity * chance.uniform(0.97, 1.03)
        self._heat = Heat(self._cells.resistances, capacity, house.cellar(seed, time))
        self._limits = limits(cells, capacity)
        self._guard = Guard(self._limits)
        self._inverter = Inverter(capacity, reserve)
        self._forced: dict[Alarm, None] = {}
        self._ordered_current: float | None = None
        self._ordered_room: float | None = None
        self._full = False
        self._emptied = 0
        self.charged_energy = self.discharged_energy = 0.0
        self._given_before = cycles * capacity * _NOMINAL * cells / 1000
        self._bleeding: tuple[int, ...] = ()
        self.memory = PackMemory(self)
        self._switch()

    # --- what it says: the face that dialects ask ---

    def analog(self) -> Analog:
        """The measured values, each as its register shows it; the voltage is the sum of the cells, cut to 10 mV."""
        fit = REGISTERS["cell_voltages"].fit
        cells = tuple([fit(volt) for volt in self._voltages])
        temperatures = tuple([REGISTERS["temperatures"].fit(celsius) for celsius in self._temperatures()])
        return Analog(
            pack=self.address,
            cell_voltages=cells,
            temperatures=temperatures,
            current=REGISTERS["current"].fit(self._current),
            voltage=REGISTERS["voltage"].fit(round(sum(cells) * 1000) // 10 / 100),
            remaining_capacity=REGISTERS["remaining_capacity"].fit(self._gauge.remaining),
            full_capacity=REGISTERS["full_capacity"].fit(self._gauge.full),
            cycle_count=int(REGISTERS["cycle_count"].fit(self._gauge.cycle_count)),
            soc=self._gauge.soc,
            soh=self._gauge.soh,
            humidity=self._humidity,
            environment_temperature=temperatures[-2],
            mosfet_temperature=temperatures[-1],
            balancing=tuple([place + 1 for place in self._bleeding]),
        )

    def alarms(self) -> AlarmReport:
        """Alarms and states."""
        sensors = {
            "cells": self._voltages,
            "temperatures": self._heat.cells,
            "environment": (self._heat.room,),
            "mosfet": (self._heat.mosfet,),
        }
        shorts = self._guard.trips.get("short_circuit", 0)
        return report(self.address, self._guard.active, self._forced, sensors, self._states(), shorts)

    def product(self) -> Product:
        """What it says it is: plainly a simulation."""
        count = len(self._cells.capacities)
        return Product(
            pack=self.address,
            company="topbms simulator",
            production_date="2024-03-01",
            module=f"{count * 3.2:g}V{self._capacity:g}AH {count}S",
            version="SIM-1.0",
            battery_type="LiFePO4",
            serial_number=f"SIM{self.seed % 10**8:08d}-{self.address:02d}",
            remarks="not a real battery",
        )

    def capacity(self) -> float:
        """Ah when it was new."""
        return self._capacity

    def given(self) -> tuple[float, float]:
        """Ah and kWh that it gave in its life; of the time before it was simulated at its nominal voltage."""
        return self._gauge.given, self._given_before + self.discharged_energy

    def settings(self) -> Mapping[str, Setting]:
        """Its parameters: the limits that it obeys, and the rest."""
        return settings(self.address, self._limits)

    # --- time ---

    @property
    def time_of_day(self) -> float:
        """Seconds since midnight; may be set, the day stays."""
        return self.time % DAY

    @time_of_day.setter
    def time_of_day(self, seconds: float) -> None:
        self.time += seconds % DAY - self.time_of_day

    def advance(self, seconds: float, *, coarse: bool = False) -> None:
        """Let time pass in steps of 10 s; `coarse`, or for more than an hour, of 60 s where little changes.

        Steps end at whole multiples of their length, so it hardly matters how the time is cut.
        """
        longest = COARSE_STEP if coarse or seconds > _LONG else SLOT
        end = self.time + seconds
        while self.time < end:
            length = longest if self._is_calm() else SLOT
            until = min(end, (self.time // length + 1) * length)
            self._step(until - self.time)
            self.time = until
            self.memory.live()

    # --- knobs ---

    @property
    def current(self) -> float:
        """A that flow now, as they truly are."""
        return self._current

    def order_current(self, current: float | None) -> None:
        """Make the world outside drive this current, as far as the MOSFETs let it; None gives it back to the house."""
        self._ordered_current = current
        self._switch()

    def order_temperature(self, celsius: float | None) -> None:
        """Bring pack and room to this temperature at once, and keep the room there; None gives it back to the house."""
        self._ordered_room = celsius
        if celsius is not None:
            self._heat.settle(celsius)

    def set_soc(self, soc: float) -> None:
        """Put the cells and the BMS's count to `soc` %; the cells stay uneven. Raises ConfigError beyond 0 to 100."""
        _check_sizes(soc=soc)
        self._cells.set_soc(soc / 100)
        self._gauge.calibrate(soc / 100)
        self._full = False
        self._switch()

    def force(self, alarm: Alarm) -> None:
        """Report this alarm until it is cleared; a protection also switches off what it does in truth.

        Raises ConfigError for an alarm that no BMS reports, or a cell that the pack does not have.
        """
        check_alarm(alarm, len(self._cells.capacities))
        self._forced[alarm] = None
        self._switch()

    def clear(self, alarm: Alarm | None = None) -> None:
        """Take back one forced alarm, or all of them; those with a cause of their own stay."""
        if alarm is None:
            self._forced.clear()
        else:
            self._forced.pop(alarm, None)
        self._switch()

    # --- one step ---

    def _step(self, seconds: float) -> None:
        current = self._flow()
        self._cells.flow(current, seconds, self._bleeding)
        self._heat.warm(current, seconds, self._room())
        self._gauge.count(current, seconds)
        self._current = current
        self._voltages = self._cells.voltages(current)
        self._meter(seconds)
        if self._guard.look(self._measures(), seconds):
            self._empty()
            self._switch()
        self._fill()
        self._balance()

    def _meter(self, seconds: float) -> None:
        moved = sum(self._voltages) * self._current * seconds / _JOULES
        if moved > 0:
            self.charged_energy += moved
        else:
            self.discharged_energy -= moved

    def _is_calm(self) -> bool:
        """Whether a minute changes little: on the flat of the curve, or full and left alone by the house."""
        return self._cells.are_flat() or (self._full and self._ordered_current is None)

    def _switch(self) -> None:
        """Set the MOSFETs by the protections in force, and let the current follow at once."""
        codes = [limit.code for limit in self._guard.active if limit.level is Level.PROTECTION]
        codes += [alarm.code for alarm in self._forced if alarm.level is Level.PROTECTION]
        self._charge_off, self._discharge_off = blocked(codes)
        self.memory.watch([*self._guard.active, *self._forced])
        self._current = self._flow()
        self._voltages = self._cells.voltages(self._current)

    def _flow(self) -> float:
        """The current of this moment: what is ordered or what the inverter does, as far as the MOSFETs let it."""
        current = self._ordered_current
        if current is None:
            wish = house.current(self.seed, self.time) * self._share
            current = self._inverter.current(wish, self._cells, self._gauge.exact_soc, full=self._full)
        is_off = self._charge_off if current > 0 else self._discharge_off
        return 0.0 if is_off else current

    def _room(self) -> float:
        return house.cellar(self.seed, self.time) if self._ordered_room is None else self._ordered_room

    def _measures(self) -> Measures:
        highest, lowest = max(self._voltages), min(self._voltages)
        return Measures(
            highest,
            lowest,
            sum(self._voltages),
            self._current,
            -self._current,
            highest - lowest,
            max(self._heat.cells),
            min(self._heat.cells),
            self._heat.room,
            self._heat.mosfet,
            self._gauge.exact_soc,
        )

    def _empty(self) -> None:
        """A cell that is down to its protection is the truth about empty, whatever was counted."""
        emptied = self._guard.trips.get("cell_undervoltage", 0)
        if emptied != self._emptied:
            self._emptied = emptied
            self._gauge.calibrate(0)

    def _fill(self) -> None:
        """Full is when the highest cell is up and hardly any current goes in."""
        if self._full:
            self._full = self._gauge.exact_soc > _FULL_NO_MORE
        elif 0 <= self._current < _FULL_CURRENT * self._capacity and max(self._voltages) >= _FULL_VOLTAGE:
            self._full = True
            self._gauge.calibrate(1)
            self.memory.reach("fully_charged")

    def _balance(self) -> None:
        """Bleed the high cells while charging or idle; while discharging, voltages differ by resistance."""
        self._bleeding = ()
        if max(self._voltages) >= BALANCE_START and self._current > -IDLE:
            floor = min(self._voltages) + BALANCE_DIFFERENCE
            self._bleeding = tuple([i for i, volt in enumerate(self._voltages) if volt > floor])

    # --- what it shows ---

    def _temperatures(self) -> tuple[float, ...]:
        return (*self._heat.cells, self._heat.room, self._heat.mosfet)

    def _states(self) -> dict[str, bool]:
        """As captured from a real pack at rest (status 6 = A3): both MOSFETs, charge limiting, self-depletion."""
        return dict.fromkeys(STATES, False) | {
            "charging": self._current > IDLE,
            "discharging": self._current < -IDLE,
            "discharge_mosfet": not self._discharge_off,
            "charge_mosfet": not self._charge_off,
            "fully_charged": self._full,
            "charge_limit_enabled": True,
            "self_depletion": True,
        }


def _check_sizes(**sizes: float) -> None:
    for name, value in sizes.items():
        lowest, highest = _SIZES[name]
        if not lowest <= value <= highest:
            raise ConfigError(
                "{name} = {value} is no pack's, {lowest} to {highest} are possible",
                name=name,
                value=value,
                lowest=lowest,
                highest=highest,
            )
