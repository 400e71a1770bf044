"""What is open to others while the gateway runs: the status socket and the web server.

A door that cannot be opened is told once and tried again now and then; nothing else waits for it.
"""

import asyncio
import logging
import os
from collections.abc import Callable, Coroutine, Iterator
from importlib import import_module
from pathlib import Path
from typing import TypeAlias

from topbms.app.supporting.evidence import status_now
from topbms.config import Config
from topbms.errors import TopbmsError
from topbms.web.api.door import Door as ApiDoor
from topbms.web.reach import addresses
from topbms.web.settings import Settings
from topbms.web.status import document
from topbms.web.statussocket import place, serve_status
from topbms.web.view import View

LOG = logging.getLogger(__name__)

AGAIN = 60.0
"""s until a door that could not be opened is tried again."""

Door: TypeAlias = Callable[[], Coroutine[None, None, None]]


def doors(settings: Config, view: View, api: ApiDoor | None = None, again: float = AGAIN) -> Iterator[tuple[str, Door]]:
    """The doors of a config, by name; each stays open until it is cancelled."""
    path = place(settings.history.path)
    yield "status", lambda: _kept_open(lambda: _status(path, view, api), "topbms status will not work", again)
    if settings.web.enabled:
        trouble = f"the page, /metrics, /livez and /healthz are not there, {settings.web.listen} cannot be listened on"
        yield "web", lambda: _kept_open(lambda: _web(settings.web, view, api), trouble, again)


def check(settings: Settings) -> None:
    """Raise ConfigError when the password or the certificate of [web] cannot be used."""
    if settings.enabled:
        settings.credentials()
        settings.trust()


async def _kept_open(door: Door, trouble: str, again: float) -> None:
    told = ""
    while True:
        try:
            await door()
        except (OSError, TopbmsError) as error:
            reason = _reason(error)
            LOG.log(logging.DEBUG if reason == told else logging.ERROR, "%s: %s", trouble, reason)
            told = reason
        await asyncio.sleep(again)


async def _status(path: Path, view: View, api: ApiDoor | None) -> None:
    support = None if api is None else api.support
    await serve_status(path, lambda: document(status_now(view), view.words()), support)


async def _web(settings: Settings, view: View, api: ApiDoor | None) -> None:
    """The server is loaded in a thread, while packs are polled already."""
    server = await asyncio.to_thread(import_module, "topbms.web.server")
    pipe = server.bound(settings.address)
    LOG.info("the page is at %s", " or ".join(addresses(settings)))
    await server.serve(pipe, view, api, settings)


def _reason(error: OSError | TopbmsError) -> str:
    if isinstance(error, OSError) and error.errno is not None:
        return os.strerror(error.errno)
    return str(error)
