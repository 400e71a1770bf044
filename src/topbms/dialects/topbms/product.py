"""Reply to F1H, product information: pp, then seven texts of 30 characters.

Source: the document V1.7's list, and the tables of the vendor's Windows monitor; never captured.
"""

from dataclasses import asdict

from topbms.model.reading import Product
from topbms.protocol.payload import Number, Table, Text

_TABLE = Table(
    Number("pack"),
    Text("company", 30),
    Text("production_date", 30),
    Text("module", 30),
    Text("version", 30),
    Text("battery_type", 30),
    Text("serial_number", 30),
    Text("remarks", 30),
)


def decode_product(info: bytes) -> Product:
    """What the pack says it is; raises FrameError "payload" when INFO is too short."""
    values, end = _TABLE.decode(info)
    return Product(**values, extra=info[end:])


def encode_product(product: Product) -> bytes:
    """INFO of a F1H reply; raises ValueError for a text that is too long."""
    return _TABLE.encode(asdict(product)) + product.extra
