"""`topbms backup` and `topbms restore`, from one folder to another."""

import asyncio
import os
import sqlite3
import stat
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tests.cli.kept import NOON, keep, reading
from topbms.cli.keeping import archive
from topbms.cli.lock import hold_folder
from topbms.cli.program import program
from topbms.cli.speech import speak
from topbms.errors import ConfigError, StoreError, TopbmsError
from topbms.model.energy import Meter
from topbms.store.reader import reading as reading_of
from topbms.store.settings import Settings
from topbms.store.store import Store

CONFIG = """\
language = "en"
[[link]]
id = "usr1"
url = "socket://127.0.0.1:9"
[domoticz]
url = "http://127.0.0.1:1"
user = "gateway"
password_file = "domoticz.password"
"""


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    yield
    speak("en")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A gateway's folder: config, password, and a history of three readings."""
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "topbms.toml").write_text(CONFIG, encoding="utf-8")
    (folder / "domoticz.password").write_text("hush\n", encoding="utf-8")
    keep(folder / "history.db", [reading(number, NOON + 10 * number) for number in (1, 2, 3)])
    return folder


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the backup goes."""
    return tmp_path / "topbms.tar.gz"


def verb(name: str, file: Path, config: Path, *more: str) -> Result:
    words = [name, str(file), "--config", str(config), *more]
    return CliRunner().invoke(program(name), words, catch_exceptions=False, prog_name="topbms")


def backup(file: Path, home: Path, *more: str) -> Result:
    return verb("backup", file, home / "topbms.toml", *more)


def restore(file: Path, home: Path, *more: str) -> Result:
    return verb("restore", file, home / "topbms.toml", *more)


def names(file: Path) -> list[str]:
    with tarfile.open(file) as tar:
        return sorted(tar.getnames())


def times(history: Path) -> list[float]:
    with reading_of(history) as reader:
        return [bucket.time for bucket in reader.history("battery1", None, NOON, NOON + 3600, resolution="raw")]


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "gateway.lock"}


# --- backup ---


def test_config_and_history_but_no_password(home: Path, file: Path) -> None:
    done = backup(file, home)
    assert names(file) == ["history.db", "topbms.toml"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert str(home / "history.db") in done.stdout
    assert f"{home / 'domoticz.password'} is left out" in done.stdout
    assert done.stdout.splitlines()[-1].startswith(f"{file}: written")


def test_passwords_on_request(home: Path, file: Path) -> None:
    backup(file, home, "--secrets")
    assert names(file) == ["history.db", "secrets/domoticz.password_file", "topbms.toml"]


def test_a_password_file_that_is_missing_is_named_and_nothing_is_written(home: Path, file: Path) -> None:
    (home / "domoticz.password").unlink()
    with pytest.raises(TopbmsError, match=r"domoticz\.password does not exist; is the name right\?"):
        backup(file, home, "--secrets")
    assert [path.name for path in file.parent.iterdir()] == ["home"]


def test_before_the_first_start_there_is_only_a_config(home: Path, file: Path) -> None:
    (home / "history.db").unlink()
    assert "none yet" in backup(file, home).stdout
    assert names(file) == ["topbms.toml"]


def test_a_file_that_is_there_is_replaced_only_on_request(home: Path, file: Path) -> None:
    file.write_text("precious", encoding="utf-8")
    with pytest.raises(ConfigError, match="--force"):
        backup(file, home)
    assert file.read_text(encoding="utf-8") == "precious"
    backup(file, home, "--force")
    assert names(file) == ["history.db", "topbms.toml"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_while_the_gateway_writes(home: Path, file: Path, tmp_path: Path) -> None:
    with hold_folder(home), sqlite3.connect(home / "history.db") as gateway:
        gateway.execute("BEGIN IMMEDIATE")
        gateway.execute("INSERT INTO note VALUES ('test', 'half', 'done')")
        backup(file, home)
        gateway.execute("ROLLBACK")
    gateway.close()
    with archive.opened(file) as found:
        found.unpack("history.db", tmp_path / "copy.db")
    assert times(tmp_path / "copy.db") == [NOON + 10, NOON + 20, NOON + 30]


def test_a_history_that_is_none(home: Path, file: Path) -> None:
    (home / "history.db").write_bytes(b"no database, but long enough to be looked at" * 100)
    with pytest.raises(StoreError):
        backup(file, home)
    assert not file.exists()


def test_a_folder_that_is_not_there(home: Path, tmp_path: Path) -> None:
    with pytest.raises(TopbmsError, match="gone"):
        backup(tmp_path / "gone" / "file", home)


# --- restore ---


def test_into_an_empty_folder(home: Path, file: Path, tmp_path: Path) -> None:
    backup(file, home, "--secrets")
    other = tmp_path / "new" / "place"
    done = restore(file, other)
    assert sorted(content(other)) == ["domoticz.password", "history.db", "topbms.toml"]
    assert (other / "topbms.toml").read_text(encoding="utf-8") == CONFIG
    assert (other / "domoticz.password").read_text(encoding="utf-8") == "hush\n"
    assert stat.S_IMODE((other / "domoticz.password").stat().st_mode) & 0o007 == 0
    assert times(other / "history.db") == [NOON + 10, NOON + 20, NOON + 30]
    for name in content(other):
        assert f"{other / name}: restored" in done.stdout.splitlines()


def test_what_was_there_is_kept(home: Path, file: Path) -> None:
    backup(file, home, "--secrets")
    keep(home / "history.db", [reading(2_000_000, NOON + 40)])
    (home / "topbms.toml").write_text(CONFIG + "# mine\n", encoding="utf-8")
    (home / "domoticz.password").write_text("newer\n", encoding="utf-8")
    done = restore(file, home)
    assert times(home / "history.db") == [NOON + 10, NOON + 20, NOON + 30]
    assert times(home / "history.db.before-restore") == [NOON + 10, NOON + 20, NOON + 30, NOON + 40]
    assert (home / "topbms.toml").read_text(encoding="utf-8") == CONFIG + "# mine\n"
    assert (home / "domoticz.password").read_text(encoding="utf-8") == "newer\n"
    assert done.stdout.count("--force") == 2


def test_config_and_passwords_by_force(home: Path, file: Path) -> None:
    backup(file, home, "--secrets")
    (home / "topbms.toml").write_text(CONFIG + "# mine\n", encoding="utf-8")
    (home / "domoticz.password").write_text("newer\n", encoding="utf-8")
    restore(file, home, "--force")
    assert (home / "topbms.toml").read_text(encoding="utf-8") == CONFIG
    assert (home / "domoticz.password").read_text(encoding="utf-8") == "hush\n"
    assert (home / "topbms.toml.before-restore").read_text(encoding="utf-8") == CONFIG + "# mine\n"
    assert (home / "domoticz.password.before-restore").read_text(encoding="utf-8") == "newer\n"


def test_not_while_a_gateway_runs(home: Path, file: Path) -> None:
    backup(file, home)
    before = content(home)
    with hold_folder(home), pytest.raises(ConfigError, match=f"process {os.getpid()}"):
        restore(file, home, "--force")
    assert content(home) == before


def test_a_backup_without_history_leaves_the_one_there_is(home: Path, file: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / "topbms.toml").write_text(CONFIG, encoding="utf-8")
    backup(file, empty)
    restore(file, home)
    assert times(home / "history.db") == [NOON + 10, NOON + 20, NOON + 30]


def test_a_password_that_the_config_does_not_name(home: Path, file: Path) -> None:
    backup(file, home, "--secrets")
    (home / "topbms.toml").write_text("", encoding="utf-8")
    before = content(home)
    assert "domoticz.password_file" in restore(file, home).stdout
    assert content(home)["domoticz.password"] == before["domoticz.password"]


def rewritten(file: Path, home: Path, name: str, data: bytes) -> None:
    """Another file in the place of one of the backup's."""
    (home / "other").write_bytes(data)
    members = {archive.CONFIG: home / "topbms.toml", name: home / "other"}
    file.unlink(missing_ok=True)
    archive.write(file, members)
    (home / "other").unlink()


def damaged(history: Path) -> bytes:
    data = bytearray(history.read_bytes())
    data[4096:8192] = b"\xa5" * 4096
    return bytes(data)


def newer(history: Path) -> bytes:
    with sqlite3.connect(history) as connection:
        connection.execute("PRAGMA user_version = 1000")
    connection.close()
    return history.read_bytes()


def foreign(history: Path) -> bytes:
    history.unlink()
    with sqlite3.connect(history) as connection:
        connection.execute("CREATE TABLE x (y)")
    connection.close()
    return history.read_bytes()


def cut_short(history: Path) -> bytes:
    return history.read_bytes()[:6000]


def no_database(history: Path) -> bytes:
    del history
    return b"nonsense\n"


@pytest.mark.parametrize("wrong", [damaged, cut_short, no_database])
def test_a_damaged_history_is_named_and_not_backed_up(home: Path, file: Path, wrong: Callable[[Path], bytes]) -> None:
    history = home / "history.db"
    history.write_bytes(wrong(history))
    with pytest.raises(StoreError) as caught:
        backup(file, home)
    assert str(caught.value).startswith(f"the history {history} is damaged (")
    assert str(caught.value).endswith("; put a backup back with 'topbms restore', or move it away")
    assert not file.exists()


@pytest.mark.parametrize("own", ["history.db", "history.db-wal", "topbms.toml", "domoticz.password"])
def test_what_the_gateway_lives_on_is_never_written_over(home: Path, own: str) -> None:
    before = content(home)
    with pytest.raises(ConfigError, match=f"{own} belongs to topbms itself; name another file"):
        backup(home / own, home, "--force")
    assert content(home) == before


def test_a_backup_goes_into_a_folder_that_is_there(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    with pytest.raises(ConfigError, match=f"^{folder} does not exist; make it with: mkdir -p {folder}$"):
        backup(folder / "topbms.tar.gz", home)


@pytest.mark.parametrize(
    "wrong", [damaged, newer, foreign, lambda _: b""], ids=["damaged", "newer", "foreign", "empty"]
)
def test_a_history_that_cannot_be_used_changes_nothing(
    home: Path, file: Path, tmp_path: Path, wrong: Callable[[Path], bytes]
) -> None:
    backup(file, home)
    restore(file, tmp_path / "copy")
    rewritten(file, home, archive.HISTORY, wrong(tmp_path / "copy" / "history.db"))
    before = content(home)
    with pytest.raises(StoreError, match=str(file)):
        restore(file, home, "--force")
    assert content(home) == before


def test_a_config_that_cannot_be_used_changes_nothing(home: Path, file: Path) -> None:
    (home / "other").write_text("link = 3\n", encoding="utf-8")
    archive.write(file, {archive.CONFIG: home / "other"})
    (home / "other").unlink()
    before = content(home)
    with pytest.raises(ConfigError, match="link"):
        restore(file, home, "--force")
    assert content(home) == before


def test_without_any_config_it_goes_where_one_stands(
    home: Path, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup(file, home)
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setenv("TOPBMS_CONFIG", str(here / "mine.toml"))
    CliRunner().invoke(program("restore"), ["restore", str(file)], catch_exceptions=False)
    assert sorted(content(here)) == ["history.db", "mine.toml"]


def test_what_was_numbered_after_the_backup_is_not_numbered_so_again(home: Path, file: Path) -> None:
    """Targets have it, and would take the next readings for those."""
    backup(file, home)
    keep(home / "history.db", [reading(number, NOON + 10 * number) for number in range(4, 9)])
    restore(file, home)
    first = last_sequence(home / "history.db")
    assert first > 10**10
    assert last_sequence(home / "history.db") == first  # it leaps once
    restore(file, home, "--force")
    assert last_sequence(home / "history.db") > 10**10


def test_counters_are_those_of_the_backup(home: Path, file: Path) -> None:
    asyncio.run(_count(home / "history.db", 5.0))
    backup(file, home)
    asyncio.run(_count(home / "history.db", 7.0))
    restore(file, home)
    with reading_of(home / "history.db") as reader:
        assert reader.meters()["battery1"].meter.charge_energy == 5.0


def last_sequence(history: Path) -> int:
    return asyncio.run(_last_sequence(history))


async def _last_sequence(history: Path) -> int:
    store = Store(history, Settings(), stamp=lambda moment: moment, now=lambda: 0.0)
    await store.open()
    await store.close()
    return store.last_sequence


async def _count(history: Path, kwh: float) -> None:
    store = Store(history, Settings(), stamp=lambda moment: moment, now=lambda: 0.0)
    await store.open()
    store.meter("battery1", Meter(kwh), NOON)
    await store.close()
