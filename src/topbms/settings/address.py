"""Addresses of targets as a section takes them. Pure: asks nobody, and knows no target and no key of its own."""

from collections.abc import Container
from urllib.parse import SplitResult, urlsplit

from topbms.settings import SettingError


def parts_of(url: str, schemes: Container[str]) -> SplitResult | None:
    """The parts of an address that has one of the schemes and a host; None for one that nobody can be asked at.

    Its port may still be none; see `check_port`.
    """
    if not url.isprintable() or " " in url:
        return None
    try:
        parts = urlsplit(url)
        (parts.hostname or "").encode("idna")  # as it will be asked for
    except ValueError:
        return None
    return parts if parts.hostname and parts.scheme in schemes else None


def check_port(parts: SplitResult, example: str) -> None:
    """Raise SettingError, with an example, unless the port is left out or one that a machine can have."""
    try:
        is_possible = parts.port != 0
    except ValueError:
        is_possible = False
    if not is_possible:
        raise no_port(example)


def no_port(example: str) -> SettingError:
    """What is said of a port that is none."""
    return SettingError('the port must be a number from 1 to 65535, as in "{example}"', example=example)
