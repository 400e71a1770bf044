"""`topbms support`: one file with what somebody needs who is to find out what is wrong, and no secret in it."""

import json
from pathlib import Path
from typing import Annotated

import typer

from topbms.cli.keeping.target import refuse_own, replacing
from topbms.cli.options import ConfigOption
from topbms.cli.speech import say, speak
from topbms.cli.supporting.parts import parts
from topbms.config import load


def command(
    file: Annotated[Path, typer.Argument(help="The file to write, such as support.jsonl.")],
    config: ConfigOption = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Write versions, config without secrets, health, events, and each link's last frames, masked, into one file."""
    loaded = load(config)
    speak(loaded.settings.language)
    refuse_own(file, loaded)
    with replacing(file, force=force) as unfinished, unfinished.open("w", encoding="utf-8") as out:
        frames = 0
        for part in parts(loaded):
            out.write(json.dumps(part, ensure_ascii=False, allow_nan=False) + "\n")
            frames += "frame" in part
    print(say("{path} is written, frames in it: {count}; look at it before you share it", path=file, count=frames))
