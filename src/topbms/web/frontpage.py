"""The page: its HTML, with the first overview in it, so that the first thing that is seen are real numbers.

Who may not look yet gets it without them: it asks for the password then.
"""

import asyncio
import gzip
from html import escape
from pathlib import Path

from pydantic_core import to_json
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from topbms.errors import StoreError
from topbms.model.words import Words, words
from topbms.web.api import now
from topbms.web.api.door import Door
from topbms.web.assets import STATIC, takes_gzip

_SLOT = '<script type="application/json" id="first">'
_HEAD = "<head>"
_FAST = 4
_SMALL = 1000  # bytes that are not worth packing

_PLAIN = """<!doctype html>
<html lang="{language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>topbms</title></head>
<body><h1>topbms</h1>
<p>{text}</p>
{link}</body>
</html>
"""


class FrontPage:
    """The page of one gateway."""

    def __init__(self, door: Door, folder: Path = STATIC) -> None:
        self._door = door
        self._file = folder / "index.html"

    async def answer(self, request: Request) -> Response:
        """The page, for whoever asks."""
        spoken = words(self._door.language())
        prefix = request.scope.get("root_path", "")
        try:
            html = await asyncio.to_thread(self._file.read_text, "utf-8")
        except OSError:
            return HTMLResponse(_not_built(spoken, prefix), 503)
        first = await self._first(spoken) if request.state.rights.may_look else ""
        return await _packed(_filled(html, prefix, first), request)

    async def _first(self, spoken: Words) -> str:
        """The overview as JSON; empty where the history cannot be read, which the page will be told."""
        try:
            return to_json(await now.overview(self._door, spoken), inf_nan_mode="null").decode()
        except StoreError:
            return ""


def plain_page(spoken: Words, template: str, prefix: str) -> str:
    """A page of one sentence, which leads to the page itself."""
    text, link = escape(spoken.say(template)), escape(spoken.say("To the battery"))
    return _PLAIN.format(language=spoken.language, text=text, link=f'<p><a href="{escape(prefix)}/">{link}</a></p>\n')


def _not_built(spoken: Words, prefix: str) -> str:
    text = spoken.say(
        "The page is not in this installation: install a wheel of topbms, or type make page in its source. "
        "The gateway runs, and answers under {prefix}/api/v1.",
        prefix=prefix,
    )
    return _PLAIN.format(language=spoken.language, text=escape(text), link="")


def _filled(html: str, prefix: str, first: str) -> str:
    if prefix:
        html = html.replace(_HEAD, f'{_HEAD}<base href="{escape(prefix)}/">', 1)
    return html.replace(_SLOT, _SLOT + _inside_html(first), 1)


def _inside_html(json: str) -> str:
    """JSON with no character that means anything to HTML; inside JSON they stand in texts only."""
    return json.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


async def _packed(html: str, request: Request) -> Response:
    body = html.encode()
    headers = {"Cache-Control": "no-store", "Vary": "Accept-Encoding"}
    if takes_gzip(request) and len(body) > _SMALL:
        body = await asyncio.to_thread(gzip.compress, body, _FAST)
        headers["Content-Encoding"] = "gzip"
    return HTMLResponse(body, headers=headers)
