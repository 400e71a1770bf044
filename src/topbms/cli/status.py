"""`topbms status`: asks the running gateway how it is."""

from typing import Annotated

import typer
from rich.console import Console

from topbms.cli.asking.gateway import status
from topbms.cli.asking.page import status_page
from topbms.cli.options import ConfigOption, JsonOption
from topbms.cli.speech import speak, spoken
from topbms.config import load
from topbms.web.status import document
from topbms.web.view import problems


def command(
    as_json: JsonOption = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing; the exit code says it.")] = False,
    config: ConfigOption = None,
) -> None:
    """Say how the running gateway is: links, packs, targets, history. Exit code 1 if anything is not well."""
    loaded = load(config)
    speak(loaded.settings.language)
    found = status(loaded)
    if as_json:
        print(document(found, spoken()))
    elif not quiet:
        Console().print(status_page(found))
    raise typer.Exit(1 if found.overdue or problems(found.snapshot, found.health, spoken()) else 0)
