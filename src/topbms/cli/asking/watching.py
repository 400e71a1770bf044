"""`topbms watch` on a port that the running gateway polls: what the gateway knows, asked again and again."""

import time
from collections.abc import Collection

from rich.console import Console, RenderableType
from rich.live import Live
from rich.text import Text

from topbms.cli.asking.gateway import links_at, snapshot_at, status_at
from topbms.cli.lock import Holder
from topbms.cli.picture import picture
from topbms.cli.speech import told
from topbms.errors import LinkError

_REFRESH = 1.0


def watch_gateway(url: str, holder: Holder, addresses: Collection[int], interval: float) -> None:
    """Draw it every second, or print it every `interval` seconds where nothing can be drawn over, until Ctrl-C.

    Raises LinkError when the gateway cannot be asked at the start; later it may come and go.
    """
    status_at(url, holder)
    console = Console()
    if not console.is_terminal:
        while True:
            console.print(_picture(url, holder, addresses))
            time.sleep(interval)
    with Live(console=console, auto_refresh=False, transient=False) as live:
        while True:
            live.update(_picture(url, holder, addresses), refresh=True)
            time.sleep(_REFRESH)


def _picture(url: str, holder: Holder, addresses: Collection[int]) -> RenderableType:
    try:
        found = status_at(url, holder)
    except LinkError as error:
        return Text(told(error), style="red")
    return picture(snapshot_at(found, url, addresses), found.health.at, links_at(found, url))
