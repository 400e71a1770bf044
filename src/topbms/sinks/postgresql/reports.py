"""Events and the gateway's own health as rows, in the column order of `columns`. Pure; empty texts are NULL."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TypeAlias
from uuid import UUID

from psycopg.types.json import Jsonb

from topbms.model.event import PastEvent
from topbms.model.health import Health, LinkHealth, SinkHealth

Row: TypeAlias = tuple[object, ...]


def event_row(event: PastEvent, gateway: UUID, site: str) -> Row:
    """An event's row."""
    return (*_key(event, gateway, site), event.kind, event.subject or None, event.text or None)


def health_row(health: Health, gateway: UUID, site: str) -> Row:
    """A health's row."""
    history = health.history
    return (
        *_key(health, gateway, site),
        health.version,
        health.config,
        health.uptime,
        health.fresh,
        health.silent,
        health.clock_offset,
        history.waiting,
        history.dropped,
        history.size,
        history.free,
        health.last_error or None,
        _listed(health.links),
        _listed(health.sinks),
    )


def _key(record: PastEvent | Health, gateway: UUID, site: str) -> Row:
    at = datetime.fromtimestamp(round(record.at * 1000) / 1000, UTC)
    return gateway, record.sequence, at, site


def _listed(parts: Sequence[LinkHealth] | Sequence[SinkHealth]) -> Jsonb:
    return Jsonb([asdict(part) for part in parts])
