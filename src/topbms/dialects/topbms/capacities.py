"""What a pack holds and has given: replies to E5H and EBH.

    E5: pp  design(2, 10 mAh)  full(2, 10 mAh)  remaining(2, 10 mAh)
    EB: pp  discharged(4, 0.1 Ah)  discharged(4, 0.01 kWh)

Source: the vendor's Windows monitor; EB above 65535 only by its tables. Never captured.
"""

from topbms.model.fragment import Accumulation, Capacities
from topbms.protocol.payload import Number, Table

CAPACITIES = Table(
    Number("pack"),
    Number("design_capacity", 2, divisor=100),
    Number("full_capacity", 2, divisor=100),
    Number("remaining_capacity", 2, divisor=100),
)
ACCUMULATION = Table(
    Number("pack"), Number("discharged_capacity", 4, divisor=10), Number("discharge_energy", 4, divisor=100)
)


def decode_capacities(info: bytes) -> Capacities:
    """The capacities; raises FrameError "payload" when INFO is too short."""
    (pack, design, full, remaining), end = CAPACITIES.decode(info)
    return Capacities(pack, design, full, remaining, info[end:])


def encode_capacities(held: Capacities) -> bytes:
    """INFO of an E5H reply; raises ValueError for a capacity that does not fit."""
    values = (held.pack, held.design_capacity, held.full_capacity, held.remaining_capacity)
    return CAPACITIES.encode(values) + held.extra


def decode_accumulation(info: bytes) -> Accumulation:
    """What was discharged in all; raises FrameError "payload" when INFO is too short."""
    (pack, capacity, energy), end = ACCUMULATION.decode(info)
    return Accumulation(pack, capacity, energy, info[end:])


def encode_accumulation(given: Accumulation) -> bytes:
    """INFO of an EBH reply; raises ValueError for a total that does not fit."""
    return ACCUMULATION.encode((given.pack, given.discharged_capacity, given.discharge_energy)) + given.extra
