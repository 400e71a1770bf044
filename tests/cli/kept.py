"""Histories for tests, written through the store."""

import asyncio
from collections.abc import Iterable, Mapping
from pathlib import Path

from topbms.model.reading import Pack, PackReading, Reported
from topbms.store.settings import Settings
from topbms.store.store import Store

NOON = 1_763_899_200.0
"""2025-11-23T12:00:00Z in Unix seconds."""

VALUES: Mapping[str, Reported] = {
    "voltage": 53.58,
    "current": -3.84,
    "soc": 88.0,
    "cell_voltages": (3.346, 3.347),
    "temperatures": (21.0, 22.5),
}


def pack(pack_id: str = "battery1", link: str = "usr1", address: int = 1) -> Pack:
    return Pack(pack_id, pack_id, link, address)


def reading(sequence: int, at: float, values: Mapping[str, Reported] = VALUES, of: Pack | None = None) -> PackReading:
    return PackReading(of or pack(), sequence, at, at, values)


def keep(path: Path, readings: Iterable[PackReading]) -> Path:
    """Commit readings, whose monotonic time is taken for UTC."""
    asyncio.run(_keep(path, readings))
    return path


async def _keep(path: Path, readings: Iterable[PackReading]) -> None:
    store = Store(path, Settings(), stamp=lambda moment: moment, now=lambda: 0.0)
    await store.open()
    for one in readings:
        store.append(one)
    await store.close()
