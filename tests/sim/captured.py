"""A battery that says what a real one said: the two captured replies of one TopBMS pack."""

from topbms.dialects import dialect
from topbms.model.alarms import AlarmReport
from topbms.model.reading import Analog, Product
from topbms.protocol.frame import parse

ANALOG_REQUEST = b"~21014642E00201FD34\r"
ANALOG_REPLY = (
    b"~52014600408401100D120D150D0F0D0D0D130D160D150D210D130D130D130D130D100D160D170D23"
    b"06003D003E003E003E003B003B018014EE33B3063A9800025864000000000000E20A\r"
)
ALARM_REQUEST = b"~21014644E00201FD32\r"
ALARM_REPLY = (
    b"~52014600F05C01100000000000000000000000000000000006000000000000000000000F0000000000A300000000000000000000EC0E\r"
)


class CapturedPack:
    """Pack 1 at rest, for ever. `lived` is how much time was let pass."""

    address = 1

    def __init__(self) -> None:
        self.lived = 0.0

    def advance(self, seconds: float) -> None:
        self.lived += seconds

    def analog(self) -> Analog:
        fragment = dialect("topbms").decode(parse(ANALOG_REPLY[1:-1])).packs[0]
        assert isinstance(fragment, Analog)
        return fragment

    def alarms(self) -> AlarmReport:
        fragment = dialect("topbms").decode(parse(ALARM_REPLY[1:-1])).packs[0]
        assert isinstance(fragment, AlarmReport)
        return fragment

    def product(self) -> Product:
        return Product(1, company="captured")
