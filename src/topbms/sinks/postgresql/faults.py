"""What PostgreSQL's errors mean for a gateway, in words. Knows SQLSTATE classes and libpq's messages, and no table.

Classes are those of the PostgreSQL manual, appendix A. An error before the login has no SQLSTATE in libpq; which
trouble it was then shows by who said it: the server's words begin with their severity.
"""

import asyncio

import psycopg

from topbms.errors import RejectedError, SinkError

_DATA = ("22", "23", "54")  # data exception, integrity constraint violation, program limit exceeded
_MISSING = ("42", "3F")  # syntax error or access rule violation, invalid schema name
_ROOM = ("53", "58")  # insufficient resources, system error
_ENDING = ("57",)  # operator intervention
_READ_ONLY = "25006"

Failure = (psycopg.Error, asyncio.TimeoutError)
"""What may come of a conversation with PostgreSQL."""


def fault_of_writing(error: Exception, where: str, seconds: float) -> SinkError:
    """Why nothing was written; a RejectedError where the data themselves are refused.

    `where` names the server and its database, `seconds` is how long it was waited for.
    """
    state = (error.sqlstate or "") if isinstance(error, psycopg.Error) else ""
    if isinstance(error, TimeoutError):
        return _slow(where, seconds)
    if state.startswith(_DATA) or (not state and isinstance(error, psycopg.DataError)):
        return RejectedError(
            "PostgreSQL at {where} refuses a row for good: {reason}", where=where, reason=reason_of(error)
        )
    if not state:
        return SinkError(
            "the connection to PostgreSQL at {where} was cut ({reason})", where=where, reason=reason_of(error)
        )
    return _fault_of_state(state, where, reason_of(error))


def fault_of_connecting(error: Exception, where: str, user: str, seconds: float) -> SinkError:
    """Why there is no connection."""
    if isinstance(error, TimeoutError | psycopg.errors.ConnectionTimeout):
        return _slow(where, seconds)
    text = str(error)
    reason = reason_of(error)
    if "certificate" in text or "SSL" in text:
        return SinkError(
            "the line to PostgreSQL at {where} cannot be trusted or encrypted as wanted ({reason}): check sslmode and "
            "root_certificate in [postgresql], and the server's certificate",
            where=where,
            reason=reason,
        )
    if "fe_sendauth" in text or _is_said_by_server(text):  # the first is libpq itself, without the password asked for
        return SinkError(
            'PostgreSQL at {where} does not let "{user}" in ({reason}): check user, password and database in '
            "[postgresql], and the server's pg_hba.conf; `topbms postgresql setup` makes the role",
            where=where,
            user=user,
            reason=reason,
        )
    return SinkError(
        "PostgreSQL at {where} cannot be reached ({reason}): is it running, does it listen on the network, and are "
        "host and port right?",
        where=where,
        reason=reason,
    )


def reason_of(error: Exception) -> str:
    """The heart of its message, without libpq's preface and the server's severity."""
    primary = error.diag.message_primary if isinstance(error, psycopg.Error) else None
    if primary:
        return primary
    text = str(error).strip().partition("\n")[0]
    return text.rpartition(" failed: ")[2].removeprefix("FATAL:").strip() or type(error).__name__


def _fault_of_state(state: str, where: str, reason: str) -> SinkError:
    if state.startswith(_MISSING):
        return SinkError(
            "PostgreSQL at {where} lacks a table, a column or a right ({reason}): run `topbms postgresql setup`",
            where=where,
            reason=reason,
        )
    if state.startswith(_ROOM):
        return SinkError(
            "PostgreSQL at {where} has no room left ({reason}): look at its disk, memory and connections",
            where=where,
            reason=reason,
        )
    if state.startswith(_ENDING):
        return SinkError("PostgreSQL at {where} is stopping or starting ({reason})", where=where, reason=reason)
    if state == _READ_ONLY:
        return SinkError(
            "PostgreSQL at {where} takes no changes ({reason}): is it a standby? Name the primary in [postgresql]",
            where=where,
            reason=reason,
        )
    return SinkError("PostgreSQL at {where} did not write: {reason} ({state})", where=where, reason=reason, state=state)


def _is_said_by_server(text: str) -> bool:
    """A severity in capitals stands behind the preface, in the server's language: FATAL, FATALE and so on."""
    word = text.rpartition(" failed: ")[2].partition(":")[0].strip()
    return bool(word) and word.isalpha() and word.isupper()


def _slow(where: str, seconds: float) -> SinkError:
    return SinkError(
        "PostgreSQL at {where} did not answer within {seconds:g} s: is its machine busy, or the network slow? "
        "A longer timeout can be set in [postgresql]",
        where=where,
        seconds=seconds,
    )
