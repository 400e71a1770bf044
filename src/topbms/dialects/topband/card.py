"""Reply to 51H, what the board calls itself. Unproven: no reply to 51H was ever captured.

    hardware(20)  software(4)  id(40)

These are characters that travel as they are, not as hex (see `topbms.protocol.frame.PlainFrame`). What fills a text
that is too short is not told: blanks and NUL are taken off.

Source: linedot's program, which reads real packs and names the three texts HW, SW and ID. ID is taken for the serial
number, as nothing else in this reply could be one.
"""

from topbms.dialects.contract import Battery
from topbms.dialects.family import whole
from topbms.errors import FrameError
from topbms.model.fragment import Product
from topbms.protocol.frame import Frame, PlainFrame
from topbms.protocol.payload import Table, Text

_SIZES = {"module": 20, "version": 4, "serial_number": 40}

TABLE = Table(*(Text(name, size) for name, size in _SIZES.items()))
"""The payload, both ways."""


def decode_card(frame: Frame) -> Product:
    """What the board calls itself; raises FrameError "payload" for INFO in hex."""
    if not isinstance(frame, PlainFrame):
        raise FrameError("payload", "INFO should be text as it is, it is hex")
    hardware, software, serial = whole(TABLE, frame.info)
    return Product(frame.address, module=hardware, version=software, serial_number=serial)


def encode_card(battery: Battery) -> bytes:
    """INFO of the reply; texts are cut to their places, other characters than ASCII become a question mark."""
    product = battery.product()
    return TABLE.encode([_plain(getattr(product, name))[:size].ljust(size) for name, size in _SIZES.items()])


def _plain(text: str) -> str:
    return "".join(character if " " <= character < "~" else "?" for character in text)
