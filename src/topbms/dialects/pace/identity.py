"""Replies to C1H, the version; to C2H, serial number and build date; to 90H, the number of packs.

    C1   version(20 characters)
    C2   serial number(20 characters)  build date(20 characters, on some)
    90   number of packs(1), 1 to 32

Sources: RS232 2018-07-05 and V3.1; two captured replies each to C1 and C2, one to 90. None of them says which pack it
is of, so that is the address of the frame. Texts are padded with NUL (C1, captured) or blanks (C2, captured; both by
the paper); `extra` is the padding of a C1 where it is another. V3.1 knows a C1 of 40 characters, with the name of the
Bluetooth module behind the version: never captured, and no different from a C2, so it is not read.
"""

from topbms.dialects.family import whole
from topbms.model.fragment import PackCount, Product
from topbms.protocol.frame import Frame
from topbms.protocol.payload import Number, Octets, Table, Text
from topbms.protocol.place import illegal

VERSION = Table(Text("version", 20))
SERIAL = Table(Text("serial_number", 20), Text("production_date", 20))
COUNT = Table(Number("packs"))

_CHARACTERS = Table(Octets("version", 20))
_NUL = b"\0"
_MOST_PACKS = 32  # V3.1, 2022-06-13


def decode_version(frame: Frame) -> Product:
    """The version; raises FrameError "payload"."""
    (version,) = whole(VERSION, frame.info)
    padding = frame.info[len(frame.info.rstrip(b" \0")) :]
    return Product(frame.address, version=str(version), extra=padding if padding.strip(_NUL) else b"")


def encode_version(product: Product) -> bytes:
    """INFO of a C1 reply; raises ValueError for a text that is too long."""
    text = product.version.encode("ascii", "replace")
    return _CHARACTERS.encode([(text + product.extra).ljust(20, _NUL)])


def decode_serial(frame: Frame) -> Product:
    """Serial number and build date; raises FrameError "payload"."""
    serial, date = whole(SERIAL, frame.info)
    return Product(frame.address, serial_number=str(serial), production_date=str(date))


def encode_serial(product: Product) -> bytes:
    """INFO of a C2 reply; raises ValueError for a text that is too long."""
    return SERIAL.encode([product.serial_number, product.production_date])


def decode_count(frame: Frame) -> PackCount:
    """The number of packs; raises FrameError "payload" for one that cannot be."""
    whole(COUNT, frame.info)
    packs = frame.info[0]
    if not 0 < packs <= _MOST_PACKS:
        raise illegal("packs", packs, 0)
    return PackCount(frame.address, packs)


def encode_count(count: PackCount) -> bytes:
    """INFO of a 90 reply; raises ValueError for a number that does not fit."""
    return COUNT.encode([count.packs])
