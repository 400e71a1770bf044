"""INFO of a 42H reply, packed by hand."""

from struct import pack

QUIET = (0, 0, 0, 0, 0)


def info(
    cells: tuple[int, ...] = (3300, 3312),
    sensors: tuple[int, ...] = (251, -3),
    *,
    known: tuple[int, int, int] = (270, 260, -125),
    current: int = -669,
    resistance: int = 0,
    user_defined: int = 1,
    words: tuple[int, ...] = QUIET,
    masks: tuple[int, ...] = (0, 0, 0, 0),
    balancing: tuple[int, int] = (0, 0),
    high_masks: tuple[int, ...] = (0, 0, 0, 0),
    machine: int = 0,
    inputs: int = 0,
) -> bytes:
    """67.01 %, 53.12 V, SOH 80 %, 53.6 of 80 Ah, 204 cycles."""
    lists = pack(f">BHHB{len(cells)}H", 0, 6701, 5312, len(cells), *cells)
    temperatures = pack(f">hhhB{len(sensors)}h", *known, len(sensors), *sensors)
    values = pack(">hHHBHHH", current, resistance, 80, user_defined, 8000, 5360, 204)
    status = pack(">15HBH", *words, *masks, *balancing, *high_masks, machine, inputs)
    return lists + temperatures + values + status
