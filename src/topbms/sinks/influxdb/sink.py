"""The write endpoint as a target: records in, requests out. When, and how often again, is the courier's business."""

import asyncio
import logging
from collections.abc import Sequence

from topbms.model.record import Record
from topbms.sinks import Site
from topbms.sinks.influxdb.answer import check, target
from topbms.sinks.influxdb.client import Client
from topbms.sinks.influxdb.render import Renderer, body
from topbms.sinks.influxdb.settings import Settings

LOG = logging.getLogger(__name__)


class InfluxdbSink:
    """A RecordSink."""

    name = "influxdb"

    def __init__(self, settings: Settings, site: Site) -> None:
        secret = settings.secret()
        self.batch = settings.batch
        self.interval = settings.interval
        self.backfill = settings.backfill
        self._gzip = settings.gzip
        self._renderer = Renderer(settings.prefix, site.name, site.gateway, cells=settings.cells)
        self._client = Client(settings, secret, site.version)
        self._target = target(settings.url, self._client.url, settings.user, secret)
        self._dropped = ""

    async def write(self, records: Sequence[Record]) -> None:
        """Have these written; as of a RecordSink."""
        data = await asyncio.to_thread(self._body, records)  # a long batch is a tenth of a second of CPU
        if data:
            self._say_dropped(check(await self._client.post(data), self._target))

    async def close(self) -> None:
        """Let go of the connection; may be called twice."""
        await self._client.close()

    def _body(self, records: Sequence[Record]) -> bytes:
        return body(self._renderer.lines(records), gzip=self._gzip)

    def _say_dropped(self, words: str) -> None:
        """Once, until the target drops nothing more: it keeps data for less time than it was away, or than backfill."""
        if words and not self._dropped:
            template = "%s keeps no data so old, and has left some out: %s"
            LOG.warning(template, self._target.url, words, extra={"sink": self.name})
        self._dropped = words
