"""The broker as a target of everything: each record with its time stamp, for those who collect. Knows no state.

    topbms/home/battery1/history    {"gateway": "…", "site": "home", "sequence": 4711, "at": "…", "kind": "reading", …}
    topbms/home/history             the gateway's own: events and health

Quantities have the catalogue's keys and all their digits. A record counts as sent when the broker has acknowledged it;
after a crash some come again, with the same `gateway` and `sequence`.
"""

from collections.abc import Sequence
from typing import Any, TypeAlias

from topbms.errors import SinkError
from topbms.model.event import PastEvent
from topbms.model.health import Health
from topbms.model.reading import MeanReading, PackReading
from topbms.model.record import Record
from topbms.sinks import Site
from topbms.sinks.mqtt.connection import Connection, Message
from topbms.sinks.mqtt.discovery import THERE, encoded
from topbms.sinks.mqtt.gateway import health_state
from topbms.sinks.mqtt.names import GATEWAY, Names
from topbms.sinks.mqtt.refusal import rival
from topbms.sinks.mqtt.settings import Settings
from topbms.sinks.mqtt.state import precise_stamp, rounded

_Told: TypeAlias = dict[str, Any]

_DIGITS = 6
"""Decimals of values: what a mean has behind them is noise."""


class HistorySink:
    """A RecordSink."""

    name = "mqtt_history"
    batch = 200

    def __init__(self, settings: Settings, site: Site) -> None:
        self.interval = settings.interval
        self.backfill = settings.backfill
        self._site = site
        self._url = settings.url
        self._names = Names(site.name, settings.topic, settings.discovery_prefix)
        self._connection = Connection(settings)
        self._kept: dict[str, str] = {}

    async def write(self, records: Sequence[Record]) -> None:
        """Publish in order and wait until the broker has acknowledged each; raises SinkError."""
        if not self._connection.is_open:
            await self._open()
        try:
            self._refuse_rival()
            await self._connection.send(self._message(record) for record in records)
        except SinkError:
            await self._connection.close()
            raise

    async def close(self) -> None:
        """Let go of the connection; may be called twice."""
        await self._connection.close()

    async def _open(self) -> None:
        """Connect, and hear which gateway serves this site.

        The broker has told what it kept of two topics before it acknowledges a third; the first serves as that.
        """
        self._kept = {}
        identifier = f"topbmsh{self._site.gateway()[:16]}"
        topics = (self._names.holder, self._names.availability(GATEWAY), self._names.holder)
        await self._connection.open(identifier, None, topics, self._heard, lambda: None)

    def _heard(self, topic: str, payload: str, _: bool) -> None:
        self._kept[topic] = payload

    def _refuse_rival(self) -> None:
        """Two gateways of one name would be mixed up by whoever collects."""
        is_there = self._kept.get(self._names.availability(GATEWAY)) == THERE
        if is_there and self._kept.get(self._names.holder, "") not in {"", self._site.gateway()}:
            raise rival(self._site.name, self._url)

    def _message(self, record: Record) -> Message:
        owner = record.pack.id if isinstance(record, PackReading) else GATEWAY
        about = {"gateway": self._site.gateway(), "site": self._site.name, "sequence": record.sequence}
        told = about | {"at": precise_stamp(record.at)} | _told(record)
        return Message(self._names.history(owner), encoded(told), qos=1)


def _told(record: Record) -> _Told:
    if isinstance(record, PastEvent):
        return {"kind": "event", "event": record.kind, "subject": record.subject, "text": record.text}
    if isinstance(record, Health):
        return {"kind": "health"} | {key: value for key, value in health_state(record).items() if key != "at"}
    return _reading(record)


def _reading(reading: PackReading) -> _Told:
    """A reading, or with `seconds` the mean of so much time."""
    told: _Told = {"kind": "reading", "pack": reading.pack.id}
    if isinstance(reading, MeanReading):
        told |= {"kind": "mean", "seconds": reading.seconds}
    for key, value in reading.values.items():
        told[key] = [rounded(one, _DIGITS) for one in value] if isinstance(value, tuple) else rounded(value, _DIGITS)
    if reading.balancing is not None:
        told["balancing"] = list(reading.balancing)
    if reading.alarms is not None:
        told["alarms"] = [_alarm(alarm.code, alarm.level, alarm.cell) for alarm in reading.active]
        told["states"] = dict(reading.alarms.states)
    return told


def _alarm(code: str, level: str, cell: int | None) -> _Told:
    return {"code": code, "level": level} | ({} if cell is None else {"cell": cell})
