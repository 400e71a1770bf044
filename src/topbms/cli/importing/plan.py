"""From the old set-up to a config of ours: which port, which pack, which idx. Decides only; asks nobody.

A tty becomes the connection that makes it, or stays what it is. The pack asked on a tty gets the idx of the script
that reads this tty; where both are several, they are paired in their order.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count, repeat
from pathlib import Path

from topbms.cli.configuring.draft import Draft, DraftDomoticz, DraftLink, DraftPack
from topbms.cli.importing.oldsetup import OldSetup
from topbms.cli.importing.receivers import Receiver
from topbms.cli.importing.units import Bridge
from topbms.cli.speech import say, spoken
from topbms.dialects import chosen
from topbms.errors import ConfigError

_REAL = re.compile(r"/dev/(?:tty(?:USB|ACM|AMA|S|O|mxc)\d+|serial\d*(?:/.*)?)")

INTERVAL = 60.0
"""s. How often the old set-up asks, where no crontab tells."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The config to write, the old ttys of each of its links, and what had to be assumed or left out."""

    draft: Draft
    ttys: tuple[tuple[str, ...], ...]
    notes: tuple[ConfigError, ...]


@dataclass(frozen=True, slots=True)
class _Port:
    """One port: its URL, and the ttys and units that led to it."""

    url: str
    ttys: tuple[str, ...]
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Pack:
    """A pack of the old set-up: where, and the script that receives its values (None when no script does)."""

    port: _Port
    address: int
    receiver: Receiver | None


def plan(setup: OldSetup) -> Plan:
    """The config that goes on with what the old set-up did; raises ConfigError when no port can be told."""
    if not setup.ttys:
        raise ConfigError(
            "no file tells a port of a battery; name the folder of the old scripts, that of their units "
            "(/etc/systemd/system), and the crontab"
        )
    notes: list[ConfigError] = []
    ports = _ports(setup, notes)
    packs = [pack for port in ports for pack in _packs(port, setup, notes)]
    names = _names(packs)
    links = tuple(_link(i, port, setup, names) for i, port in enumerate(ports, 1))
    draft = Draft(spoken().language, links, _domoticz(setup, names, notes))
    return Plan(draft, tuple(port.ttys for port in ports), tuple(notes))


def interval_of(setup: OldSetup) -> float:
    """Seconds from one request of the old set-up to the next."""
    intervals = [entry.interval for crontab in setup.crontabs for entry in crontab.entries]
    return min((interval for interval in intervals if interval), default=INTERVAL)


def _ports(setup: OldSetup, notes: list[ConfigError]) -> list[_Port]:
    """The ports behind the ttys; two ttys may lead to one."""
    found: dict[str, _Port] = {}
    for tty in setup.ttys:
        bridge = _bridge(tty, setup.bridges, notes)
        url = bridge.url if bridge else tty
        key = url if bridge else str(Path(tty).resolve())
        known = found.get(key, _Port(url, (), ()))
        units = (*known.units, bridge.unit) if bridge and bridge.unit else known.units
        found[key] = _Port(known.url, (*known.ttys, tty), units)
    return list(found.values())


def _bridge(tty: str, bridges: Sequence[Bridge], notes: list[ConfigError]) -> Bridge | None:
    """What makes a tty; None for a real one."""
    making = [bridge for bridge in bridges if bridge.tty == tty]
    if not making and not _REAL.fullmatch(tty):
        notes.append(ConfigError("{tty} is taken for a real port: no unit was found that makes it", tty=tty))
    notes += [_made_twice(making[0], other) for other in making if other.url != making[0].url]
    return making[0] if making else None


def _made_twice(first: Bridge, other: Bridge) -> ConfigError:
    return ConfigError(
        "{tty} is made from {url} and from {other}; the first is taken", tty=first.tty, url=first.url, other=other.url
    )


def _packs(port: _Port, setup: OldSetup, notes: list[ConfigError]) -> list[_Pack]:
    addresses = list(dict.fromkeys(one.address for one in setup.asked if one.tty in port.ttys))
    receivers = [one for one in setup.receivers if one.tty in port.ttys]
    if receivers and not addresses:
        notes.append(ConfigError("{tty}: no request to a pack was found; address 1 is assumed", tty=port.ttys[0]))
        addresses = [1]
    notes += [
        ConfigError("{path}: no pack is left for it on {tty}; left out", path=one.name, tty=one.tty)
        for one in receivers[len(addresses) :]
    ]
    partners = chain(receivers, repeat(None))
    return [_Pack(port, address, receiver) for address, receiver in zip(addresses, partners, strict=False)]


def _names(packs: Sequence[_Pack]) -> dict[_Pack, DraftPack]:
    """Packs by the number of their script, as in domoticz_bat2.sh; the others take what numbers are left."""
    wanted: dict[int, _Pack] = {}
    for pack in packs:
        if pack.receiver is not None and pack.receiver.number is not None:
            wanted.setdefault(pack.receiver.number, pack)
    numbers = {pack: number for number, pack in wanted.items()}
    free = (number for number in count(1) if number not in wanted)
    return {pack: _named(pack, numbers[pack] if pack in numbers else next(free)) for pack in packs}


def _named(pack: _Pack, number: int) -> DraftPack:
    return DraftPack(pack.address, f"battery{number}", say("Battery {number}", number=number))


def _link(number: int, port: _Port, setup: OldSetup, names: Mapping[_Pack, DraftPack]) -> DraftLink:
    return DraftLink(
        id=f"link{number}",
        url=port.url,
        packs=tuple(name for pack, name in names.items() if pack.port == port),
        version=_version(port, setup),
        comment=say("until now {ttys} ({units})", ttys=", ".join(port.ttys), units=", ".join(port.units))
        if port.units
        else "",
    )


def _version(port: _Port, setup: OldSetup) -> str | None:
    """VER of the old requests, where it is not what we would send anyway."""
    versions = {one.version for one in setup.asked if one.tty in port.ttys} - {chosen("auto").request_versions[0]}
    return f"{versions.pop():02X}" if versions else None


def _domoticz(setup: OldSetup, names: Mapping[_Pack, DraftPack], notes: list[ConfigError]) -> DraftDomoticz | None:
    urls = [one.url for one in setup.receivers if one.url]
    if not urls:
        return None
    idx: dict[str, dict[str, int]] = {}
    taken: dict[int, str] = {}
    for pack, name in names.items():
        kept = dict(_kept(pack.receiver, urls[0], taken, notes)) if pack.receiver else {}
        if kept:
            idx[name.id] = kept
    return DraftDomoticz(urls[0], interval_of(setup), idx)


def _kept(receiver: Receiver, url: str, taken: dict[int, str], notes: list[ConfigError]) -> Iterator[tuple[str, int]]:
    """The idx of a script that no other has: a copied script often keeps those of its model."""
    if receiver.url not in {url, None}:
        notes.append(
            ConfigError("{path}: its idx are not of the Domoticz at {url}; left out", path=receiver.name, url=url)
        )
        return
    for quantity, number in receiver.idx:
        if number in taken:
            notes.append(
                ConfigError(
                    "{path}: idx {idx} is in {other} already; left out",
                    path=receiver.name,
                    idx=number,
                    other=taken[number],
                )
            )
            continue
        taken[number] = receiver.name
        yield quantity, number
