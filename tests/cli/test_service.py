"""`topbms service` on a file system of its own, below a temporary folder."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from topbms.cli.program import program
from topbms.cli.service import user_command
from topbms.cli.speech import speak
from topbms.config import load
from topbms.errors import ConfigError

CONFIG = 'language = "fr"\n[[link]]\nid = "usr1"\nurl = "socket://127.0.0.1:9"\n'


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    speak("en")
    yield
    speak("en")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A root of the file system with nothing but topbms in /opt/topbms."""
    folder = tmp_path / "root"
    place = folder / "opt/topbms/bin/topbms"
    place.parent.mkdir(parents=True)
    place.write_text("#!/usr/bin/python3\n", encoding="utf-8")
    return folder


PROGRAM = program("service")  # loaded once as who we are: nobody may not be allowed to read our folder


def service(*arguments: str | Path) -> Result:
    words = ["service", *map(str, arguments)]
    return CliRunner().invoke(PROGRAM, words, catch_exceptions=False, prog_name="topbms")


def install(root: Path, *arguments: str | Path) -> Result:
    return service("install", "--root", root, "--program", "/opt/topbms/bin/topbms", *arguments)


def files(root: Path) -> dict[str, int]:
    """Every file and folder but the program's, with its permissions."""
    found = [path for path in root.rglob("*") if path.relative_to(root).parts[0] != "opt"]
    return {str(path.relative_to(root)): stat.S_IMODE(path.stat().st_mode) for path in found}


def test_install_writes_unit_config_and_folders(root: Path) -> None:
    done = install(root)
    assert done.exit_code == 0
    assert (
        files(root).items()
        >= {
            "etc/systemd/system/topbms.service": 0o644,
            "etc/topbms": 0o755,
            "etc/topbms/topbms.toml": 0o640,
            "var/lib/topbms": 0o750,
        }.items()
    )
    assert sum("topbms" in path.rpartition("/")[2] for path in files(root)) == 4
    text = (root / "etc/systemd/system/topbms.service").read_text(encoding="utf-8")
    assert "ExecStart=/opt/topbms/bin/topbms run --config /etc/topbms/topbms.toml\n" in text


def test_install_tells_what_it_did_and_what_to_type_next(root: Path) -> None:
    lines = install(root).stdout.splitlines()
    for word in ("/etc/systemd/system/topbms.service: written", "/etc/topbms/topbms.toml: written"):
        assert word in lines
    for command in ("/opt/topbms/bin/topbms scan", "systemctl enable --now topbms", "journalctl -u topbms -f"):
        assert f"  {command}" in lines


def test_the_starter_config_is_one(root: Path) -> None:
    speak("fr")
    install(root)
    loaded = load(root / "etc/topbms/topbms.toml")
    assert (loaded.settings.language, loaded.settings.link) == ("fr", ())


def test_a_config_that_is_named_is_copied(root: Path, tmp_path: Path) -> None:
    config = tmp_path / "mine.toml"
    config.write_text(CONFIG, encoding="utf-8")
    done = install(root, "--config", config)
    assert (root / "etc/topbms/topbms.toml").read_text(encoding="utf-8") == CONFIG
    assert stat.S_IMODE((root / "etc/topbms/topbms.toml").stat().st_mode) == 0o640
    assert "scan" not in done.stdout
    assert "backup" not in done.stdout
    assert "LC_MESSAGES=fr" in (root / "etc/systemd/system/topbms.service").read_text(encoding="utf-8")


def test_a_history_beside_that_config_is_not_forgotten(root: Path, tmp_path: Path) -> None:
    config = tmp_path / "mine.toml"
    config.write_text(CONFIG, encoding="utf-8")
    (tmp_path / "history.db").touch()
    lines = install(root, "--config", config).stdout.splitlines()
    assert f"  topbms backup topbms.tar.gz --config {config}" in lines
    assert "  topbms restore topbms.tar.gz" in lines


def test_a_wrong_config_is_refused_before_anything_is_written(root: Path, tmp_path: Path) -> None:
    config = tmp_path / "mine.toml"
    config.write_text("link = 3\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="link"):
        install(root, "--config", config)
    assert files(root) == {}


def test_a_second_install_renews_the_unit_and_keeps_the_config(root: Path, tmp_path: Path) -> None:
    install(root)
    unit = root / "etc/systemd/system/topbms.service"
    unit.write_text("old", encoding="utf-8")
    kept = root / "etc/topbms/topbms.toml"
    kept.write_text("# mine\n", encoding="utf-8")
    config = tmp_path / "mine.toml"
    config.write_text(CONFIG, encoding="utf-8")
    done = install(root, "--config", config)
    assert unit.read_text(encoding="utf-8") != "old"
    assert kept.read_text(encoding="utf-8") == "# mine\n"
    assert "  systemctl restart topbms" in done.stdout.splitlines()


def test_a_dry_run_shows_the_unit_and_writes_nothing(root: Path) -> None:
    done = install(root, "--dry-run")
    assert files(root) == {}
    assert "/etc/topbms/topbms.toml: written" in done.stdout
    assert "[Service]\nType=notify\n" in done.stdout
    install(root)
    assert (root / "etc/systemd/system/topbms.service").read_text(encoding="utf-8") in done.stdout


def test_a_program_that_services_do_not_see_is_refused(root: Path) -> None:
    place = root / "root/topbms"
    place.parent.mkdir()
    place.touch()
    with pytest.raises(ConfigError, match="/root/topbms"):
        service("install", "--root", root, "--program", "/root/topbms")


def test_remove_takes_the_unit_and_keeps_the_rest(root: Path) -> None:
    install(root)
    before = files(root)
    done = service("remove", "--root", root)
    assert set(before) - set(files(root)) == {"etc/systemd/system/topbms.service"}
    assert "/etc/systemd/system/topbms.service: removed" in done.stdout.splitlines()
    assert "  rm -r /etc/topbms /var/lib/topbms && userdel topbms" in done.stdout.splitlines()


def test_remove_where_nothing_is_installed(root: Path) -> None:
    done = service("remove", "--root", root)
    assert (done.exit_code, done.stdout.count("\n")) == (0, 1)


@pytest.mark.parametrize("words", [["install", "--program", "/usr/bin/env"], ["remove"]])
def test_only_root_may(words: list[str]) -> None:
    with nobody(), pytest.raises(ConfigError, match=r"sudo .*service") as caught:
        service(*words)
    assert caught.value.exit_code == 2


def test_the_command_for_sudo_is_the_one_that_was_typed() -> None:
    with nobody(), pytest.raises(ConfigError, match=r"sudo /usr/bin/env service install --config 'my config'$"):
        service("install", "--program", Path("/usr/bin/env"), "--config", "my config")


def test_the_user_may_use_serial_ports_and_nothing_else() -> None:
    new = user_command(there=False)
    assert new[0] == "useradd"
    assert new[-1] == "topbms"
    assert {"--system", "--no-create-home", "/usr/sbin/nologin"} <= set(new)
    assert new[new.index("--groups") + 1] == "dialout"
    assert user_command(there=True) == ["usermod", "--append", "--groups", "dialout", "topbms"]


class nobody:  # noqa: N801 - reads as a word
    """Not root for a while."""

    def __enter__(self) -> None:
        self._was = os.geteuid()
        if self._was == 0:
            os.seteuid(65534)

    def __exit__(self, *trace: object) -> None:
        os.seteuid(self._was)
