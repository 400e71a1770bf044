"""What a scan says of a port, in a language: for the terminal and for the page. Pure; knows no port and no screen."""

from collections.abc import Sequence

from topbms.engine.ports import Port
from topbms.engine.recognition import Spoken
from topbms.engine.scan import Heard
from topbms.errors import TopbmsError, worded
from topbms.model.quantities import QUANTITIES
from topbms.model.reading import PackReading
from topbms.model.words import Words
from topbms.model.words.notation import number


def note(port: Port, words: Words) -> str:
    """Why a port is none of a battery's; empty where nothing speaks against it."""
    return words.say("a {radio} stick, no battery: leave it alone", radio=port.radio) if port.radio else ""


def listening(port: str, seconds: float, words: Words) -> str:
    """While nobody is asked yet."""
    return words.say("{port}: listening for {seconds:.0f} s", port=port, seconds=seconds)


def master(port: str, heard: Heard, words: Words) -> str:
    """Somebody else talks on the line."""
    addresses = sorted({frame.address for frame in heard.frames})
    return words.say(
        "{port}: somebody already talks here ({count} frames heard, addresses {addresses}): an inverter, a master "
        "pack or another program. Two masters garble each other, so nothing was sent; listen = true on the link "
        "reads along, --force asks all the same.",
        port=port,
        count=len(heard.frames),
        addresses=", ".join(map(str, addresses)),
        places=len(addresses),
    )


def noise(port: str, heard: Heard, words: Words) -> str:
    """Bytes were heard, and no frames; empty for silence."""
    count = heard.noise + heard.damaged
    if not count:
        return ""
    return words.say(
        "{port}: {count} bytes were heard that are no frames: is the baud rate right, are A and B swapped?",
        port=port,
        count=count,
    )


def found(reading: PackReading, words: Words) -> str:
    """One pack that answers."""
    cells = reading.values.get("cell_voltages")
    return words.say(
        "Pack {address}: {cells} cells, {voltage}, {soc}",
        address=reading.pack.address,
        cells=len(cells) if isinstance(cells, tuple) else 0,
        voltage=number(QUANTITIES["voltage"], reading.number("voltage"), words.language),
        soc=number(QUANTITIES["soc"], reading.number("soc"), words.language),
    )


def sure(spoken: Spoken, words: Words) -> str:
    """What they speak, and how that is known."""
    return words.say(
        "Dialect {dialect}, asked with VER {version}: the first answer fits it, and no other that is known.",
        dialect=spoken.dialect.name,
        version=f"{spoken.version:02X}",
    )


def asking(baud: int, words: Words) -> str:
    """While the dialect is not known yet."""
    return words.say("asking in every known dialect at {baud} baud", baud=baud)


def misfit(reason: TopbmsError, words: Words) -> str:
    """Somebody answers something that cannot be read."""
    return words.say("Something answers that fits no known dialect: {reason}", reason=worded(reason, words))


def stopped(port: str, words: Words) -> str:
    """The scan was ended before its time."""
    return words.say("{port}: stopped early; what was found until then:", port=port)


def verdict(port: str, baud: int, readings: Sequence[PackReading], words: Words, spoken: Spoken | None = None) -> str:
    """How many answer, or what to look at when nobody does."""
    if readings and spoken is not None and spoken.dialect.name != "topbms":
        template = "{port}: {count} packs answer in dialect {dialect}."
        return words.say(template, port=port, count=len(readings), dialect=spoken.dialect.name)
    if readings:
        return words.say("{port}: {count} TopBMS packs answer.", port=port, count=len(readings))
    return words.say(
        "{port}: nobody answers at {baud} baud. Check that the pack is on, the cable is in its RS232 port (RJ11), "
        "TX and RX are not swapped, and a converter is set to {baud} 8N1.",
        port=port,
        baud=baud,
    )
