"""What a scan says of a port, in a language: for the terminal and for the page. Pure; knows no port and no screen."""

from collections.abc import Iterator

from topbms.dialects.proof import unproven
from topbms.engine.findings import Findings, Heard, Misfit, is_damage
from topbms.engine.ports import Port
from topbms.engine.portscan import Asking, Listening, Step
from topbms.engine.recognition import Spoken, UndecidedError
from topbms.errors import ReplyError, worded
from topbms.model.quantities import QUANTITIES
from topbms.model.reading import PackReading
from topbms.model.words import Words
from topbms.model.words.notation import number


def note(port: Port, words: Words) -> str:
    """Why a port is none of a battery's; empty where nothing speaks against it."""
    return words.say("a {radio} stick, no battery: leave it alone", radio=port.radio) if port.radio else ""


def doing(step: Step, found: Findings, words: Words) -> str:
    """What is going on."""
    if isinstance(step, Listening):
        return words.say("{port}: listening for {seconds:.0f} s", port=found.port, seconds=step.seconds)
    if isinstance(step, Asking):
        return words.say("asking in every known dialect at {baud} baud", baud=found.baud)
    return words.say("asking addresses")


def pack(reading: PackReading, words: Words) -> str:
    """One pack that answers, by what it reports of cells, voltage and state of charge."""
    cells = reading.values.get("cell_voltages")
    known = [words.say("{count} cells", count=len(cells))] if isinstance(cells, tuple) else []
    for key in ("voltage", "soc"):
        value = reading.number(key)
        known += [] if value is None else [number(QUANTITIES[key], value, words.language)]
    return words.say("Pack {address}: {values}", address=reading.pack.address, values=", ".join(known))


def verdict(found: Findings, words: Words) -> str:
    """The whole in a sentence: how many answer, or what to look at when nobody does."""
    if found.is_busy:
        return _master(found, words)
    if found.readings:
        return _answering(found, words)
    if found.is_answered:
        return words.say("{port}: somebody answers, but no pack could be read.", port=found.port)
    if not found.is_asked:
        return words.say("{port}: nobody was asked yet.", port=found.port)
    bauds = ", ".join(map(str, found.bauds[: _tried(found)]))
    return words.say(
        "{port}: nobody answers at {baud} baud. Check that the pack is on, the cable is in its RS232 port (RJ11), "
        "TX and RX are not swapped, and a converter is set to {usual} 8N1.",
        port=found.port,
        baud=bauds,
        usual=found.bauds[0],
    )


def reasons(found: Findings, words: Words) -> Iterator[str]:
    """How sure that is and why, and what does not fit; a line each."""
    yield from _heard(found, words)
    if found.spoken is not None:
        yield from _sure(found, found.spoken, words)
    elif found.echoes and not found.is_answered:
        yield words.say("What is sent comes back at once: the adapter echoes, or its TX and RX touch each other.")
    else:
        yield from (_doubt(misfit, words) for misfit in found.misfits)


def stopped(port: str, words: Words) -> str:
    """The scan was ended before its time."""
    return words.say("{port}: stopped early; what was found until then:", port=port)


def _master(found: Findings, words: Words) -> str:
    addresses = sorted({frame.address for frame in found.heard.frames})
    return words.say(
        "{port}: somebody already talks here ({count} frames heard, addresses {addresses}): an inverter, a master "
        "pack or another program. Two masters garble each other, so nothing was sent.",
        port=found.port,
        count=len(found.heard.frames),
        addresses=", ".join(map(str, addresses)),
        places=len(addresses),
    )


def _answering(found: Findings, words: Words) -> str:
    count = len(found.readings)
    if found.spoken is None or found.spoken.dialect.name == "topbms":
        return words.say("{port}: {count} TopBMS packs answer.", port=found.port, count=count)
    name = found.spoken.dialect.name
    return words.say("{port}: {count} packs answer in dialect {dialect}.", port=found.port, count=count, dialect=name)


def _tried(found: Findings) -> int:
    """How many speeds were tried until now."""
    return found.bauds.index(found.baud) + 1


def _heard(found: Findings, words: Words) -> Iterator[str]:
    """What was heard before anybody was asked."""
    if found.is_busy:
        yield _overheard(found.heard, words)
    count = found.heard.noise + found.heard.damaged
    if count:
        yield words.say(
            "{port}: {count} bytes were heard that are no frames: is the baud rate right, are A and B swapped?",
            port=found.port,
            count=count,
        )


def _overheard(heard: Heard, words: Words) -> str:
    if heard.is_one_sided:
        return words.say(
            "How sure: of a master, not of its packs (dialect {dialect}). Only replies are heard here, not what is "
            "asked, and listen = true needs both.",
            dialect=", ".join(heard.dialects) or "?",
        )
    if not heard.packs:
        return words.say(
            "How sure: of a master, not of its packs. No request and reply that follow each other were understood; "
            "listen = true on the link goes on listening."
        )
    names = ", ".join(sorted(set(heard.packs.values())))
    return words.say(
        "How sure: sure, by listening. Replies of packs {packs} fit dialect {dialect} and no other, each to the "
        "request heard before it; listen = true on the link reads along.",
        packs=", ".join(map(str, heard.packs)),
        dialect=names,
        count=len(heard.packs),
    )


def _sure(found: Findings, spoken: Spoken, words: Words) -> Iterator[str]:
    """By what the packs were asked, and by how many of their answers fit."""
    yield _grade(found, spoken, words)
    for address, trouble in found.troubles.items():
        is_read = address in [reading.pack.address for reading in found.readings]
        yield _trouble(address, trouble, words, is_read=is_read)
    kinds = unproven(spoken.dialect)
    if kinds and found.readings:
        yield words.say(
            "Unproven in dialect {dialect}: {kinds}, which no captured frame has shown yet. Compare them with the "
            "pack's own display.",
            dialect=spoken.dialect.name,
            kinds=", ".join(words.say(kind) for kind in kinds),
        )


def _grade(found: Findings, spoken: Spoken, words: Words) -> str:
    values = {
        "dialect": spoken.dialect.name,
        "count": found.fitting,
        "asked": f"{spoken.version:02X}",
        "answered": ", ".join(f"{version:02X}" for version in found.versions),
    }
    if not found.readings:
        return words.say(
            "How sure: hardly. Nothing was read of what answers to dialect {dialect}, asked with VER {asked}.", **values
        )
    if found.unfitting:
        return words.say(
            "How sure: fairly. {count} replies fit dialect {dialect} to the last byte, {others} did not (asked with "
            "VER {asked}, answered with VER {answered}).",
            others=found.unfitting,
            **values,
        )
    rivals = found.rivals
    if rivals:
        return words.say(
            "How sure: undecided. {count} replies fit dialect {dialect} to the last byte, but fit {rivals} as well; "
            "see which one shows what the pack's display shows.",
            rivals=", ".join(rivals),
            **values,
        )
    return words.say(
        "How sure: sure. {count} replies, which all fit dialect {dialect} to the last byte, asked with VER {asked}, "
        "answered with VER {answered}; no other known dialect fits.",
        **values,
    )


def _trouble(address: int, trouble: Misfit, words: Words, *, is_read: bool) -> str:
    reason = worded(trouble, words)
    if is_read:
        return words.say(
            "Pack {address}: some of its answers could not be read: {reason}", address=address, reason=reason
        )
    return words.say("Pack {address} answers, but cannot be read: {reason}", address=address, reason=reason)


def _doubt(misfit: Misfit, words: Words) -> str:
    """What an answer shows that fits no dialect, or more than one."""
    if isinstance(misfit, UndecidedError):
        return words.say(
            "How sure: undecided. An answer fits more than one dialect: {names}. Read in each of them, and see which "
            "one shows what the pack's display shows.",
            names=misfit.names,
        )
    reason = worded(misfit, words)
    if is_damage(misfit):
        return words.say(
            "How sure: of a sound on the wire, not of a battery. What comes back is no whole frame ({reason}): is the "
            "baud rate right, are A and B swapped?",
            reason=reason,
        )
    if isinstance(misfit, ReplyError) and misfit.code is not None:
        return words.say(
            "How sure: of a BMS of this family, not of its dialect. Its frames are whole, and it refuses: {reason}",
            reason=reason,
        )
    return words.say(
        "How sure: of a BMS of this family, of none that is known. Something answers that fits no known dialect: "
        "{reason}",
        reason=reason,
    )
