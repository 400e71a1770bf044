"""The config section of a link that was found, to paste into topbms.toml."""

import json
from collections.abc import Iterable

from topbms.model.reading import PackReading
from topbms.model.words import Words


def link_section(
    words: Words, link_id: str, url: str, baud: int, readings: Iterable[PackReading], version: int | None = None
) -> str:
    """TOML for one link with its packs, their lasting ids written out; `version` as asked with, None for the usual."""
    lines = ["[[link]]", f"id = {json.dumps(link_id)}", f"url = {json.dumps(url)}"]
    if baud != 9600:  # noqa: PLR2004 - the default of [[link]] baud
        lines.append(f"baud = {baud}")
    if version is not None:
        lines.append(f'version = "{version:02X}"')
    for reading in readings:
        name = words.say("Battery {number}", number=reading.pack.address)
        lines += ["[[link.pack]]", f"address = {reading.pack.address}", f"id = {json.dumps(reading.pack.id)}"]
        lines += [f"name = {json.dumps(name, ensure_ascii=False)}"]
    return "\n".join(lines) + "\n"
