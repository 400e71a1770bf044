"""Reply to 42H, analog values.

    pp  M  M x mV(2)  N  N x °C+40(2)  current(2, 10 mA)  voltage(2, 10 mV)  remaining(2, 10 mAh)
    P  full(2, 10 mAh)  cycles(2)  SOC  SOH  balancing 9-16  1-8   then by P
    P = 5: humidity(1)
    P = 6: humidity(2)  balancing 25-32  17-24

Sources: three captured frames (TopBMS, Sylcin, document example) for everything but balancing and humidity, which
the vendor's Windows monitor showed. Against the document V1.7 there is no INFOFLAG byte in front. The last two
temperatures are environment and MOSFET (vendor's screen).
"""

from topbms.model.reading import Analog
from topbms.protocol.payload import Counted, Number, Table, Values

_HEAD = Table(
    Number("pack"),
    Counted(Number("cell_voltages", 2, divisor=1000), least=1, most=32),
    Counted(Number("temperatures", 2, offset=40), most=32),
    Number("current", 2, signed=True, divisor=100),
    Number("voltage", 2, divisor=100),
    Number("remaining_capacity", 2, divisor=100),
    Number("user_defined", legal=(5, 6)),
    Number("full_capacity", 2, divisor=100),
    Number("cycle_count", 2),
    Number("soc"),
    Number("soh"),
    Number("balancing_1_to_16", 2),
)
_TAILS = {
    5: Table(Number("humidity")),
    6: Table(Number("humidity", 2), Number("balancing_17_to_32", 2)),
}
_USUAL = 6  # "user-defined number" of every capture


def decode_analog(info: bytes) -> Analog:
    """The values of a 42H reply; raises FrameError "payload" with the offset of what does not fit."""
    head, end = _HEAD.decode(info)
    tail, end = _TAILS[head["user_defined"]].decode(info, end)
    temperatures = head["temperatures"]
    environment, mosfet = temperatures[-2:] if len(temperatures) > 1 else (None, None)
    return Analog(
        pack=head["pack"],
        cell_voltages=head["cell_voltages"],
        temperatures=temperatures,
        current=head["current"],
        voltage=head["voltage"],
        remaining_capacity=head["remaining_capacity"],
        full_capacity=head["full_capacity"],
        cycle_count=head["cycle_count"],
        soc=head["soc"],
        soh=head["soh"],
        humidity=tail["humidity"],
        environment_temperature=environment,
        mosfet_temperature=mosfet,
        balancing=_cells(head["balancing_1_to_16"] | tail.get("balancing_17_to_32", 0) << 16),
        extra=info[end:],
    )


def encode_analog(analog: Analog) -> bytes:
    """INFO of a 42H reply as every captured pack sends it; raises ValueError for a value that does not fit."""
    bits = sum(1 << cell - 1 for cell in analog.balancing or ())
    values: Values = {name: getattr(analog, name) for name in _FIELDS} | {
        "user_defined": _USUAL,
        "balancing_1_to_16": bits & 0xFFFF,
        "balancing_17_to_32": bits >> 16,
        "humidity": analog.humidity or 0,
    }
    return _HEAD.encode(values) + _TAILS[_USUAL].encode(values) + analog.extra


_FIELDS = (
    "pack",
    "cell_voltages",
    "temperatures",
    "current",
    "voltage",
    "remaining_capacity",
    "full_capacity",
    "cycle_count",
    "soc",
    "soh",
)


def _cells(bits: int) -> tuple[int, ...]:
    """The 1-based numbers of the bits that are set; bit 0 is cell 1."""
    return tuple(i + 1 for i in range(bits.bit_length()) if bits >> i & 1)
