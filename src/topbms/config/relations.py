"""What must fit together across the config's values: ids, ports, addresses, names of packs. Pure but for symlinks."""

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path

from topbms.config.places import shown_key, written
from topbms.config.sections import Config, pack_id
from topbms.dialects import dialects
from topbms.dialects.numbers import USUAL, highest_number
from topbms.engine.discovery import ADDRESSES
from topbms.engine.placing import place_of
from topbms.engine.settings import LinkSettings
from topbms.errors import ConfigError, one_line
from topbms.settings import duration
from topbms.settings.endpoint import Address
from topbms.transport.connection import check_url, same_port, shown

BANK = "bank"
"""What sinks call all packs together; no pack may have that id."""

GATEWAY = "gateway"
"""What they call the gateway itself; the same."""

_LONGEST_KEPT = 36_500 * 86_400.0
"""s. A hundred years, which stands for ever."""

_UNSEEN = ConfigError("there is a character in it that cannot be seen; type it anew")
_TAKEN = "{path}: {value} is taken by {other}; each needs its own"
_SAME_PORT = "{path}: {value} is the port of {other} too; packs on one port belong to one [[link]]"


def contradictions(settings: Config) -> Iterator[ConfigError]:
    """Each value that does not fit the others, as one line with its path."""
    links = settings.link
    yield from _twice(_TAKEN, [(f"link[{i}].id", link.id, link.id) for i, link in enumerate(links, 1)])
    for link in links:
        yield from _of_link(link)
    usable = [link for link in links if _fault_of_url(link.url) is None]
    yield from _twice(_SAME_PORT, [(f"link[{link.id}].url", same_port(link.url), shown(link.url)) for link in usable])
    yield from _twice(
        _TAKEN, [(f"link[{link.id}].share", _shared_port(link.share), link.share) for link in links if link.share]
    )
    yield from _own_shares(usable)
    yield from _pack_ids(links)
    yield from _idx(settings)
    yield from _objections(settings)
    yield from _kept(settings)
    yield from _unseen(settings)


def _of_link(link: LinkSettings) -> Iterator[ConfigError]:
    place = f"link[{link.id}]"
    fault = _fault_of_url(link.url)
    if fault is not None:
        yield ConfigError("{path}: {problem}", path=f"{place}.url", problem=fault)
    known = ("auto", *dialects())
    if link.dialect not in known:
        yield ConfigError(
            "{path}: {value!r} is no known dialect; known are {known}",
            path=f"{place}.dialect",
            value=link.dialect,
            known=", ".join(known),
        )
    if link.pack and link.packs:
        yield ConfigError(
            '{path} = "auto" and a list of [[link.pack]] exclude each other; keep one', path=f"{place}.packs"
        )
    yield from _too_high(link, place)
    addresses = [(f"{place}.pack[{i}].address", str(pack.address), pack.address) for i, pack in enumerate(link.pack, 1)]
    yield from _twice(_TAKEN, addresses)


def _too_high(link: LinkSettings, place: str) -> Iterator[ConfigError]:
    """Numbers of packs that a dialect does not have, or nobody knows whether it has."""
    highest = highest_number(dialects().get(link.dialect))
    for i, pack in enumerate(link.pack, 1):
        if pack.address > highest:
            yield ConfigError(
                "{path}: packs have numbers up to {highest}, not {value}; only those of dialect {grouped} go further, "
                "and it must be named",
                path=f"{place}.pack[{i}].address",
                highest=highest,
                value=pack.address,
                grouped=", ".join(name for name, known in dialects().items() if highest_number(known) > USUAL),
            )


def _fault_of_url(url: str) -> ConfigError | None:
    if not url.isprintable():
        return _UNSEEN
    try:
        check_url(url)
    except ConfigError as error:
        return error
    return None


def _own_shares(links: Sequence[LinkSettings]) -> Iterator[ConfigError]:
    """Links that would read packs through this very gateway."""
    shared = {_shared_port(link.share): f"link[{link.id}].share" for link in links if link.share}
    for link in links:
        share = shared.get(same_port(link.url))
        if share is not None:
            yield ConfigError(
                "{path}: {url} is {share} of this gateway; name the port that the packs are on",
                path=f"link[{link.id}].url",
                url=shown(link.url),
                share=share,
            )


def _shared_port(share: str) -> str:
    """By what `same_port` knows a place where a line is shared."""
    place = place_of(share)
    return same_port(f"socket://{share}" if isinstance(place, Address) else str(place))


def _pack_ids(links: Iterable[LinkSettings]) -> Iterator[ConfigError]:
    entries = [
        (f"link[{i}].pack[{j}].id", pack_id(link, pack))
        for i, link in enumerate(links, 1)
        for j, pack in enumerate(link.pack, 1)
    ]
    yield from _twice(_TAKEN, [(path, name, name) for path, name in entries])
    for path, name in entries:
        if name == BANK:
            yield ConfigError(
                "{path}: {value} is the name of all packs together; choose another", path=path, value=name
            )
        if name == GATEWAY:
            yield ConfigError(
                "{path}: {value} is the name of the gateway itself; choose another", path=path, value=name
            )


def _idx(settings: Config) -> Iterator[ConfigError]:
    known = [name for link in settings.link for name in _ids(link)]
    for sink, section in settings.sinks():
        for name in getattr(section, "idx", {}):
            if name not in (*known, BANK, GATEWAY):
                yield _unknown_pack(f"{sink}.idx.{shown_key(name)}", name, known)


def _objections(settings: Config) -> Iterator[ConfigError]:
    """What a sink has against the names of the site and the packs."""
    names = [name for link in settings.link for name in _ids(link)]
    for _, section in settings.sinks():
        object_to = getattr(section, "objections", None)
        if object_to is not None:
            yield from object_to(settings.site, names)


def _ids(link: LinkSettings) -> list[str]:
    """The ids of a link's packs; where packs are looked for, those that they may get."""
    if link.pack:
        return [pack_id(link, pack) for pack in link.pack]
    return [f"{link.id}-{address}" for address in ADDRESSES]


def _kept(settings: Config) -> Iterator[ConfigError]:
    """Retentions that are longer than any battery lives are a slip, such as a number with the wrong unit."""
    for key in ("raw", "minutes"):
        kept = getattr(settings.history, key)
        if kept > _LONGEST_KEPT:
            yield ConfigError(
                "{path} must be at most {le}, not {value}",
                path=f"history.{key}",
                le=duration(_LONGEST_KEPT),
                value=written(duration(kept), ()),
            )


def _unseen(settings: Config) -> Iterator[ConfigError]:
    """Names and paths with characters that would steer a terminal, or that no file's name may have."""
    texts = [
        (f"link[{link.id}].pack[{i}].name", pack.name or "")
        for link in settings.link
        for i, pack in enumerate(link.pack, 1)
    ]
    for name, section in (("history", settings.history), ("web", settings.web), *settings.sinks()):
        texts += [(f"{name}.{key}", str(value)) for key, value in section if isinstance(value, Path)]
    for path, text in texts:
        if one_line(text) != text:
            yield ConfigError("{path}: {problem}", path=path, problem=_UNSEEN)


def _unknown_pack(path: str, name: str, known: list[str]) -> ConfigError:
    close = get_close_matches(name, known, n=1)
    if close:
        return ConfigError("{path} names no pack; did you mean {close}?", path=path, close=close[0])
    return ConfigError("{path} names no pack; packs are {known}", path=path, known=", ".join(known) or "-")


def _twice(template: str, entries: Iterable[tuple[str, str, object]]) -> Iterator[ConfigError]:
    """One error for each entry (path, what must differ, how it is shown) that an earlier one has too."""
    first: dict[str, str] = {}
    for path, key, value in entries:
        if key in first:
            yield ConfigError(template, path=path, value=value, other=first[key])
        first.setdefault(key, path)
