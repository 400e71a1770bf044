"""`topbms run`: the gateway until a signal ends it. SIGHUP reads the config again."""

import asyncio
import logging
import os
import signal

from topbms import app, log
from topbms.cli.lock import hold
from topbms.cli.options import ConfigOption
from topbms.cli.speech import speak
from topbms.config import Loaded, load

LOG = logging.getLogger("topbms")


def command(config: ConfigOption = None) -> None:
    """Run the gateway: poll, keep, publish."""
    log.set_up(debug=bool(os.environ.get("TOPBMS_DEBUG")), journal="JOURNAL_STREAM" in os.environ)
    loaded = load(config)
    speak(loaded.settings.language)
    for warning in loaded.warnings:
        LOG.warning("%s", warning)
    with hold(loaded):
        asyncio.run(serve(loaded))


async def serve(loaded: Loaded) -> None:
    """Run the gateway until SIGTERM or SIGINT."""
    stop, reload = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    loop.add_signal_handler(signal.SIGHUP, reload.set)
    await app.run(loaded, stop, reload, lambda: load(loaded.path))
