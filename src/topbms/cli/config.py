"""`topbms config`: write a config, check it, describe it, or take it over from the old Bash scripts."""

import asyncio
import json
import re
import shlex
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from topbms.cli.configuring.access import (
    EVERYWHERE,
    put_password,
    put_token,
    refuse_file,
    reload_hint,
    speak_of,
    token_lines,
)
from topbms.cli.configuring.describing import description
from topbms.cli.configuring.draft import Draft, DraftLink, DraftPack, DraftWeb, text_of
from topbms.cli.configuring.passwords import new_password
from topbms.cli.configuring.saving import is_there, save
from topbms.cli.importing import farewell
from topbms.cli.importing.oldsetup import OldSetup, read_setup
from topbms.cli.importing.plan import Plan, plan
from topbms.cli.importing.probe import probed_domoticz, probed_links
from topbms.cli.options import ConfigOption
from topbms.cli.speech import say, speak, spoken, told
from topbms.config import BadConfigError, Config, Loaded, find, load, parse, schema
from topbms.config.checking import unreadable
from topbms.engine.ports import ports
from topbms.errors import ConfigError
from topbms.transport.connection import check_url
from topbms.web.safe.password import kept

group = typer.Typer(help="Write, check or describe a config, or take over the settings of the old scripts.")

_HERE = Path("topbms.toml")
_NAME = re.compile(r"[A-Za-z0-9_-]{1,40}")
_YES = {"y", "o", "j"}
"""What yes begins with: in French oui, too."""

_StdinOption = Annotated[
    bool, typer.Option("--password-stdin", help="Take the page's password from the first line of standard input.")
]

_SENT_AS = "Authorization: Bearer TOKEN"


@group.command("check")
def check(config: ConfigOption = None) -> None:
    """Say everything that is wrong with the config, else what it does."""
    try:
        loaded = load(config)
    except BadConfigError as error:
        speak(error.language or spoken().language)
        _tell(error.problems)
        raise typer.Exit(error.exit_code) from error
    speak(loaded.settings.language)
    _tell(loaded.warnings)
    _check_files(loaded)
    _print(description(loaded))


def _check_files(loaded: Loaded) -> None:
    """Read passwords and certificates as the gateway would; raises ConfigError for one that it could not."""
    for error in unreadable(loaded.settings):
        raise error


@group.command("schema")
def show_schema() -> None:
    """Print the JSON Schema of the config, for editors."""
    print(json.dumps(schema(), indent=2, ensure_ascii=False))


@group.command("init")
def init(
    path: Annotated[Path, typer.Argument(help="The file to write.")] = _HERE,
    port: Annotated[
        list[str] | None,
        typer.Option("--port", help="/dev/serial/by-id/…, socket://HOST:PORT, rfc2217://HOST:PORT; may be repeated."),
    ] = None,
    packs: Annotated[
        int | None, typer.Option("--packs", min=1, max=16, help="Packs on each port; default: look for them.")
    ] = None,
    network: Annotated[
        bool | None,
        typer.Option("--network/--no-network", help="Whether other machines see the page, with a password."),
    ] = None,
    password_stdin: _StdinOption = False,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Write a config with comments; asks for the port, and who may see the page, only in a terminal."""
    if not force and is_there(path):
        raise ConfigError("{path} exists already and is left as it is; replace it with --force", path=path)
    urls = [check_url(url) for url in port or _asked_port()]
    web = _web(from_stdin=password_stdin) if password_stdin or _asked_network(network) else None
    text = text_of(Draft(spoken().language, tuple(_links(urls, packs or 0)), web=web))
    parse(tomllib.loads(text))
    save(path, text, replace=force)
    print(say("{path} is written. Check it after a change: topbms config check --config {path}", path=path))
    if not urls:
        print(say("The port of your battery is missing: topbms scan shows what there is."))
    if web is not None:
        print(say("The page is for your whole network: topbms run says at which address."))


@group.command("password")
def password(
    config: ConfigOption = None,
    network: Annotated[bool, typer.Option("--network", help="Also have other machines reach the page.")] = False,
    password_stdin: _StdinOption = False,
    show: Annotated[
        bool, typer.Option("--print", help="Print the line for password_hash, and change nothing.")
    ] = False,
) -> None:
    """Set the password of the page; the config keeps what it can be compared with, not the password."""
    path = None if show else find(config)
    if path is not None:
        speak_of(path)
        refuse_file(path)
    line = str(kept(new_password(from_stdin=password_stdin)))
    if path is None:
        print(line)
        return
    put_password(path, line, network=network)
    print(say("{path}: the password is set.", path=path))
    print(reload_hint())


@group.command("token")
def token(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What it is for, such as prometheus.")],
    config: ConfigOption = None,
    show: Annotated[
        bool, typer.Option("--print", help="Print the lines for the config too, and change nothing.")
    ] = False,
) -> None:
    """Make an API token for a program, which asks without the password; it is shown once."""
    if not _NAME.fullmatch(name):
        raise ConfigError("NAME must be 1 to 40 letters (without accents), digits, _ or -, not {name}", name=name)
    if show:
        _print(token_lines(name))
        return
    path = find(config)
    speak_of(path)
    print(put_token(path, name))
    print(say("It is shown this once, and is sent in this header: {header}", header=_SENT_AS), file=sys.stderr)
    print(reload_hint(), file=sys.stderr)


@group.command("import")
def import_(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH", help="The scripts, units and crontab, or folders of them.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="The config to write.")] = _HERE,
    no_probe: Annotated[bool, typer.Option("--no-probe", help="Try neither the ports nor Domoticz.")] = False,
) -> None:
    """Take over the settings of the old Bash scripts; says how to stop those, and how to bring them back."""
    if is_there(output):
        raise ConfigError("{path} exists already and is left as it is; name another file with -o", path=output)
    setup = read_setup(paths)
    _tell(setup.faults)
    planned = plan(setup)
    _tell(planned.notes)
    text = text_of(planned.draft)
    parse(tomllib.loads(text))
    save(output, text)
    print(say("{path} is written.", path=output))
    loaded = load(output)
    _print(description(loaded))
    if not no_probe:
        asyncio.run(_probe(planned, loaded.settings, setup.readers))
    _print(_farewell(setup, output))


def _asked_port() -> list[str]:
    """The port that the user names; none where nobody can be asked."""
    if not sys.stdin.isatty():
        return []
    for found in ports():
        radio = say("a {radio} stick, no battery: leave it alone", radio=found.radio) if found.radio else ""
        print(f"{found.path}  {radio or found.description}")
    answer: str = typer.prompt(say("Port of the battery (empty: later)"), default="", show_default=False)
    return [answer.strip()] if answer.strip() else []


def _asked_network(network: bool | None) -> bool:
    """Whether the page shall be seen from other machines; no, where nobody can be asked."""
    if network is not None or not sys.stdin.isatty():
        return bool(network)
    question = say("Shall other machines of your network see the page, with a password? (yes or no)")
    answer: str = typer.prompt(question, default=say("no"))
    return answer.strip().lower()[:1] in _YES


def _web(*, from_stdin: bool) -> DraftWeb:
    return DraftWeb(EVERYWHERE, str(kept(new_password(from_stdin=from_stdin))))


def _links(urls: list[str], packs: int) -> Iterator[DraftLink]:
    for i, url in enumerate(urls):
        link = f"link{i + 1}"
        yield DraftLink(link, url, tuple(_pack(link, address, i * packs + address) for address in range(1, packs + 1)))


def _pack(link: str, address: int, number: int) -> DraftPack:
    return DraftPack(address, f"{link}-{address}", say("Battery {number}", number=number))


async def _probe(planned: Plan, settings: Config, scripts: Iterable[str]) -> None:
    print()
    if planned.draft.domoticz:
        print(await probed_domoticz(planned.draft.domoticz.url))
    async for line in probed_links(settings, planned.ttys, scripts):
        print(line)


def _farewell(setup: OldSetup, output: Path) -> Iterator[str]:
    stop, back = farewell.stop_lines(setup), farewell.return_lines(setup)
    yield ""
    yield say("Nothing of the old set-up was changed. To stop it, as root:")
    yield from (f"  {line}" for line in stop)
    if not setup.crontabs:
        yield say("No crontab was among the files: take the lines of these scripts out of it with: crontab -e")
    yield say("Then start topbms:")
    yield f"  topbms service install --config {shlex.quote(str(output))}"
    yield say("To bring the old set-up back, stop topbms and, as root:")
    yield from (f"  {line}" for line in back)


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)


def _tell(errors: Iterable[ConfigError]) -> None:
    """What is wrong, but stops nothing."""
    for error in errors:
        print(told(error), file=sys.stderr)
