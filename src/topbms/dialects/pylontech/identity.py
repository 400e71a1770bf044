"""Who a pack is: replies to 93H (serial number) and 96H (firmware); 51H is `topbms.dialects.vendorcard`'s.

    93: pack  serial number(16)        96: pack  maker's version(2)  main version(3)

Sources: the paper V3.3; two captured replies to each.
"""

import re
from typing import Any

from topbms.dialects.family import whole
from topbms.model.fragment import Product
from topbms.protocol.payload import Number, Table, Text

_SERIAL = 16
_BYTE = 0xFF
_VERSION = re.compile(r"(\d+)\.(\d+) (\d+)\.(\d+)\.(\d+)")

SERIAL = Table(Number("pack"), Text("serial_number", _SERIAL))
FIRMWARE = Table(Number("pack"), *(Number(f"firmware_{byte}") for byte in range(1, 6)))


def decode_serial(info: bytes) -> Product:
    """The serial number; raises FrameError "payload" for another length than 17 bytes."""
    values: list[Any] = whole(SERIAL, info)
    return Product(values[0], serial_number=values[1])


def encode_serial(product: Product, pack: int) -> bytes:
    """INFO of a 93H reply; a longer serial number is cut."""
    return SERIAL.encode((pack, product.serial_number[:_SERIAL]))


def decode_firmware(info: bytes) -> Product:
    """Both versions, as "1.3 0.6.9"; raises FrameError "payload" for another length than 6 bytes."""
    values: list[Any] = whole(FIRMWARE, info)
    pack, *version = values
    return Product(pack, version="{}.{} {}.{}.{}".format(*version))


def encode_firmware(product: Product, pack: int) -> bytes:
    """INFO of a 96H reply; 0 for a version of another form."""
    found = _VERSION.fullmatch(product.version)
    return FIRMWARE.encode((pack, *(min(int(part), _BYTE) for part in (found.groups() if found else "00000"))))
