"""What Domoticz' answers mean. Success is HTTP 200 and status OK together; it says 200 to much that failed."""

import json
from typing import Any

from topbms.errors import SinkError
from topbms.sinks.domoticz.client import Reply

UNAUTHORIZED = 401
_OK, _FORBIDDEN = 200, 403


class RefusedError(SinkError):
    """Domoticz said no to this one request; the next may be fine."""


class ForbiddenError(RefusedError):
    """The user's rights do not reach so far, or the device is not shared with this user."""


def checked(reply: Reply, url: str, query: str) -> dict[str, Any]:
    """The answer of a command that succeeded; RefusedError for a no, SinkError for what no Domoticz says."""
    command = query.partition("&")[0]
    if reply.status == _FORBIDDEN:
        raise ForbiddenError(
            "Domoticz at {url} refuses {command} (403): the user's rights do not reach so far (Setup, Users)",
            url=url,
            command=command,
        )
    answer = _parsed(reply)
    if answer is None:
        raise nonsense(url, query, reply.status)
    if answer["status"] != "OK":
        raise RefusedError(
            "Domoticz at {url} refuses {command} (status {status}): its log may say why (Setup, Log)",
            url=url,
            command=command,
            status=answer["status"],
        )
    return answer


def nonsense(url: str, query: str, status: int = _OK) -> SinkError:
    """The error for an answer that no Domoticz gives."""
    return SinkError(
        "{url} does not answer like Domoticz (HTTP {status} to {command}): are address, port and path right, and "
        "is there a proxy between?",
        url=url,
        status=status,
        command=query.partition("&")[0],
    )


def _parsed(reply: Reply) -> dict[str, Any] | None:
    """The object that every answer is; None when it is something else."""
    if reply.status != _OK:
        return None
    try:
        answer = json.loads(reply.body)
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) and "status" in answer else None
