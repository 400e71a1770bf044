"""Reply to 42H, analog values.

    pp  M  M x mV(2)  N  N x °C+40(2)  current(2, 10 mA)  voltage(2, 10 mV)  remaining(2, 10 mAh)
    P  full(2, 10 mAh)  cycles(2)  SOC  SOH  balancing 9-16  1-8   then by P
    P = 5: humidity(1)
    P = 6: humidity(2)  balancing 25-32  17-24

Sources: three captured frames (TopBMS, Sylcin, document example) for everything but balancing and humidity, which
the vendor's Windows monitor showed. Against the document V1.7 there is no INFOFLAG byte in front. The last two
temperatures are environment and MOSFET (vendor's screen).
"""

from typing import Any

from topbms.model.fragment import Analog
from topbms.protocol.payload import Choice, Counted, Number, Table

_BEHIND_P = (
    Number("full_capacity", 2, divisor=100),
    Number("cycle_count", 2),
    Number("soc"),
    Number("soh"),
    Number("balancing_1_to_16", 2),
)

TABLE = Table(
    Number("pack"),
    Counted(Number("cell_voltages", 2, divisor=1000), least=1, most=32),
    Counted(Number("temperatures", 2, offset=40), most=32),
    Number("current", 2, signed=True, divisor=100),
    Number("voltage", 2, divisor=100),
    Number("remaining_capacity", 2, divisor=100),
    Choice(
        "user_defined",
        {
            5: (*_BEHIND_P, Number("humidity")),
            6: (*_BEHIND_P, Number("humidity", 2), Number("balancing_17_to_32", 2)),
        },
    ),
)
"""The payload, both ways."""

_USUAL = 6  # P of every capture
_COLUMNS_OF_P5 = 13


def decode_analog(info: bytes) -> Analog:
    """The values of a 42H reply; raises FrameError "payload" with the offset of what does not fit."""
    values, end = TABLE.decode(info)
    if len(values) == _COLUMNS_OF_P5:
        values.append(0)  # no balancing of cells 17 to 32
    pack, cells, temperatures, current, voltage, remaining, _, full, cycles, soc, soh, low, humidity, high = values
    environment, mosfet = temperatures[-2:] if len(temperatures) > 1 else (None, None)
    return Analog(
        pack,
        cells,
        temperatures,
        current,
        voltage,
        remaining,
        full,
        None,
        cycles,
        soc,
        soh,
        humidity,
        environment,
        mosfet,
        _cells(high << 16 | low) if high or low else (),
        info[end:],
    )


def encode_analog(analog: Analog) -> bytes:
    """INFO of a 42H reply as every captured pack sends it; raises ValueError for a value that does not fit."""
    bits = sum(1 << cell - 1 for cell in analog.balancing or ())
    values: list[Any] = [
        analog.pack,
        analog.cell_voltages,
        analog.temperatures,
        analog.current,
        analog.voltage,
        analog.remaining_capacity,
        _USUAL,
        analog.full_capacity,
        analog.cycle_count,
        analog.soc,
        analog.soh,
        bits & 0xFFFF,
        analog.humidity or 0,
        bits >> 16,
    ]
    return TABLE.encode(values) + analog.extra


def _cells(bits: int) -> tuple[int, ...]:
    """The 1-based numbers of the cells whose bit is set; bit 0 is cell 1."""
    return tuple([i + 1 for i in range(bits.bit_length()) if bits >> i & 1])
