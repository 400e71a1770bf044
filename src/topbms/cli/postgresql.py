"""`topbms postgresql setup`: has the tables made or migrated, and the role that the gateway writes as."""

import asyncio
import os
import sys
from typing import Annotated

import typer

from topbms.cli import hidden
from topbms.cli.options import ConfigOption
from topbms.cli.speech import say, speak, spoken
from topbms.config import Loaded, load
from topbms.errors import ConfigError
from topbms.sinks.postgresql import missing_extra
from topbms.sinks.postgresql.password import made_password, password_of, write_password
from topbms.sinks.postgresql.settings import Settings

group = typer.Typer(help="PostgreSQL.")


@group.command()
def setup(
    config: ConfigOption = None,
    user: Annotated[
        str | None,
        typer.Option("--user", "-u", help="The database's owner, who may create roles; the password is asked for."),
    ] = None,
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read that password from stdin, the first line.")
    ] = False,
    new_password: Annotated[
        bool, typer.Option("--new-password", help="Give the gateway's role the config's password, or a new one.")
    ] = False,
    release: Annotated[
        bool, typer.Option("--release", help="Free this config's site name, for a gateway with a new history.")
    ] = False,
) -> None:
    """Make or migrate the tables, and the role that may only insert; run it as often as you like."""
    loaded = load(config)
    speak(loaded.settings.language)
    settings = getattr(loaded.settings, "postgresql", None)
    if not isinstance(settings, Settings):
        raise ConfigError("{path} has no [postgresql] section; add one with its url", path=loaded.path)
    question = say("Password of PostgreSQL role {user}", user=user)
    password = None if user is None else hidden.password(question, from_stdin=password_stdin)
    released = loaded.settings.site if release else None
    _set_up(loaded, settings, (user, password), is_new=new_password, released=released)


def _set_up(
    loaded: Loaded, settings: Settings, owner: tuple[str | None, str | None], *, is_new: bool, released: str | None
) -> None:
    try:
        from topbms.sinks.postgresql.setup import Owner, Wish, prove  # noqa: PLC0415 -- an extra, not everybody's
        from topbms.sinks.postgresql.setup import setup as set_up  # noqa: PLC0415 -- the same
    except ImportError as error:
        raise missing_extra(error) from error
    given = _given(settings)
    password = given or made_password()
    result = asyncio.run(set_up(settings, Owner(*owner), Wish(password, is_new, released), spoken()))
    for line in result.changes or [say("nothing to do: all of it was there already")]:
        print(line)
    for line in result.warnings:
        print(line, file=sys.stderr)
    if result.has_given_password and given is None:
        _hand_over(loaded, settings, password)
    if result.has_given_password or given is not None:
        asyncio.run(prove(settings, password))


def _given(settings: Settings) -> str | None:
    """The password of the config; None where it has none yet."""
    file = settings.password_file
    return None if file is not None and not file.exists() else password_of(settings)


def _hand_over(loaded: Loaded, settings: Settings, password: str) -> None:
    """Put a new password where the config wants it, or show it this once."""
    if settings.password_file is None:
        print(say("password of {role}, shown this once: {password}", role=settings.user, password=password))
        print(say("keep it in a file that only the gateway reads, and name that in [postgresql] as password_file"))
        return
    write_password(settings.password_file, password, _reader(loaded))
    print(say("password of {role}: written to {file}", role=settings.user, file=settings.password_file))


def _reader(loaded: Loaded) -> tuple[int, int] | None:
    """User and group that the gateway runs as, for root: those of the state folder; None for ourselves."""
    try:
        found = loaded.state.stat()
    except OSError:  # the service is not installed yet
        return None
    return (found.st_uid, found.st_gid) if os.geteuid() == 0 else None
