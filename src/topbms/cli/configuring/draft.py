"""A config that is to be written, and its text: TOML with a comment beside whatever a reader may want to change.

Knows the names of the settings; whether the text can be used, `topbms.config` decides. Comments are in the language
of the command line.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from topbms.cli.speech import say
from topbms.settings import duration

_EXAMPLE = "socket://192.168.1.20:8899"


@dataclass(frozen=True, slots=True)
class DraftPack:
    """One pack: its address on the line, its lasting id, the name that is shown."""

    address: int
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class DraftLink:
    """One port; without packs they are looked for. `version` is VER of the requests, None for the dialect's own."""

    id: str
    url: str
    packs: tuple[DraftPack, ...] = ()
    version: str | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class DraftDomoticz:
    """Where values go: `idx` by pack id and quantity; `interval` in seconds."""

    url: str
    interval: float = 60.0
    idx: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DraftWeb:
    """The page in the network: where it listens, and its password as it is kept."""

    listen: str
    password_hash: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A whole config; `domoticz` None leaves that section to the reader, `web` None the page to this machine."""

    language: str
    links: tuple[DraftLink, ...] = ()
    domoticz: DraftDomoticz | None = None
    web: DraftWeb | None = None


def text_of(draft: Draft) -> str:
    """The file's text; every block of it with an empty line behind."""
    blocks = [_head(draft), *(_link(link) for link in draft.links)]
    if not draft.links:
        blocks.append(_link_to_fill_in())
    blocks.append(_web(draft.web))
    blocks.append(_domoticz(draft.domoticz) if draft.domoticz else _domoticz_to_fill_in())
    return "\n".join("".join(line + "\n" for line in block) for block in blocks)


def quoted(text: str) -> str:
    """A text as TOML writes it; what JSON writes is nearly that."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _head(draft: Draft) -> Iterator[str]:
    yield _comment(say("Settings of topbms. What is not written here has its default."))
    yield _comment(say("After a change: topbms config check. All settings: topbms config schema."))
    yield ""
    yield f"language = {quoted(draft.language)}"
    yield ""
    yield "[poll]"
    yield f'interval = "10s"  {_comment(say("time between two readings of a pack"))}'


def _link(link: DraftLink) -> Iterator[str]:
    yield "[[link]]"
    if link.comment:
        yield _comment(link.comment)
    yield f"id = {quoted(link.id)}"
    yield f"url = {quoted(link.url)}"
    if link.version:
        yield f"version = {quoted(link.version)}"
    if not link.packs:
        yield f'packs = "auto"  {_comment(say("looked for at addresses 1 to 16; their ids: {id}-1 …", id=link.id))}'
    for pack in link.packs:
        yield "[[link.pack]]"
        yield f"address = {pack.address}"
        yield f"id = {quoted(pack.id)}  {_comment(say('keys history and devices: never change it'))}"
        yield f"name = {quoted(pack.name)}  {_comment(say('is only shown: change it as you like'))}"


def _link_to_fill_in() -> Iterator[str]:
    yield _comment(say("The port of your battery is missing: topbms scan shows what there is."))
    yield "# [[link]]"
    yield '# id = "link1"'
    yield f"# url = {quoted(_EXAMPLE)}  {_comment(say('or /dev/serial/by-id/…, rfc2217://HOST:PORT'))}"
    yield '# packs = "auto"'


def _web(web: DraftWeb | None) -> Iterator[str]:
    """The page; its comments have lines of their own, because `topbms config password` changes the settings."""
    if web is None:
        yield _comment(say("The page is for this machine only; for others: topbms config password --network"))
        yield "[web]"
        yield f"listen = {quoted('127.0.0.1:8765')}"
        return
    yield _comment(say("The page is for every machine of the network; another password: topbms config password"))
    yield "[web]"
    yield f"listen = {quoted(web.listen)}"
    yield f"password_hash = {quoted(web.password_hash)}"


def _domoticz(domoticz: DraftDomoticz) -> Iterator[str]:
    yield "[domoticz]"
    yield f"url = {quoted(domoticz.url)}"
    yield f"interval = {quoted(duration(domoticz.interval))}  {_comment(say('alarms go at once'))}"
    yield _comment(say("Only if Domoticz asks for a login:"))
    yield from _login()
    for pack, numbers in domoticz.idx.items():
        yield ""
        yield f"[domoticz.idx.{pack}]  {_comment(say('devices that exist already and are kept'))}"
        yield from (f"{quantity} = {number}" for quantity, number in numbers.items())


def _domoticz_to_fill_in() -> Iterator[str]:
    yield _comment(say("To send values to Domoticz, take the # away; then: topbms domoticz setup"))
    yield "# [domoticz]"
    yield '# url = "http://192.168.1.10:8080"'
    yield from _login()


def _login() -> Iterator[str]:
    yield '# user = "gateway"'
    yield '# password_file = "/etc/topbms/domoticz"'


def _comment(text: str) -> str:
    """A comment in one line, without the characters that TOML forbids there."""
    return "# " + "".join(character for character in " ".join(text.split()) if character.isprintable())
