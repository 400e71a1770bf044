"""What PostgreSQL's errors come to, by the SQLSTATE classes of its manual's appendix A."""

import psycopg
import pytest
from psycopg import errors

from topbms.errors import RejectedError, SinkError
from topbms.sinks.postgresql.faults import fault_of_connecting, fault_of_writing, reason_of


@pytest.mark.parametrize(
    ("error", "is_rejected", "words"),
    [
        (errors.NumericValueOutOfRange("too much"), True, "refuses a row for good: too much"),
        (errors.NotNullViolation("null"), True, "refuses a row for good: null"),
        (errors.ProgramLimitExceeded("index row too large"), True, "refuses a row for good"),
        (psycopg.DataError("cannot contain NUL"), True, "refuses a row for good: cannot contain NUL"),
        (errors.UndefinedTable("no table"), False, "(no table): run `topbms postgresql setup`"),
        (errors.UndefinedColumn("no column"), False, "(no column): run `topbms postgresql setup`"),
        (errors.InvalidSchemaName("no schema"), False, "(no schema): run `topbms postgresql setup`"),
        (errors.InsufficientPrivilege("may not"), False, "(may not): run `topbms postgresql setup`"),
        (errors.DiskFull("no space"), False, "has no room left (no space): look at its disk"),
        (errors.OutOfMemory("no memory"), False, "has no room left (no memory)"),
        (errors.IoError("disk"), False, "has no room left (disk)"),
        (errors.AdminShutdown("stop"), False, "is stopping or starting (stop)"),
        (errors.CannotConnectNow("recovery"), False, "is stopping or starting (recovery)"),
        (errors.ReadOnlySqlTransaction("read-only"), False, "takes no changes (read-only): is it a standby?"),
        (errors.DeadlockDetected("deadlock"), False, "did not write: deadlock (40P01)"),
        (errors.RaiseException("a trigger says no"), False, "did not write: a trigger says no (P0001)"),
        (psycopg.OperationalError("consuming input failed: EOF"), False, "was cut (EOF)"),
        (TimeoutError(), False, "did not answer within 5 s"),
    ],
)
def test_of_writing(error: Exception, is_rejected: bool, words: str) -> None:
    found = fault_of_writing(error, "db:5432/topbms", 5.0)
    assert (isinstance(found, RejectedError), words in str(found)) == (is_rejected, True), str(found)
    assert "db:5432/topbms" in str(found)


_AT = 'connection failed: connection to server at "127.0.0.1", port 5432 failed: '


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (psycopg.OperationalError(_AT + "Connection refused\n\tIs it running?"), "reached (Connection refused): is it"),
        (psycopg.OperationalError(_AT + 'FATAL:  no role "x"'), 'does not let "x" in (no role "x"): check user'),
        (psycopg.OperationalError(_AT + "fe_sendauth: no password supplied"), 'let "x" in (fe_sendauth: no password'),
        (psycopg.OperationalError(_AT + "FATALE :  échec"), 'does not let "x" in (FATALE :  échec)'),
        (psycopg.OperationalError(_AT + "SSL error: certificate verify failed"), "cannot be trusted or encrypted"),
        (psycopg.OperationalError('root certificate file "x" does not exist'), "cannot be trusted or encrypted"),
        (errors.ConnectionTimeout("connection timeout expired"), "did not answer within 5 s"),
        (TimeoutError(), "did not answer within 5 s"),
    ],
)
def test_of_connecting(error: Exception, words: str) -> None:
    found = fault_of_connecting(error, "db:5432/topbms", "x", 5.0)
    assert words in str(found)
    assert type(found) is SinkError


def test_an_error_without_words_is_named() -> None:
    assert reason_of(psycopg.OperationalError("")) == "OperationalError"
