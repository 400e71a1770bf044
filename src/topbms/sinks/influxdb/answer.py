"""What an answer of the write endpoint means: taken, not now, or never. Pure.

Only what surely is about the data is a RejectedError, after which records are left out for good: a 400 is as well the
answer to a wrong path (VictoriaMetrics) or to a database that was not named (InfluxDB 1), and those can be mended.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from topbms.errors import RejectedError, SinkError
from topbms.sinks.influxdb.client import Reply

_BAD_REQUEST, _UNAUTHORIZED, _FORBIDDEN, _NOT_FOUND = 400, 401, 403, 404
_TIMEOUT, _TOO_LARGE, _UNSUPPORTED, _UNPROCESSABLE, _TOO_MANY = 408, 413, 415, 422, 429

# InfluxDB 1 and 2: "partial write: field type conflict: …", "unable to parse '…'"; InfluxDB 3: "partial write of line
# protocol occurred", "parsing failed for write_lp endpoint"; QuestDB: "failed to parse line protocol"; Telegraf:
# "metric parse error"; VictoriaMetrics: "cannot unmarshal".
_OF_DATA = re.compile(r"partial write|pars(e|ing)|line protocol|unmarshal|type conflict|column type", re.IGNORECASE)
_FULL = re.compile(r"no space left|disk (is )?full|storage limit|quota", re.IGNORECASE)
_TOO_OLD = re.compile(r"(beyond|outside) retention policy", re.IGNORECASE)
_GZIP = re.compile(r"gzip.*not supported", re.IGNORECASE)

_HEAD, _END = 120, 140


@dataclass(frozen=True, slots=True)
class Target:
    """What errors name: `url` as it is shown, `database` or bucket of its parameters, `user` and `secret` if any."""

    url: str
    database: str
    user: str | None
    secret: str | None


def target(url: str, shown: str, user: str | None, secret: str | None) -> Target:
    """The target of an endpoint's address."""
    query = parse_qs(urlsplit(url).query)
    names = next((query[key] for key in ("db", "bucket", "database") if key in query), [""])
    return Target(shown, names[0], user, secret)


def check(reply: Reply, at: Target) -> str:
    """Raises SinkError for what may be tried again, RejectedError for data that the target will never take.

    What is returned is empty, or what the target says of data that it has dropped because they are too old for it.
    """
    if _is_taken(reply):
        return ""
    text = _words(reply, at.secret)
    if _is_refusal(reply) and _TOO_OLD.search(text):
        return text
    raise _error(reply.status, text, at)


def _error(status: int, text: str, at: Target) -> SinkError:
    if _FULL.search(text):
        return SinkError(
            "the disk or the quota of {url} is full (HTTP {status}: {text}): make room there",
            url=at.url,
            status=status,
            text=text,
        )
    if status in {_UNAUTHORIZED, _FORBIDDEN}:
        return _login_error(status, text, at)
    if _GZIP.search(text) or status == _UNSUPPORTED:
        return SinkError(
            "{url} does not take compressed data (HTTP {status}: {text}): set gzip = false in [influxdb]",
            url=at.url,
            status=status,
            text=text,
        )
    if status in {_TOO_LARGE, _UNPROCESSABLE} or (status == _BAD_REQUEST and _OF_DATA.search(text)):
        return RejectedError("{url} refuses the data (HTTP {status}: {text})", url=at.url, status=status, text=text)
    return _other_error(status, text, at)


def _is_taken(reply: Reply) -> bool:
    """Not by a page: that is another program, or the log-in page of a guest network, which says 200 to everything."""
    return 200 <= reply.status < 300 and reply.kind != "text/html"  # noqa: PLR2004 - HTTP's classes


def _is_refusal(reply: Reply) -> bool:
    return reply.status in {_BAD_REQUEST, _UNPROCESSABLE}


def _login_error(status: int, text: str, at: Target) -> SinkError:
    if at.secret is None:
        return SinkError(
            "{url} wants a login (HTTP {status}: {text}): set token, or user and password, in [influxdb]",
            url=at.url,
            status=status,
            text=text,
        )
    if at.user is None:
        return SinkError(
            "{url} refuses the token (HTTP {status}: {text}): is it right, may it write to {database}, and does the "
            "target want another scheme?",
            url=at.url,
            status=status,
            text=text,
            database=at.database or at.url,
        )
    return SinkError(
        '{url} refuses user "{user}" (HTTP {status}: {text}): check user and password, and the right to write to '
        "{database}",
        url=at.url,
        user=at.user,
        status=status,
        text=text,
        database=at.database or at.url,
    )


def _other_error(status: int, text: str, at: Target) -> SinkError:
    if status == _NOT_FOUND:
        return SinkError(
            '{url} does not find the place (HTTP 404: {text}): is there a database or bucket "{database}", and is the '
            "path the one of the write endpoint?",
            url=at.url,
            text=text,
            database=at.database,
        )
    if status in {_TIMEOUT, _TOO_MANY} or status >= 500:  # noqa: PLR2004 - HTTP's classes
        return SinkError("{url} cannot take data now (HTTP {status}: {text})", url=at.url, status=status, text=text)
    return SinkError(
        "{url} does not answer like a write endpoint (HTTP {status}: {text}): are address, path and parameters right, "
        "and is there a proxy between?",
        url=at.url,
        status=status,
        text=text,
    )


def _words(reply: Reply, secret: str | None) -> str:
    """What the answer says, shortened; without the secret, should it be in there."""
    body = reply.body.decode(errors="replace")
    text = " ".join((reply.location or _message(body) or body).split()) or "-"
    if secret:
        text = text.replace(secret, "…")
    # The cause stands at the end, behind the whole line that was not understood.
    return text if len(text) <= _HEAD + _END else f"{text[:_HEAD]}… …{text[-_END:]}"


def _message(body: str) -> str:
    """The message in an answer that is JSON; empty when there is none."""
    try:
        answer = json.loads(body)
    except ValueError:
        return ""
    if not isinstance(answer, Mapping):
        return ""
    found = [answer.get(key) for key in ("error", "message")] + _of_lines(answer.get("data"))
    return ": ".join(part for part in found if isinstance(part, str))


def _of_lines(data: Any) -> list[object]:  # noqa: ANN401 - any JSON
    """InfluxDB 3 says of each line what was wrong with it; the first is enough."""
    first = data[0] if isinstance(data, list) and data else data
    return [first.get("error_message")] if isinstance(first, Mapping) else []
