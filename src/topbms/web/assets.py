"""The files of the built page: read once, packed once. A name carries a hash of what it names, so it is kept for ever.

Knows the folder; nothing else on the disk can be asked for.
"""

import asyncio
import gzip
import mimetypes
import re
from dataclasses import dataclass
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

STATIC = Path(__file__).parent / "static"
"""Where the page's build puts it; not there in a source tree that was not built."""

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,120}")
_FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".json": "application/json"}
_BEST = 9


@dataclass(frozen=True, slots=True)
class _Asset:
    plain: bytes
    packed: bytes
    type: str


class Assets:
    """Those of one folder."""

    def __init__(self, folder: Path = STATIC / "assets") -> None:
        self._folder = folder
        self._read: dict[str, _Asset] = {}

    async def answer(self, request: Request) -> Response:
        """The file with the name in the path."""
        name = request.path_params["name"]
        asset = self._read.get(name)
        if asset is None:
            asset = self._read[name] = await asyncio.to_thread(_read, self._folder, name)
        if takes_gzip(request) and len(asset.packed) < len(asset.plain):
            headers = {**_FOR_EVER, "Content-Encoding": "gzip"}
            return Response(asset.packed, headers=headers, media_type=asset.type)
        return Response(asset.plain, headers=_FOR_EVER, media_type=asset.type)


def takes_gzip(request: Request) -> bool:
    """Whether who asks can unpack."""
    return "gzip" in request.headers.get("Accept-Encoding", "").lower()


def _read(folder: Path, name: str) -> _Asset:
    try:
        if not _NAME.fullmatch(name):
            raise FileNotFoundError
        plain = (folder / name).read_bytes()
    except OSError as error:
        raise HTTPException(404) from error
    kind = _TYPES.get(Path(name).suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    return _Asset(plain, gzip.compress(plain, _BEST, mtime=0), kind)
