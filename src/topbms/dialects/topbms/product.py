"""Reply to F1H, product information: pp, then seven texts of 30 characters.

Source: the document V1.7's list, and the tables of the vendor's Windows monitor; never captured.
"""

from topbms.model.fragment import Product
from topbms.protocol.payload import Number, Table, Text

TABLE = Table(
    Number("pack"),
    Text("company", 30),
    Text("production_date", 30),
    Text("module", 30),
    Text("version", 30),
    Text("battery_type", 30),
    Text("serial_number", 30),
    Text("remarks", 30),
)
"""The payload, both ways."""


def decode_product(info: bytes) -> Product:
    """What the pack says it is; raises FrameError "payload" when INFO is too short."""
    (pack, company, date, module, version, battery_type, serial_number, remarks), end = TABLE.decode(info)
    return Product(pack, company, date, module, version, battery_type, serial_number, remarks, info[end:])


def encode_product(product: Product) -> bytes:
    """INFO of a F1H reply; raises ValueError for a text that is too long."""
    values = (
        product.pack,
        product.company,
        product.production_date,
        product.module,
        product.version,
        product.battery_type,
        product.serial_number,
        product.remarks,
    )
    return TABLE.encode(values) + product.extra
