"""The section [postgresql], its password, and the extra that it needs."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from topbms.config import parse
from topbms.errors import ConfigError
from topbms.model.words import words
from topbms.sinks import RecordSink, Site
from topbms.sinks.postgresql import build
from topbms.sinks.postgresql.password import made_password, password_of, write_password
from topbms.sinks.postgresql.settings import Settings


def settings(**values: object) -> Settings:
    return Settings.model_validate(values)


async def nothing() -> dict[str, str]:
    return {}


async def nowhere(notes: object) -> None:
    """Notes go nowhere."""


SITE = Site("home", (), words("en"), nothing, nowhere)


def test_the_defaults() -> None:
    one = settings()
    assert (one.place, one.target) == (("localhost", 5432, "topbms"), "localhost:5432/topbms")
    assert (one.user, one.schema_name, one.sslmode) == ("topbms_writer", "topbms", "prefer")
    assert (one.interval, one.batch, one.backfill, one.timeout) == (10.0, 5000, 30 * 86_400.0, 30.0)


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("postgresql://db.lan/solar", ("db.lan", 5432, "solar")),
        ("postgres://192.168.1.5:5433/my%20sun", ("192.168.1.5", 5433, "my sun")),
        ("postgresql://[fd00::1]:5433/solar", ("fd00::1", 5433, "solar")),
        ("postgresql://%2Fvar%2Frun%2Fpostgresql/solar", ("/var/run/postgresql", 5432, "solar")),
    ],
)
def test_a_url_is_host_port_and_database(url: str, place: tuple[str, int, str]) -> None:
    assert settings(url=url).place == place


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"url": "http://db/solar"}, 'such as "postgresql://'),
        ({"url": "postgresql://db"}, 'such as "postgresql://'),
        ({"url": "postgresql://db/a/b"}, 'such as "postgresql://'),
        ({"url": "postgresql://db:99999/a"}, 'such as "postgresql://'),
        ({"url": "postgresql://db:0/a"}, 'such as "postgresql://'),
        ({"url": "postgresql:///a"}, 'such as "postgresql://'),
        ({"url": "postgresql://db/a\0"}, 'such as "postgresql://'),
        ({"url": "postgresql://me:secret@db/a"}, "user, password and sslmode have their own keys"),
        ({"url": "postgresql://db/a?sslmode=require"}, "user, password and sslmode have their own keys"),
        ({"url": "postgresql://db/a", "host": "db"}, "url and host exclude each other"),
        ({"url": "postgresql://db/a", "database": "b"}, "url and database exclude each other"),
        ({"password": "a", "password_file": "b"}, "the password is given twice"),
        ({"sslmode": "verify-ca"}, "needs a root_certificate"),
        ({"schema_name": "Top BMS"}, "a name of small letters, digits or _"),
        ({"schema_name": "x" * 64}, "a name of small letters, digits or _"),
        ({"batch": 0}, "greater than or equal to 1"),
    ],
)
def test_what_is_refused(values: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError) as found:
        settings(**values)
    assert words in str(found.value)
    assert "secret" not in str(found.value)


def test_in_a_config() -> None:
    config = parse({"site": "home", "postgresql": {"url": "postgresql://db/a", "interval": "1min", "backfill": "30d"}})
    ((name, section),) = config.sinks()
    assert (name, section) == ("postgresql", settings(url="postgresql://db/a", interval=60.0, backfill=30 * 86_400.0))


def test_what_is_built() -> None:
    (sink,) = build(settings(interval=5.0, batch=7, backfill=60.0, password="x"), SITE)
    assert isinstance(sink, RecordSink)
    assert (sink.name, sink.interval, sink.batch, sink.backfill) == ("postgresql", 5.0, 7, 60.0)


# --- the password


def test_no_password_is_none() -> None:
    assert password_of(settings()) is None


def test_a_password_of_the_config_and_of_a_file(tmp_path: Path) -> None:
    assert password_of(settings(password="s3cret")) == "s3cret"
    file = tmp_path / "password"
    file.write_text("from a file\r\nmore\n", encoding="utf-8", newline="")
    assert password_of(settings(password_file=file)) == "from a file"


@pytest.mark.parametrize(
    ("content", "words"), [(None, "No such file"), (b"\xff", "it is not text"), (b"\n", "has no password")]
)
def test_a_password_file_that_is_none(tmp_path: Path, content: bytes | None, words: str) -> None:
    file = tmp_path / "password"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(ConfigError, match=words):
        build(settings(password_file=file), SITE)


def test_a_password_file_that_never_ends() -> None:
    with pytest.raises(ConfigError, match="/dev/zero is not a plain file"):
        password_of(settings(password_file=Path("/dev/zero")))


def test_a_password_that_is_made_is_long_and_never_the_same() -> None:
    assert len({made_password() for _ in range(100)}) == 100
    assert len(made_password()) == 32


def test_a_password_is_written_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.touch(0o644)
    write_password(file, "s3cret", (os.getuid(), os.getgid()))
    assert password_of(settings(password_file=file)) == "s3cret"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_password_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"cannot be written \(No such file or directory\): make its folder"):
        write_password(tmp_path / "nowhere" / "password", "s3cret", None)


# --- the extra

WITHOUT = "import sys; sys.modules['psycopg'] = None; from topbms.cli import main; sys.exit(main())"


def test_without_the_extra_the_gateway_says_what_to_install(tmp_path: Path) -> None:
    config = tmp_path / "topbms.toml"
    config.write_text('language = "en"\n[postgresql]\nhost = "db"\n', encoding="utf-8")
    for verb in (["run"], ["postgresql", "setup"]):
        command = [sys.executable, "-c", WITHOUT, *verb, "--config", str(config)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        assert done.returncode == 2
        assert "[postgresql] needs an extra: pip install 'topbms[postgres]'" in done.stderr
