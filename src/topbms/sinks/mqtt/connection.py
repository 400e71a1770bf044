"""One connection to the broker: messages out and in, the last will, and word when it breaks. Knows no meaning of any.

A connection is never mended: who wants to go on opens another, with an empty queue, so nothing old is ever sent late.
"""

import asyncio
import contextlib
import logging
import ssl
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

import aiomqtt

from topbms.errors import SinkError
from topbms.sinks.mqtt.refusal import refusal
from topbms.sinks.mqtt.settings import Settings

_TOGETHER = 20
"""How many messages are under way at once: as many as MQTT clients may have unacknowledged by default."""

_KEEP_ALIVE = 30
"""s. After one and a half of these without a sign the broker publishes the last will."""

_FAREWELL = 0.3
"""s. How long an ending may take: the gateway stops within a second."""

_UNHEARD = logging.getLogger(f"{__name__}.client")
"""What the client would log: the same is told once, with a cure, as an error."""

_UNHEARD.disabled = True


class Message(NamedTuple):
    """One message to publish; of `qos` 1 it is known that it arrived."""

    topic: str
    payload: str
    qos: int = 0
    retain: bool = False


Heard = Callable[[str, str, bool], None]
"""Called with topic, payload, and whether the broker had kept the message."""


class _Socket(ssl.SSLSocket):
    """Lets go of a broker that it does not trust; the client library leaves such a socket open."""

    def do_handshake(self, block: bool = False) -> None:
        try:
            super().do_handshake(block)
        except OSError:
            self.close()
            raise


class Connection:
    """To one broker. Raises ConfigError for files of the settings that cannot be used."""

    def __init__(self, settings: Settings) -> None:
        self._url = settings.url
        self._settings = settings
        self._login = settings.credentials()
        self._trust = settings.trust()
        if self._trust is not None:
            self._trust.sslsocket_class = _Socket
        self._client: aiomqtt.Client | None = None
        self._is_ready = False
        self._opening: asyncio.Future[Any] | None = None
        self._listening: asyncio.Task[None] | None = None

    @property
    def is_open(self) -> bool:
        """Whether it can be sent on, as far as is known."""
        return self._client is not None and self._is_ready

    async def open(
        self, identifier: str, will: Message | None, topics: Iterable[str], heard: Heard, lost: Callable[[], None]
    ) -> None:
        """Connect and subscribe; raises SinkError. `lost` is called once if it breaks off later.

        The topics are subscribed to one after the other, and what the broker has kept of one is heard before the next.
        """
        self._client = client = self._make(identifier, will)
        self._opening = asyncio.ensure_future(client.__aenter__())
        try:
            # Who gives up meanwhile must not cancel what the client awaits: it would complain of that at its end.
            await asyncio.shield(self._opening)
            self._listening = asyncio.create_task(self._listen(client, heard, lost))
            for topic in topics:
                await client.subscribe(topic, qos=1)
        except aiomqtt.MqttError as error:
            await self.close()
            raise refusal(self._url, error, is_opening=True) from error
        self._is_ready = True

    async def send(self, messages: Iterable[Message]) -> None:
        """Publish in this order; raises SinkError when not all arrived, as far as their `qos` tells."""
        client = self._client
        if client is None or not self._is_ready:
            raise self._broken()
        for some in _portions(messages):
            await self._publish(client, some)

    async def close(self, farewell: Sequence[Message] = ()) -> None:
        """Let go of it, with some last words; may be called twice. Without them the broker is told of no parting."""
        client, self._client = self._client, None
        self._is_ready = False
        if client is None:
            return
        with contextlib.suppress(SinkError, TimeoutError):
            async with asyncio.timeout(_FAREWELL):
                await self._publish(client, farewell)
        await self._part(client)

    def _make(self, identifier: str, will: Message | None) -> aiomqtt.Client:
        user, password = self._login or (None, None)
        settings = self._settings
        client = aiomqtt.Client(
            settings.host,
            settings.port,
            username=user,
            password=password,
            identifier=identifier,
            will=None if will is None else aiomqtt.Will(will.topic, will.payload, will.qos, will.retain),
            tls_context=self._trust,
            timeout=settings.timeout,
            keepalive=_KEEP_ALIVE,
            logger=_UNHEARD,
        )
        client.pending_calls_threshold = _TOGETHER
        return client

    async def _publish(self, client: aiomqtt.Client, messages: Sequence[Message]) -> None:
        """All at once, in order; gives up as soon as the connection ends, for which aiomqtt alone would not look."""
        sending = asyncio.gather(*(client.publish(*message) for message in messages), return_exceptions=True)
        sending.add_done_callback(_took_note)
        ends: list[asyncio.Future[Any]] = [sending] if self._listening is None else [sending, self._listening]
        try:
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            if not sending.done():
                raise self._broken()
        finally:
            sending.cancel()
        error = next((one for one in sending.result() if isinstance(one, Exception)), None)
        if error is not None:
            raise refusal(self._url, error) from error

    def _broken(self) -> SinkError:
        return SinkError("the MQTT broker at {url} broke off the connection", url=self._url)

    async def _listen(self, client: aiomqtt.Client, heard: Heard, lost: Callable[[], None]) -> None:
        """Pass on what comes, until the connection ends."""
        with contextlib.suppress(aiomqtt.MqttError):
            async for message in client.messages:
                heard(str(message.topic), bytes(message.payload).decode(errors="replace"), bool(message.retain))
        if self._client is client and self._is_ready:
            self._client, self._is_ready = None, False
            lost()

    async def _part(self, client: aiomqtt.Client) -> None:
        """The listener ends with the connection, and takes note of why; it is only cancelled if that never comes."""
        opening, self._opening = self._opening, None
        listening, self._listening = self._listening, None
        client.timeout = _FAREWELL
        with contextlib.suppress(aiomqtt.MqttError):
            await client.__aexit__(None, None, None)
        if opening is not None:
            opening.cancel()
        if listening is not None:
            await asyncio.wait([listening], timeout=_FAREWELL)
            listening.cancel()


def _took_note(sending: asyncio.Future[Any]) -> None:
    """Where nobody waits for it any more, asyncio would complain that nobody asked how it ended."""
    if not sending.cancelled():
        sending.exception()


def _portions(messages: Iterable[Message]) -> Iterator[list[Message]]:
    rest = iter(messages)
    while some := list(islice(rest, _TOGETHER)):
        yield some
