"""What went wrong with a port, in words, with the command that cures it. Knows system errors; opens nothing."""

import errno
import os
import pwd
import socket

from topbms.errors import LinkError

_BUSY = "{port} is in use by another program; find it with: sudo fuser -v {port}"
_NOT_PERMITTED = "{port}: no permission; try: sudo usermod -aG dialout {user}, and log in again"
_NO_PORT = "{port} is not a serial port; those that there are: ls /dev/serial/by-id"
_GONE = "{port} went away; was the adapter unplugged?"
_CUT = "{port}: the other end closed the connection"
_SILENT = "{port} does not answer; is the converter on, and the address right?"
_NO_WAY = "{port} cannot be reached; is the converter on, and the address right?"

_DEVICE: dict[int, str] = {
    errno.ENOENT: "{port} does not exist; is the adapter plugged in? See: ls /dev/serial/by-id",
    errno.EACCES: _NOT_PERMITTED,
    errno.EPERM: _NOT_PERMITTED,
    errno.EBUSY: _BUSY,
    errno.EAGAIN: _BUSY,
    errno.ENOTTY: _NO_PORT,
    errno.EISDIR: _NO_PORT,
    errno.ENOTDIR: _NO_PORT,
    errno.EIO: _GONE,
    errno.ENXIO: _GONE,
    errno.ENODEV: _GONE,
}
_NETWORK: dict[int, str] = {
    errno.ECONNREFUSED: "{port} refuses the connection; is the port right, or taken by another client?",
    errno.ETIMEDOUT: _SILENT,
    errno.EHOSTUNREACH: _NO_WAY,
    errno.ENETUNREACH: _NO_WAY,
    errno.EBUSY: "{port} is in use by another client",
    errno.ECONNRESET: _CUT,
    errno.ECONNABORTED: _CUT,
    errno.EPIPE: _CUT,
    errno.EIO: _CUT,
}


def link_error(port: str, error: Exception) -> LinkError:
    """The fault in words; `port` is the URL as it may be shown."""
    if isinstance(error, socket.gaierror):
        return LinkError("{port}: the name of the host is not known", port=port)
    number = _number(error)
    template = (_DEVICE if port.startswith("/") else _NETWORK).get(number)
    if template is not None:
        return LinkError(template, port=port, user=user_name(os.geteuid()))
    reason = os.strerror(number) if number else str(error)
    return LinkError("{port}: {reason}", port=port, reason=reason or type(error).__name__)


def _number(error: Exception) -> int:
    """The system's number of the fault, or of what caused it, since some libraries wrap it; 0 where there is none."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, OSError) and cause.errno:
            return cause.errno
        cause = cause.__cause__
    return errno.ETIMEDOUT if isinstance(error, TimeoutError) else 0


def user_name(number: int) -> str:
    """What a user is called; his number where nobody knows his name, as in some containers."""
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)
