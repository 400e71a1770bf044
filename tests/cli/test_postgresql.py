"""`topbms postgresql setup` as it is typed, against a real server."""

import asyncio
import getpass
import os
import stat
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psycopg
import pytest
from typer.testing import CliRunner, Result

from tests.cli.verbs import Typed
from tests.servers.postgresql import OWNER, OWNER_PASSWORD, Postgres, make_cluster, served
from topbms.cli.program import program
from topbms.cli.speech import speak
from topbms.errors import ConfigError, SinkError


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    yield
    speak("en")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield make_cluster(Path(folder))


@pytest.fixture
async def server(cluster: Path) -> AsyncIterator[Postgres]:
    async with served(cluster) as one:
        await one.give_database()
        yield one


def write_config(folder: Path, server: Postgres, *more: str, language: str = "en", site: str = "home") -> None:
    lines = [f'language = "{language}"', f'site = "{site}"', "[postgresql]"]
    where = f'url = "postgresql://127.0.0.1:{server.port}/topbms"'
    (folder / "topbms.toml").write_text("\n".join([*lines, where, *more, ""]), encoding="utf-8")


async def setup(folder: Path, *more: str, stdin: str = OWNER_PASSWORD + "\n") -> Result:
    """With the owner's password on stdin."""
    return await typed(folder, "--user", OWNER, "--password-stdin", *more, stdin=stdin)


async def typed(folder: Path, *more: str, stdin: str = "") -> Result:
    words = ["postgresql", "setup", "--config", str(folder / "topbms.toml"), *more]
    return await asyncio.to_thread(
        CliRunner().invoke, program("postgresql"), words, input=stdin, catch_exceptions=False, prog_name="topbms"
    )


async def gets_in(server: Postgres, password: str) -> bool:
    where = f"host=127.0.0.1 port={server.port} user=topbms_writer dbname=topbms"
    try:
        await (await psycopg.AsyncConnection.connect(where, password=password)).close()
    except psycopg.OperationalError:
        return False
    return True


def rights(file: Path) -> tuple[int, int]:
    found = file.stat()
    return stat.S_IMODE(found.st_mode), found.st_uid


async def test_a_password_is_made_and_shown_once(server: Postgres, tmp_path: Path) -> None:
    write_config(tmp_path, server)
    done = await setup(tmp_path)
    assert done.exit_code == 0
    *made, told, kept = done.stdout.splitlines()
    assert made == [
        "made: schema topbms with its tables and views",
        "made: role topbms_writer, which may insert and read nothing",
        "made: the rights of role topbms_writer",
    ]
    assert told.startswith("password of topbms_writer, shown this once: ")
    assert await gets_in(server, told.rpartition(" ")[2])
    assert kept.startswith("keep it in a file")
    assert (await setup(tmp_path)).stdout == "nothing to do: all of it was there already\n"
    assert await gets_in(server, told.rpartition(" ")[2])


async def test_a_password_is_written_where_the_config_wants_it(server: Postgres, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    write_config(tmp_path, server, f'password_file = "{file}"')
    done = await setup(tmp_path)
    password = file.read_text(encoding="utf-8").rstrip("\n")
    assert done.stdout.splitlines()[-1] == f"password of topbms_writer: written to {file}"
    assert password not in done.output
    assert rights(file) == (0o600, os.getuid())
    assert await gets_in(server, password)
    assert (await setup(tmp_path)).stdout == "nothing to do: all of it was there already\n"


async def test_a_password_of_the_config_is_used(server: Postgres, tmp_path: Path) -> None:
    write_config(tmp_path, server, 'password = "my own"')
    done = await setup(tmp_path)
    assert "my own" not in done.output
    assert await gets_in(server, "my own")


async def test_a_role_that_has_another_password_is_told_of_and_gets_a_new_one_on_demand(
    server: Postgres, tmp_path: Path
) -> None:
    write_config(tmp_path, server, 'password = "my own"')
    await setup(tmp_path)
    write_config(tmp_path, server, 'password = "another"')
    with pytest.raises(SinkError, match='does not let "topbms_writer" in'):
        await setup(tmp_path)
    done = await setup(tmp_path, "--new-password")
    assert done.stdout == "role topbms_writer has a new password\n"
    assert [await gets_in(server, one) for one in ("another", "my own")] == [True, False]


async def test_a_site_is_released(server: Postgres, tmp_path: Path) -> None:
    write_config(tmp_path, server, 'password = "my own"', site="barn")
    await setup(tmp_path)
    await server.query("INSERT INTO topbms.site (site, gateway) VALUES ('barn', gen_random_uuid())")
    done = await setup(tmp_path, "--release")
    assert done.stdout == "site barn is free: the next gateway of that name gets it\n"
    assert await server.query("SELECT * FROM topbms.site") == []


async def test_a_role_that_may_too_much_is_told_of(server: Postgres, tmp_path: Path) -> None:
    write_config(tmp_path, server, f'user = "{OWNER}"')
    done = await setup(tmp_path)
    assert done.exit_code == 0
    assert done.stderr.splitlines()[-1].startswith("role installer may do more than insert")


async def test_in_french(server: Postgres, tmp_path: Path) -> None:
    write_config(tmp_path, server, 'password = "à moi"', language="fr")
    done = await setup(tmp_path)
    assert done.stdout.splitlines()[0] == "créé\u202f: le schéma topbms avec ses tables et ses vues"


async def test_a_wrong_password_of_the_owner(server: Postgres, tmp_path: Path) -> None:
    write_config(tmp_path, server)
    with pytest.raises(SinkError, match='does not let "installer" in'):
        await setup(tmp_path, stdin="wrong\n")


async def test_the_owners_password_is_asked_for(server: Postgres, tmp_path: Path) -> None:
    write_config(tmp_path, server, 'password = "my own"')
    done = await typed(tmp_path, "--user", OWNER, stdin=OWNER_PASSWORD + "\n")
    assert "Password of PostgreSQL role installer" in done.stderr
    assert await gets_in(server, "my own")


async def test_nobody_there_to_type_the_password(server: Postgres, tmp_path: Path) -> None:
    write_config(tmp_path, server)
    with pytest.raises(ConfigError, match="give --password-stdin"):
        await typed(tmp_path, "--user", OWNER)


async def test_a_password_that_is_empty(server: Postgres, tmp_path: Path) -> None:
    write_config(tmp_path, server)
    with pytest.raises(ConfigError, match="the first line of standard input is empty"):
        await setup(tmp_path, stdin="\n")


async def test_without_a_user_it_is_the_systems_own(server: Postgres, tmp_path: Path) -> None:
    write_config(tmp_path, server)
    with pytest.raises(SinkError, match=f'does not let "{getpass.getuser()}" in'):
        await typed(tmp_path)


def test_config_check_says_where_it_goes(tmp_path: Path) -> None:
    lines = ['language = "en"', "[postgresql]", 'url = "postgresql://db.lan/solar"', 'interval = "30s"', ""]
    (tmp_path / "topbms.toml").write_text("\n".join(lines), encoding="utf-8")
    typed = Typed("config", "check", "--config", str(tmp_path / "topbms.toml"))
    assert "Sent to postgresql (db.lan:5432/solar) every 30s" in typed.stdout.splitlines()


async def test_without_the_section(tmp_path: Path) -> None:
    (tmp_path / "topbms.toml").write_text('language = "en"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match=r"\[postgresql\]"):
        await setup(tmp_path)
