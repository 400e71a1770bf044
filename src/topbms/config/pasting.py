"""The config section of a link that was found, to paste into topbms.toml."""

import json
from collections.abc import Iterable, Iterator

from topbms.engine.findings import Findings
from topbms.model.words import Words


def link_section(words: Words, link_id: str, url: str, found: Findings) -> str:
    """TOML for one link with its packs, their lasting ids written out, and what they speak; empty where none was found.

    Where another master asks already, the link only listens.
    """
    numbers = found.heard.packs if found.is_busy else [reading.pack.address for reading in found.readings]
    if not numbers:
        return ""
    lines = ["[[link]]", f"id = {json.dumps(link_id)}", f"url = {json.dumps(url)}"]
    if found.baud != 9600:  # noqa: PLR2004 - the default of [[link]] baud
        lines.append(f"baud = {found.baud}")
    lines += _heard(found) if found.is_busy else _spoken(found)
    lines += _packs(numbers, link_id, words)
    return "\n".join(lines) + "\n"


def _heard(found: Findings) -> Iterator[str]:
    names = set(found.heard.packs.values())
    if len(names) == 1:
        yield f"dialect = {json.dumps(names.pop())}"
    yield "listen = true"


def _spoken(found: Findings) -> Iterator[str]:
    if found.spoken is not None:
        dialect, version = found.spoken.dialect, found.spoken.version
        yield f"dialect = {json.dumps(dialect.name)}"
        if version != dialect.request_versions[0]:
            yield f'version = "{version:02X}"'


def _packs(numbers: Iterable[int], link_id: str, words: Words) -> Iterator[str]:
    for number in numbers:
        name = words.say("Battery {number}", number=number)
        yield from ("[[link.pack]]", f"address = {number}", f"id = {json.dumps(f'{link_id}-{number}')}")
        yield f"name = {json.dumps(name, ensure_ascii=False)}"
