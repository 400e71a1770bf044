"""What systemd is told: ready, alive, stopping, and that more time is needed. Knows the notify socket only.

Source: sd_notify(3). Outside of systemd nothing is sent.
"""

import os
import socket


def notify(**words: object) -> None:
    """Tell systemd words such as READY=1 or WATCHDOG=1; never raises."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    if address.startswith("@"):
        address = "\0" + address[1:]
    message = "\n".join(f"{key}={value}" for key, value in words.items())
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as pipe:
            pipe.sendto(message.encode(), address)
    except OSError:
        return


def watchdog_interval() -> float | None:
    """Seconds between two signs of life, half of what systemd allows; None when it does not watch."""
    allowed = os.environ.get("WATCHDOG_USEC", "")
    return int(allowed) / 2_000_000 if allowed.isdigit() else None
