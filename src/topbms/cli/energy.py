"""`topbms energy`: what was charged and discharged by day, month and year; and an older meter's total, taken over."""

import asyncio
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from topbms.app.meters import OWNER, Wish, wishes
from topbms.cli.lock import hold_folder
from topbms.cli.notation import number, plain
from topbms.cli.options import ConfigOption, JsonOption
from topbms.cli.speech import say, speak
from topbms.cli.sure import is_sure
from topbms.cli.surveying.beside import Beside
from topbms.cli.surveying.owner import act_as_owner_of
from topbms.config import Loaded, load, pack_id
from topbms.errors import ConfigError
from topbms.model.bank import BANK
from topbms.model.energy import Meter
from topbms.model.quantities import QUANTITIES
from topbms.model.totals import Period, Total, totals
from topbms.store.reader import Reader, reading

group = typer.Typer(help="Energy: totals, efficiency, and an older meter's total.")

_MOST = 1_000_000.0
"""kWh. No battery of a house has moved more."""

_DAYS = 7
_ENERGY = QUANTITIES["charge_energy"]
_HOUR = 3600.0
_NOTABLE = 0.1  # h that were not counted and are worth a word


@group.command()
def show(
    pack: Annotated[list[str] | None, typer.Option("--pack", "-p", help="A pack's id, or bank; default: all.")] = None,
    days: Annotated[int | None, typer.Option("--days", min=1, help="So many days; default: 7.")] = None,
    months: Annotated[bool, typer.Option("--months", help="By month.")] = False,
    years: Annotated[bool, typer.Option("--years", help="By year.")] = False,
    json_lines: JsonOption = False,
    config: ConfigOption = None,
) -> None:
    """Show what was charged and discharged, in local time; the gateway may be running."""
    loaded = load(config)
    speak(loaded.settings.language)
    period = _period(days, months=months, years=years)
    with reading(loaded.settings.history.path) as reader:
        names = _names(reader, pack or ())
        found = {owner: totals(reader.standings(owner), period) for owner in names}
    if period is Period.DAY:
        found = {owner: rows[-(days or _DAYS) :] for owner, rows in found.items()}
    if json_lines:
        for row in _rows(found):
            print(row)
    else:
        Console().print(_table(names, found) if any(found.values()) else say("nothing has been counted yet"))


@group.command("set")
def set_(
    pack: Annotated[str, typer.Argument(help='A pack\'s id, or "bank".')],
    charge: Annotated[float | None, typer.Option("--charge", help="What it had charged in all, in kWh.")] = None,
    discharge: Annotated[
        float | None, typer.Option("--discharge", help="What it had discharged in all, in kWh.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    config: ConfigOption = None,
) -> None:
    """Let the counters of energy go on from an older meter's total, from the next start of the gateway on."""
    loaded = load(config)
    speak(loaded.settings.language)
    _check(charge, discharge)
    act_as_owner_of(loaded.state)
    beside = Beside(loaded.settings.history.path, OWNER)
    with reading(loaded.settings.history.path) as reader:
        _refuse_unknown(pack, loaded, reader)
        kept = reader.meters().get(pack)
    meter = Meter() if kept is None else kept.meter
    _warn(pack, meter, charge, discharge)
    if not yes and not is_sure():
        print(say("nothing was changed"))
        raise typer.Exit(1)
    _wish(loaded, beside, pack, _offsets(meter, charge, discharge))


# --- totals ---


def _period(days: int | None, *, months: bool, years: bool) -> Period:
    if (days is not None) + months + years > 1:
        raise ConfigError("--days, --months and --years exclude each other; give one of them")
    return Period.MONTH if months else Period.YEAR if years else Period.DAY


def _names(reader: Reader, asked: Sequence[str]) -> dict[str, str]:
    """The names of those asked for by their ids; of all, and of the bank where there are several packs, for none."""
    metered = reader.meters()
    names = {pack.id: pack.name for pack in reader.packs() if pack.id in metered}
    known = names | ({BANK: say("bank")} if BANK in metered else {})
    for owner in asked:
        if owner not in known:
            raise ConfigError(
                "--pack {value!r} was never metered; there are: {known}", value=owner, known=", ".join(known)
            )
    return {owner: known[owner] for owner in asked or (known if len(names) > 1 else names)}


def _rows(found: Mapping[str, Iterable[Total]]) -> Iterator[str]:
    for owner, rows in found.items():
        for total in rows:
            efficiency = total.efficiency
            row = {
                "pack": owner,
                "period": total.period,
                "charge_energy": round(total.charge_energy, 3),
                "discharge_energy": round(total.discharge_energy, 3),
                "charged_capacity": round(total.charged_capacity, 2),
                "discharged_capacity": round(total.discharged_capacity, 2),
                "efficiency": None if efficiency is None else round(efficiency, 3),
                "gaps": total.gaps,
                "gap_seconds": round(total.gap_seconds, 1),
            }
            yield json.dumps(row, allow_nan=False)


def _table(names: Mapping[str, str], found: Mapping[str, Iterable[Total]]) -> Table:
    table = Table(box=None, padding=(0, 1), header_style="bold")
    table.add_column(say("pack"), no_wrap=True)
    table.add_column("", no_wrap=True)
    for heading in (say("charged, kWh"), say("discharged, kWh"), say("efficiency"), say("not counted")):
        table.add_column(heading, justify="right")
    for owner, rows in found.items():
        for place, total in enumerate(rows):
            energies = plain(_ENERGY, total.charge_energy), plain(_ENERGY, total.discharge_energy)
            name = "" if place else names[owner]
            table.add_row(name, total.period, *energies, _percent(total.efficiency), _hours(total.gap_seconds))
    return table


def _percent(share: float | None) -> str:
    return plain(QUANTITIES["counted_soc"], None) if share is None else number(QUANTITIES["soc"], 100 * share)


def _hours(seconds: float) -> str:
    hours = seconds / _HOUR
    return number(QUANTITIES["time_to_full"], hours) if hours >= _NOTABLE else ""


# --- an older meter ---


def _check(charge: float | None, discharge: float | None) -> None:
    if charge is None and discharge is None:
        raise ConfigError("there is nothing to set; give --charge, --discharge, or both")
    for option, value in (("--charge", charge), ("--discharge", discharge)):
        if value is not None and not (math.isfinite(value) and 0 <= value <= _MOST):
            raise ConfigError(
                "{option} {value} is no meter's total; give kWh from 0 to {most}",
                option=option,
                value=value,
                most=f"{_MOST:.0f}",
            )


def _refuse_unknown(owner: str, loaded: Loaded, reader: Reader) -> None:
    links = loaded.settings.link
    known = [BANK, *(pack_id(link, pack) for link in links for pack in link.pack), *reader.meters()]
    if owner not in known:
        raise ConfigError(
            "PACK {value!r} is not known; there are: {known}", value=owner, known=", ".join(dict.fromkeys(known))
        )


def _warn(owner: str, meter: Meter, charge: float | None, discharge: float | None) -> None:
    """What it shows, what it will show, and what others may make of it."""
    shown = (meter.charge_energy + meter.charge_offset, meter.discharge_energy + meter.discharge_offset)
    wished = [now if wish is None else wish for now, wish in zip(shown, (charge, discharge), strict=True)]
    print(say("{pack} shows now: {totals}", pack=owner, totals=_totals(*shown)))
    print(say("It will show: {totals}, and what it counts from now on.", totals=_totals(*wished)))
    print(
        say(
            "Whoever follows these counters sees a jump: a chart of Domoticz or Home Assistant may show it as energy "
            "of one day, or take a counter that goes back for a new meter."
        )
    )


def _totals(charge: float, discharge: float) -> str:
    return say(
        "{charge} charged, {discharge} discharged",
        charge=number(_ENERGY, charge),
        discharge=number(_ENERGY, discharge),
    )


def _offsets(meter: Meter, charge: float | None, discharge: float | None) -> Wish:
    """What the older meter had counted more than ours has: what ours counts until the next start comes on top."""
    return Wish(
        None if charge is None else charge - meter.charge_energy,
        None if discharge is None else discharge - meter.discharge_energy,
    )


def _wish(loaded: Loaded, beside: Beside, owner: str, wish: Wish) -> None:
    with ExitStack() as stack:
        try:
            stack.enter_context(hold_folder(loaded.state))  # nothing else may exchange the history meanwhile
            said = say("Noted. It holds from the next start of the gateway on.")
        except ConfigError:
            said = say("Noted. It holds when the gateway is started anew: sudo systemctl restart topbms")
        asyncio.run(_note(beside, owner, wish))
    print(said)


async def _note(beside: Beside, owner: str, wish: Wish) -> None:
    """With what was wished before and is still to come."""
    before = wishes(await beside.recall()).get(owner, Wish())
    await beside.remember({owner: wish.over(before).text()})
