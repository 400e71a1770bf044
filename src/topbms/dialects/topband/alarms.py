"""Reply to 44H, alarms and states. Unproven: no reply to 44H was ever captured.

    pp  M  M cell bytes  N  N temperature bytes  current byte  voltage byte  count  count x status

The last three temperatures are balancer, environment, MOSFET.

Source: linedot's program, of which there are two versions. They agree on the layout and on the status bytes 1 to 4;
what stands in byte 5 of the older one stands in byte 6 of the newer, and so on. The newer is followed: its author had
the maker's language file by then, swingstate's gateway reads real packs by it, and byte 5 has no names in that file.
Bytes 9 and 10 stand only in the language file. Bits that are named but say nothing of a pack's health (theft
protection, wishes to other devices), or whose direction is not told, are kept without a meaning.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from topbms.dialects.cellbytes import LIMITS, with_cells
from topbms.dialects.family import whole
from topbms.dialects.statusbits import Meanings, each, set_bits, states_of, words_saying
from topbms.model.alarms import Alarm, AlarmReport, Level
from topbms.protocol.payload import Counted, Number, Table, Value

_USUAL = 8
_MOST = 10
_COUNT = "status_count"

TABLE = Table(
    Number("pack"),
    Counted(Number("cell_limits", words=LIMITS), least=1, most=32),
    Counted(Number("temperature_limits", words=LIMITS), least=2, most=32),
    Number("current_limit", words=LIMITS),
    Number("voltage_limit", words=LIMITS),
    Counted(Number("status_bytes"), least=1, most=_MOST),
)
"""The payload, both ways."""

_W, _P, _F = Level.WARNING, Level.PROTECTION, Level.FAULT

STATUS: Meanings = (
    (
        *each(_P, "cell_overvoltage"),
        *each(_W, "cell_undervoltage"),
        *each(_P, "charge_overcurrent"),
        *each(_W, "cell_overvoltage"),
        *each(_P, "discharge_overcurrent discharge_temperature_limit charge_temperature_limit"),
        *each(_W, "pack_undervoltage"),
    ),
    (
        "current_limiting",
        "charge_mosfet",
        "discharge_mosfet",
        *each(_P, "short_circuit cell_undervoltage pack_undervoltage charger_reversed"),
        *each(_W, "soc_low"),
    ),
    (
        "buzzer",
        *each(_F, "charger_fault communication_fault"),
        "fully_charged",
        "charger_connected",
        "heating",
        "discharging",
        "charging",
    ),
    (None, None, None, None, *each(_P, "cell_undervoltage_lock"), None, *each(_F, "fire_suppression"), "precharge"),
    (),
    (
        *each(_W, "pack_overvoltage mosfet_high_temperature environment_low_temperature environment_high_temperature"),
        *each(_W, "cell_low_temperature cell_high_temperature discharge_overcurrent charge_overcurrent"),
    ),
    (
        *each(_W, "balancer_temperature_limit"),
        *each(_P, "balancer_temperature_limit"),
        *each(_F, "discharge_mosfet_fault charge_mosfet_fault current_sensor_fault front_end_fault"),
        *each(_F, "temperature_sensor_fault cell_fault"),
    ),
    (
        *each(_P, "discharge_overcurrent_2"),
        None,
        *each(_P, "pack_overvoltage mosfet_high_temperature"),
        None,
        None,
        *each(_P, "environment_discharge_limit environment_charge_limit"),
    ),
    (
        None,
        *each(_P, "cell_low_temperature cell_high_temperature"),
        *each(_W, "cell_difference mosfet_high_temperature"),
        *each(_P, "cell_high_temperature"),
        None,
        *each(_P, "soc_low"),
    ),
    (*each(_P, "cell_difference"), None, None, None, None, None, *each(_F, "vibration_sensor_fault"), None),
)
"""Each status byte to its bits, bit 0 first."""


@lru_cache(maxsize=512)
def decode_alarms(info: bytes) -> AlarmReport:
    """Alarms and states of a 44H reply; raises FrameError "payload" for INFO that is not all this table's.

    `extra` holds the bits of the status bytes that have no meaning here; empty where none of them is set. A pack says
    the same for hours, so the newest reports of all packs are kept.
    """
    pack, cells, temperatures, current, voltage, status = whole(TABLE, info)
    found = set_bits(status, STATUS)
    report = AlarmReport(
        pack=pack,
        alarms=tuple(with_cells([bit for bit in found if isinstance(bit, Alarm)], cells)),
        states=states_of(found, STATUS[: len(status)]),
        cell_limits=cells,
        temperature_limits=temperatures,
        current_limit=current,
        voltage_limit=voltage,
        further={} if len(status) == _USUAL else {_COUNT: len(status)},
    )
    rest = _differing(words_saying(report, STATUS), status)
    return replace(report, extra=rest) if any(rest) else report


def encode_alarms(report: AlarmReport) -> bytes:
    """INFO of a 44H reply; codes that this dialect has no bit for are left out."""
    count = round(report.further.get(_COUNT, _USUAL))
    status = _differing(words_saying(report, STATUS), report.extra or bytes(count))
    values: list[Value] = [
        report.pack,
        report.cell_limits,
        report.temperature_limits,
        report.current_limit or "normal",
        report.voltage_limit or "normal",
        tuple(status),
    ]
    return TABLE.encode(values)


def _differing(words: Sequence[int], others: Sequence[int]) -> bytes:
    """The bits that differ, of as many bytes as the second has."""
    return bytes(word ^ other for word, other in zip(words, others, strict=False))
