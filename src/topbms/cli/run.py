"""`topbms run`: the gateway until a signal ends it. SIGHUP reads the config again."""

import asyncio
import logging
import os
import signal
import sys
import threading

from topbms import app, log
from topbms.cli.lock import Hold, hold, ports
from topbms.cli.loop import runner
from topbms.cli.options import ConfigOption
from topbms.cli.speech import speak
from topbms.config import Loaded, load

LOG = logging.getLogger("topbms")

_PATIENCE = 0.5


def command(config: ConfigOption = None) -> None:
    """Run the gateway: poll, keep, publish."""
    log.set_up(debug=bool(os.environ.get("TOPBMS_DEBUG")), journal=log.is_journal())
    loaded = load(config)
    speak(loaded.settings.language)
    _warn(loaded)
    with hold(loaded) as held, runner() as loop:
        loop.run(serve(loaded, held))
        leave_soon()


async def serve(loaded: Loaded, held: Hold | None = None) -> None:
    """Run the gateway until SIGTERM or SIGINT; `held` is told which ports a config read at SIGHUP polls."""
    stop, reload = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    loop.add_signal_handler(signal.SIGHUP, reload.set)
    await app.run(loaded, stop, reload, lambda: _again(loaded, held))


def leave_soon() -> None:
    """End the process with 0 a moment from now at the latest; to be called when everything is committed.

    A thread that still waits for a name server would hold up the end for as long as that takes.
    """
    timer = threading.Timer(_PATIENCE, _leave)
    timer.daemon = True
    timer.start()


def _leave() -> None:
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def _again(loaded: Loaded, held: Hold | None) -> Loaded:
    fresh = load(loaded.path)
    _warn(fresh)
    if held is not None:
        held.tell(ports(fresh))
    return fresh


def _warn(loaded: Loaded) -> None:
    for warning in loaded.warnings:
        LOG.warning("%s", warning)
