"""Calibration values: reply to EDH.

    pp  kind  index  value(4, signed)  value(4, signed)      in mV, mA or 0.1 °C

Source: the vendor's Windows monitor, which asked for them and showed them; never captured. What sets the two values
apart is not known.
"""

from collections.abc import Mapping
from typing import NamedTuple

from topbms.errors import FrameError
from topbms.model.fragment import Calibration
from topbms.protocol.payload import Number, Table

TABLE = Table(
    Number("pack"),
    Number("calibration_kind"),
    Number("calibration_index"),
    Number("calibration_value_1", 4, signed=True),
    Number("calibration_value_2", 4, signed=True),
)
"""The payload, both ways."""

REQUEST = Table(Number("pack"), Number("calibration_kind"), Number("calibration_index"))


class Kind(NamedTuple):
    """What is calibrated: its name, its unit, how many of the wire's make one, and whether it is one of several."""

    what: str
    unit: str
    divisor: int
    is_numbered: bool = False


KINDS: Mapping[tuple[int, int], Kind] = {
    (1, 0x0B): Kind("voltage_reference", "V", 1000),
    (1, 0x0C): Kind("voltage", "V", 1000),
    (2, 0x15): Kind("zero_current", "A", 1000),
    (2, 0x16): Kind("charge_current", "A", 1000),
    (2, 0x17): Kind("discharge_current", "A", 1000),
}
"""Kind and index to what is calibrated; kind 03 is temperatures, its index the sensor."""

_TEMPERATURES = 3
_TEMPERATURE = Kind("temperature", "°C", 10, is_numbered=True)
_CODES = {kind.what: code for code, kind in KINDS.items()}


def decode_calibration(info: bytes) -> Calibration:
    """The two values; raises FrameError "payload" for a kind that no source explains."""
    (pack, code, index, first, second), end = TABLE.decode(info)
    kind = kind_of(code, index)
    if kind is None:
        raise FrameError(
            "payload", "calibration {code:02X} {index:02X} is one that no source explains", code=code, index=index
        )
    number = index if kind.is_numbered else None
    values = (first / kind.divisor, second / kind.divisor)
    return Calibration(pack, kind.what, number, values, kind.unit, info[end:])


def encode_calibration(said: Calibration) -> bytes:
    """INFO of an EDH reply; raises ValueError for a value that does not fit."""
    code, index = code_of(said.what, said.number)
    kind = KINDS.get((code, index), _TEMPERATURE)
    raw = [round(value * kind.divisor) for value in said.values]
    return TABLE.encode((said.pack, code, index, *raw)) + said.extra


def kind_of(code: int, index: int) -> Kind | None:
    """What a kind and index calibrate; None where no source tells."""
    if code == _TEMPERATURES and index:
        return _TEMPERATURE
    return KINDS.get((code, index))


def code_of(what: str, number: int | None) -> tuple[int, int]:
    """Kind and index of what is calibrated."""
    return _CODES[what] if number is None else (_TEMPERATURES, number)
