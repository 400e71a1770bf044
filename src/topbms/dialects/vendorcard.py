"""Reply to 51H, who made the BMS: name(10)  version(2)  maker(20). Seplos and Pylontech lay it out alike.

The two differ in what fills a text that is too short, which is all that tells their replies apart: Seplos blanks,
Pylontech NUL behind the name and `-` behind the maker (every captured frame of either). The version's two bytes are
written with a point: 01 07 is 1.7 (a Pylontech user's own words); one Seplos user wrote 1.6 for 01 08, which no reading
of these bytes gives, so it is not followed. Knows these 32 bytes, no command. It is no dialect.
"""

import re
from typing import Any, NamedTuple

from topbms.dialects.family import whole
from topbms.model.fragment import Product
from topbms.protocol.payload import Number, Octets, Table, Text

_NAME, _VENDOR = 10, 20
_VERSION = re.compile(r"(\d{1,3})\.(\d{1,3})")
_BYTE = 0xFF
_FILLS = {b" ", b"-"}  # NUL is not printable

TABLE = Table(Text("name", _NAME), Number("version_major"), Number("version_minor"), Text("vendor", _VENDOR))
"""The payload, for who wants to see it value by value."""

_RAW = Table(Octets("name", _NAME), Number("version_major"), Number("version_minor"), Octets("vendor", _VENDOR))


class Filling(NamedTuple):
    """What stands behind a name and a maker that are too short for their places."""

    name: bytes
    vendor: bytes


def is_filled(info: bytes, filling: Filling) -> bool:
    """Whether both texts are printable, and filled like this and not otherwise where they are short."""
    name, _, _, vendor = _raw(info)
    return all(_is_text(raw.rstrip(fill)) for raw, fill in ((name, filling.name), (vendor, filling.vendor)))


def decode_card(info: bytes, filling: Filling, address: int) -> Product:
    """What the BMS calls itself; raises FrameError "payload" for another length than 32 bytes."""
    name, major, minor, vendor = _raw(info)
    return Product(
        address,
        company=_text(vendor, filling.vendor),
        module=_text(name, filling.name),
        version=f"{major}.{minor}",
    )


def encode_card(product: Product, filling: Filling) -> bytes:
    """INFO of the reply; texts are cut to their places, a version without a point is 0.0."""
    found = _VERSION.search(product.version)
    major, minor = (min(int(part), _BYTE) for part in found.groups()) if found else (0, 0)
    name = _filled(product.module, _NAME, filling.name)
    return _RAW.encode((name, major, minor, _filled(product.company, _VENDOR, filling.vendor)))


def _raw(info: bytes) -> list[Any]:
    return whole(_RAW, info)


def _is_text(raw: bytes) -> bool:
    return raw.isascii() and raw.decode("ascii").isprintable() and raw[-1:] not in _FILLS


def _text(raw: bytes, fill: bytes) -> str:
    return raw.rstrip(fill).decode("ascii", "replace")


def _filled(text: str, size: int, fill: bytes) -> bytes:
    return text.encode("ascii", "replace")[:size].ljust(size, fill)
