"""Frames to explain: captured ones, and some packed by hand."""

from topbms.protocol.frame import Frame

ANALOG = (
    "~52014600408401100D120D150D0F0D0D0D130D160D150D210D130D130D130D130D100D160D170D23"
    "06003D003E003E003E003B003B018014EE33B3063A9800025864000000000000E20A"
)
ALARMS = "~52014600F05C01100000000000000000000000000000000006000000000000000000000F0000000000A300000000000000000000EC0E"
REQUEST = "~21014642E00201FD34"
REFUSAL = "~250046040000FDAB"
WRONG = "~21014642E00201FD35"

GOOD_REQUEST = {
    "valid": True,
    "dialect": None,
    "direction": "request",
    "kind": "analog",
    "version": "21",
    "address": 1,
}


def encoded(frame: Frame) -> str:
    return frame.encode().decode().strip()


def alarming() -> str:
    """Cell 3 below its limit, with a warning that says so, and a charger that is connected the wrong way round."""
    cells, status = b"\x04\0\0\x01\0", b"\x02\0\0\0\x01" + bytes(10)
    return encoded(Frame(0x52, 2, 0x46, 0, b"\x02" + cells + b"\0\0\0\0\0\x0f" + status))


def product(text: bytes = b"TopBMS") -> str:
    return encoded(Frame(0x52, 1, 0x46, 0, b"\x01" + text.ljust(30) * 7))
