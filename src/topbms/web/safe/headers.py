"""What every answer says to browsers, so that a page of ours does only what it is for. Knows no page."""

from collections.abc import Sequence

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Send

_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'self'; form-action 'self'"
)


def hardened(send: Send, framed_by: Sequence[str]) -> Send:
    """A `send` that adds the headers; `framed_by` may show us in a frame: origins, or "self"."""
    ancestors = " ".join("'self'" if one == "self" else one for one in framed_by) or "'none'"
    fixed = {
        "Content-Security-Policy": f"{_POLICY}; frame-ancestors {ancestors}",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    if not framed_by:
        fixed["X-Frame-Options"] = "DENY"

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update(fixed)
            headers.setdefault("Cache-Control", "no-store")
        await send(message)

    return sending
