"""What arrives of a battery's words when it is asked over the wire in the dialect topbms."""

from dataclasses import dataclass, field

from topbms.dialects import dialect
from topbms.dialects.contract import Battery
from topbms.model.alarms import AlarmReport
from topbms.model.reading import Analog, Fragment, Product
from topbms.protocol.frame import Frame

ANALOG, ALARMS, PRODUCT = 0x42, 0x44, 0xF1


@dataclass(frozen=True)
class Saying:
    """A battery that says just this."""

    said_analog: Analog = field(default_factory=lambda: Analog(1))
    said_alarms: AlarmReport = field(default_factory=lambda: AlarmReport(1))
    address: int = 1

    def analog(self) -> Analog:
        return self.said_analog

    def alarms(self) -> AlarmReport:
        return self.said_alarms

    def product(self) -> Product:
        return Product(self.address)


def heard(battery: Battery, command: int) -> Fragment:
    """Through the dialect's encoder, the frame, and its decoder."""
    asked = asking(command, battery.address)
    spoken = dialect("topbms")
    return spoken.decode(spoken.answer(asked, battery), asked).packs[0]


def asking(command: int, address: int) -> Frame:
    """The request of a command to a pack."""
    return Frame(0x21, address, 0x46, command, bytes((address,)))
