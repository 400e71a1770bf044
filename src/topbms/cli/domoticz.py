"""`topbms domoticz setup`: finds out what each pack reports, and has Domoticz' devices made for it."""

import asyncio
import sys
from typing import Annotated

import typer

from topbms.cli import hidden
from topbms.cli.options import ConfigOption
from topbms.cli.speech import say, speak, spoken, told
from topbms.cli.surveying.beside import Beside
from topbms.cli.surveying.owner import act_as_owner_of
from topbms.cli.surveying.survey import survey
from topbms.config import Loaded, load
from topbms.errors import ConfigError, LinkError
from topbms.sinks import Site
from topbms.sinks.domoticz.settings import Settings
from topbms.sinks.domoticz.setup import SetupResult
from topbms.sinks.domoticz.setup import setup as set_up

group = typer.Typer(help="Domoticz.")

_OWNER = "domoticz"


@group.command()
def setup(
    config: ConfigOption = None,
    user: Annotated[
        str | None, typer.Option("--user", "-u", help="A Domoticz administrator; the password is asked for.")
    ] = None,
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read that password from stdin, the first line.")
    ] = False,
) -> None:
    """Make the devices that are missing in Domoticz; run it as often as you like."""
    loaded = load(config)
    speak(loaded.settings.language)
    settings = getattr(loaded.settings, _OWNER, None)
    if not isinstance(settings, Settings):
        raise ConfigError("{path} has no [domoticz] section; add one with its url", path=loaded.path)
    if not loaded.settings.link:
        raise ConfigError("{path}: no [[link]], so there is nothing to make devices for", path=loaded.path)
    admin = _admin(user, from_stdin=password_stdin)
    act_as_owner_of(loaded.state)
    result = asyncio.run(_set_up(loaded, settings, admin))
    _tell(result, settings)
    if result.unfit:
        raise typer.Exit(1)


def _admin(user: str | None, *, from_stdin: bool) -> tuple[str, str] | None:
    """User and password; None where the config's own are meant."""
    if user:
        return user, hidden.password(say("Password of Domoticz user {user}", user=user), from_stdin=from_stdin)
    if user is not None or from_stdin:
        raise ConfigError("--user is missing: name the administrator whose password this is")
    return None


async def _set_up(loaded: Loaded, settings: Settings, admin: tuple[str, str] | None) -> SetupResult:
    history = Beside(loaded.settings.history.path, _OWNER)
    found = await survey(loaded, history.newest(), _tell_fault)
    if not found.readings:
        raise LinkError(
            "no pack has been read, so it is not known which devices it needs; try again when one answers, "
            "or wait for the running gateway's first reading"
        )
    site = Site(loaded.settings.site, found.packs, spoken(), history.recall, history.remember)
    return await set_up(settings, site, admin=admin, say=print, snapshot=found.snapshot())


def _tell_fault(fault: LinkError) -> None:
    print(told(fault), file=sys.stderr)


def _tell(result: SetupResult, settings: Settings) -> None:
    for key in result.found:
        print(say("{key}: was there already", key=key))
    for key in result.given:
        print(say("{key}: your idx {idx}", key=key, idx=settings.given[key]))
