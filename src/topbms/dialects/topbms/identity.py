"""Who a pack is: replies to E9H (bar code), 51H (name, version, vendor) and 90H (number of packs).

    E9: pp  bar code(30)        51: name(10)  version(2, shown as hex)  vendor(20)        90: ADR  packs

Source: the vendor's Windows monitor, which showed them; never captured. 51 has no pack byte.
"""

from topbms.model.fragment import Barcode, Identity, PackCount
from topbms.protocol.payload import Number, Table, Text

BARCODE = Table(Number("pack"), Text("barcode", 30))
IDENTITY = Table(Text("name", 10), Number("bms_version", 2), Text("vendor", 20))
PACK_COUNT = Table(Number("pack"), Number("packs"))


def decode_barcode(info: bytes) -> Barcode:
    """The bar code; raises FrameError "payload" when INFO is too short."""
    (pack, barcode), end = BARCODE.decode(info)
    return Barcode(pack, barcode, info[end:])


def encode_barcode(barcode: Barcode) -> bytes:
    """INFO of an E9H reply; raises ValueError for a text that is too long."""
    return BARCODE.encode((barcode.pack, barcode.barcode)) + barcode.extra


def decode_identity(info: bytes) -> Identity:
    """What the BMS calls itself, of pack 0, since the payload names none; raises FrameError "payload"."""
    (name, version, vendor), end = IDENTITY.decode(info)
    return Identity(0, name, f"{version:04X}", vendor, info[end:])


def encode_identity(identity: Identity) -> bytes:
    """INFO of a 51H reply; raises ValueError for a text that is too long, or a version that is no hex."""
    values = (identity.name, int(identity.version, 16), identity.vendor)
    return IDENTITY.encode(values) + identity.extra


def decode_pack_count(info: bytes) -> PackCount:
    """How many packs there are; raises FrameError "payload" when INFO is too short."""
    (pack, packs), end = PACK_COUNT.decode(info)
    return PackCount(pack, packs, info[end:])


def encode_pack_count(count: PackCount) -> bytes:
    """INFO of a 90H reply."""
    return PACK_COUNT.encode((count.pack, count.packs)) + count.extra
