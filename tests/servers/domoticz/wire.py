"""HTTP/1.1 as Domoticz' own web server speaks it: bytes to requests, replies to bytes. Knows no command."""

import asyncio
import gzip
import json
import math
from dataclasses import dataclass
from email.parser import BytesParser
from email.policy import HTTP
from http import HTTPStatus
from http.cookies import SimpleCookie
from urllib.parse import parse_qsl, urlsplit

# A text of 20 000 characters fits into a query, however its letters are escaped.
MOST_BYTES = 1 << 20

_INFINITE = "\ue000"


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it arrived; `headers` have lower-case names."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        return _pairs(urlsplit(self.target).query)

    @property
    def params(self) -> dict[str, str]:
        """Query and form together; a JSON body is not read."""
        kind = self.headers.get("content-type", "")
        if kind.startswith("application/x-www-form-urlencoded"):
            return self.query | _pairs(self.body.decode())
        if kind.startswith("multipart/form-data"):
            return self.query | _parts(kind, self.body)
        return self.query

    @property
    def keep_alive(self) -> bool:
        """Nothing but the very word will do: `keep-alive, Upgrade` closes, HTTP/1.1 alone closes."""
        return self.headers.get("connection", "").lower() == "keep-alive"

    def cookie(self, name: str) -> str | None:
        morsel = SimpleCookie(self.headers.get("cookie", "")).get(name)
        return morsel.value if morsel else None


@dataclass(frozen=True, slots=True)
class Response:
    """One reply before it is turned into bytes; `cookies` are whole Set-Cookie values."""

    status: int
    body: bytes = b""
    content_type: str = "application/json;charset=UTF-8"
    cookies: tuple[str, ...] = ()

    @classmethod
    def of_json(cls, answer: dict[str, object], status: int = 200, cookies: tuple[str, ...] = ()) -> "Response":
        return cls(status, _styled(answer), cookies=cookies)

    @classmethod
    def stock(cls, status: int, cookies: tuple[str, ...] = ()) -> "Response":
        """The HTML page that Domoticz keeps ready for every status."""
        phrase = HTTPStatus(status).phrase
        page = f"<html><head><title>{phrase}</title></head><body><h1>{status} {phrase}</h1></body></html>"
        return cls(status, page.encode(), "text/html", cookies)


async def read_request(reader: asyncio.StreamReader) -> Request | None:
    """The next request, or None once the client has gone or speaks no HTTP."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").removesuffix("\r\n\r\n").split("\r\n")
        method, target, _version = first.split(" ")
        headers = {name.lower(): value.strip() for name, value in (line.split(":", 1) for line in lines)}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError, ValueError):
        return None
    return Request(method, target, headers, body)


def encode(response: Response, request: Request) -> bytes:
    """The reply's bytes. A connection that will be closed is not announced as such."""
    body = _packed(response.body, request)
    lines = [
        f"HTTP/1.1 {response.status} {HTTPStatus(response.status).phrase}",
        f"Content-Length: {len(body)}",
        f"Content-Type: {response.content_type}",
        *(f"Set-Cookie: {cookie}" for cookie in response.cookies),
    ]
    if body is not response.body:
        lines.append("Content-Encoding: gzip")
    if request.keep_alive and response.status == HTTPStatus.OK:
        # On the other statuses the connection stays open too, but without these (source).
        lines += ["Connection: Keep-Alive", "Keep-Alive: max=20, timeout=20"]
    return "\r\n".join([*lines, "", ""]).encode() + body


def _pairs(text: str) -> dict[str, str]:
    return dict(parse_qsl(text, keep_blank_values=True))


def _parts(content_type: str, body: bytes) -> dict[str, str]:
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    message = BytesParser(policy=HTTP).parsebytes(head + body)
    return {
        str(part.get_param("name", header="content-disposition")): str(part.get_content()).rstrip("\r\n")
        for part in message.iter_parts()
    }


def _packed(body: bytes, request: Request) -> bytes:
    """Compressed if that was asked for and is worth it: a reply that would grow stays plain (source)."""
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return body
    small = gzip.compress(body)
    return small if len(small) < len(body) else body


def _styled(answer: dict[str, object]) -> bytes:
    """Tab-indented, keys sorted; NaN is written as null and infinity as 1e+9999."""
    text = json.dumps(_finite(answer), indent="\t", sort_keys=True, separators=(",", " : "), ensure_ascii=False)
    return text.replace(f'"-{_INFINITE}"', "-1e+9999").replace(f'"{_INFINITE}"', "1e+9999").encode()


def _finite(value: object) -> object:
    if isinstance(value, dict):
        return {key: _finite(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_finite(one) for one in value]
    if not isinstance(value, float) or math.isfinite(value):
        return value
    if math.isnan(value):
        return None
    return _INFINITE if value > 0 else f"-{_INFINITE}"
