"""The config section of a link that was found, to paste into topbms.toml."""

import json
from collections.abc import Iterable

from topbms.engine.recognition import Spoken
from topbms.model.reading import PackReading
from topbms.model.words import Words


def link_section(
    words: Words, link_id: str, url: str, baud: int, readings: Iterable[PackReading], spoken: Spoken
) -> str:
    """TOML for one link with its packs, their lasting ids written out, and what they speak."""
    lines = ["[[link]]", f"id = {json.dumps(link_id)}", f"url = {json.dumps(url)}"]
    if baud != 9600:  # noqa: PLR2004 - the default of [[link]] baud
        lines.append(f"baud = {baud}")
    lines.append(f"dialect = {json.dumps(spoken.dialect.name)}")
    if spoken.version != spoken.dialect.request_versions[0]:
        lines.append(f'version = "{spoken.version:02X}"')
    for reading in readings:
        name = words.say("Battery {number}", number=reading.pack.address)
        lines += ["[[link.pack]]", f"address = {reading.pack.address}", f"id = {json.dumps(reading.pack.id)}"]
        lines += [f"name = {json.dumps(name, ensure_ascii=False)}"]
    return "\n".join(lines) + "\n"
