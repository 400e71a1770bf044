"""What systemd is told: ready, alive, stopping, and that more time is needed. Knows the notify socket only.

Source: sd_notify(3). Outside of systemd nothing is sent.
"""

import os
import socket

_PATIENCE = 1.0


def notify(**words: object) -> None:
    """Tell systemd words such as READY=1 or WATCHDOG=1; never raises, waits a second at most."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    if address.startswith("@"):
        address = "\0" + address[1:]
    message = "\n".join(f"{key}={value}" for key, value in words.items())
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as pipe:
            pipe.settimeout(_PATIENCE)
            pipe.sendto(message.encode(), address)
    except OSError:
        return
