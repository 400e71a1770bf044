"""What a pack knows of itself, in the API's shape. Pure: knows dossiers, records and words, no clock."""

from collections.abc import Mapping

from topbms.model.dossier import Dossier
from topbms.model.fragment import Parameter, Record
from topbms.model.parametergroups import group_of
from topbms.model.thresholds import Thresholds, thresholds
from topbms.model.words import Words, logbook
from topbms.web.api import logshapes, ownshapes, shapes
from topbms.web.api.alarmview import alarm_shape

_MEASURED = (
    "voltage",
    "current",
    "soc",
    "remaining_capacity",
    "environment_temperature",
    "mosfet_temperature",
    "humidity",
)
_LISTED = ("temperatures", "cell_voltages")


def thresholds_shape(dossier: Dossier) -> ownshapes.Thresholds | None:
    """The limits that a pack's parameters tell; None where they tell none."""
    found = thresholds(dossier.parameters)
    if not found:
        return None
    return ownshapes.Thresholds(cell_voltages=_edges(found, "cell_voltages"), voltage=_edges(found, "voltage"))


def memory_shape(dossier: Dossier) -> ownshapes.Memory | None:
    """What a pack told of its life; None where it told nothing."""
    if dossier.asked_at is None:
        return None
    given = dossier.accumulation
    return ownshapes.Memory(
        discharged_capacity=given.discharged_capacity if given else None,
        discharge_energy=given.discharge_energy if given else None,
        clock_ahead=dossier.clock_ahead,
        asked_at=dossier.asked_at,
    )


def parameters_shape(pack: str, dossier: Dossier, note: str, words: Words) -> ownshapes.Parameters:
    """All parameters; `note` is why there are none."""
    told = dossier.parameters.parameters if dossier.parameters else ()
    return ownshapes.Parameters(
        pack=pack,
        told=dossier.parameters_at,
        note="" if told else note,
        parameters=[_parameter(parameter, words) for parameter in told],
    )


def record_shape(record: Record, words: Words) -> logshapes.LogRecord:
    """A line of a pack's own log."""
    values: dict[str, shapes.Value] = {key: getattr(record, key) for key in _MEASURED}
    values |= {key: list(getattr(record, key)) or None for key in _LISTED}
    return logshapes.LogRecord(
        time=record.time,
        words=logbook.told(record, words),
        alarm=alarm_shape(record.alarm, words) if record.alarm else None,
        over=record.over,
        state=record.state,
        number=record.number,
        mode=record.mode,
        values={key: value for key, value in values.items() if value is not None},
    )


def _edges(found: Mapping[str, Thresholds], quantity: str) -> ownshapes.Edges | None:
    limits = found.get(quantity)
    if limits is None:
        return None
    return ownshapes.Edges(
        low_protection=limits.low_protection,
        low_warning=limits.low_warning,
        high_warning=limits.high_warning,
        high_protection=limits.high_protection,
    )


def _parameter(parameter: Parameter, words: Words) -> ownshapes.Parameter:
    return ownshapes.Parameter(
        key=parameter.key,
        group=group_of(parameter),
        name=logbook.label(parameter, words),
        value=parameter.value,
        unit=parameter.unit,
        text=logbook.value(parameter.value, parameter.unit, words),
    )
