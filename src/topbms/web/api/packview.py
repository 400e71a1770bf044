"""Packs and the bank in the API's shape. Pure: knows readings and words, no clock."""

from collections.abc import Mapping
from dataclasses import dataclass

from topbms.model.alarms import AlarmReport
from topbms.model.dossier import Dossier
from topbms.model.fragment import Product
from topbms.model.reading import BankReading, PackReading, PackState, Reported
from topbms.model.words import Words
from topbms.web.api import ownshapes, shapes
from topbms.web.api.alarmview import alarm_shape, pack_alarm
from topbms.web.api.ownview import memory_shape, thresholds_shape


@dataclass(frozen=True, slots=True)
class Ageing:
    """How old a pack's newest reading is, and from which age on it is stale; both in seconds, None before any."""

    age: float | None
    limit: float


def pack_shape(state: PackState, ageing: Ageing, dossier: Dossier, words: Words) -> shapes.Pack:
    """A pack as it stands; without a reading only what the config says of it, and what it told of itself."""
    reading, pack = state.reading, state.pack
    report = reading.alarms if reading else None
    return shapes.Pack(
        id=pack.id,
        name=pack.name,
        link=pack.link,
        address=pack.address,
        stale=state.stale,
        since=state.since,
        age=ageing.age,
        limit=ageing.limit,
        sequence=reading.sequence if reading else None,
        values=values_shape(reading.values) if reading else None,
        balancing=_balancing(reading),
        held=list(reading.held) if reading else [],
        alarms=[alarm_shape(alarm, words) for alarm in reading.active] if reading else [],
        alarms_age=reading.alarms_age if reading else None,
        states=dict(report.states) if report else {},
        limits=_limits(report),
        thresholds=thresholds_shape(dossier),
        identity=_identity(reading.product if reading else None),
        memory=memory_shape(dossier),
        extra=reading.extra.hex().upper() if reading else "",
    )


def bank_shape(bank: BankReading, words: Words) -> shapes.Bank:
    """All packs together."""
    return shapes.Bank(
        time=bank.at,
        values=values_shape(bank.values),
        present=list(bank.present),
        missing=list(bank.missing),
        alarms=[pack_alarm(pack, alarm, words) for pack, alarm in bank.alarms],
    )


def values_shape(values: Mapping[str, Reported]) -> dict[str, shapes.Value]:
    """Values by key."""
    return {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}


def _balancing(reading: PackReading | None) -> list[int] | None:
    return None if reading is None or reading.balancing is None else list(reading.balancing)


def _limits(report: AlarmReport | None) -> ownshapes.Limits | None:
    if report is None:
        return None
    return ownshapes.Limits(cells=list(report.cell_limits), temperatures=list(report.temperature_limits))


def _identity(product: Product | None) -> ownshapes.Identity | None:
    if product is None:
        return None
    return ownshapes.Identity(
        company=product.company,
        production_date=product.production_date,
        module=product.module,
        version=product.version,
        battery_type=product.battery_type,
        serial_number=product.serial_number,
        remarks=product.remarks,
    )
