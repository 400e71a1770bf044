"""Backups as files: what is written, and what is refused when it is read."""

import io
import stat
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from topbms.cli.keeping import archive
from topbms.errors import ConfigError, TopbmsError


def make(path: Path, *members: tuple[tarfile.TarInfo, bytes]) -> Path:
    """An archive as an enemy would write it."""
    with tarfile.open(path, "w:gz") as tar:
        for entry, data in members:
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))
    return path


def entry(name: str, kind: bytes = tarfile.REGTYPE, target: str = "") -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info, b"x = 1\n" if kind == tarfile.REGTYPE else b""


CONFIG = "topbms.toml"


def test_what_was_written_comes_back(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_bytes(b"site = 'a'\n")
    (tmp_path / "db").write_bytes(bytes(range(256)) * 5000)
    members = {CONFIG: tmp_path / "mine.toml", "history.db": tmp_path / "db"}
    archive.write(tmp_path / "b.tar.gz", members | {"secrets/domoticz.password_file": tmp_path / "mine.toml"})
    assert stat.S_IMODE((tmp_path / "b.tar.gz").stat().st_mode) == 0o600
    with archive.opened(tmp_path / "b.tar.gz") as backup:
        assert backup.has_history
        assert backup.secrets == ("domoticz.password_file",)
        backup.unpack("history.db", tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == (tmp_path / "db").read_bytes()
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o600


def test_no_name_but_the_known_is_in_it(tmp_path: Path) -> None:
    archive.write(tmp_path / "b.tar.gz", {CONFIG: Path(__file__)})
    with tarfile.open(tmp_path / "b.tar.gz") as tar:
        (member,) = tar.getmembers()
    assert (member.name, member.uid, member.gid, member.uname, member.mode) == (CONFIG, 0, 0, "", 0o600)


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    archive.write(tmp_path / "b.tar.gz", {CONFIG: Path(__file__)})
    (tmp_path / "out").write_bytes(b"mine")
    with archive.opened(tmp_path / "b.tar.gz") as backup, pytest.raises(FileExistsError):
        backup.unpack(CONFIG, tmp_path / "out")
    with pytest.raises(TopbmsError, match=r"b\.tar\.gz: a file of this name is there already"):
        archive.write(tmp_path / "b.tar.gz", {})
    assert (tmp_path / "out").read_bytes() == b"mine"


@pytest.mark.parametrize(
    "evil",
    [
        entry("../topbms.toml"),
        entry("/etc/passwd"),
        entry("secrets/../../x"),
        entry("secrets/a/b"),
        entry("other"),
        entry("secrets", tarfile.DIRTYPE),
        entry("history.db", tarfile.SYMTYPE, "/etc/passwd"),
        entry("history.db", tarfile.LNKTYPE, CONFIG),
        entry("history.db", tarfile.FIFOTYPE),
        entry("history.db", tarfile.CHRTYPE),
    ],
    ids=lambda one: f"{one[0].name} {one[0].type.decode()}",
)
def test_members_that_do_not_belong_there(tmp_path: Path, evil: tuple[tarfile.TarInfo, bytes]) -> None:
    path = make(tmp_path / "b.tar.gz", entry(CONFIG), evil)
    with pytest.raises(ConfigError, match="does not belong there"), archive.opened(path):
        pass


def test_a_name_that_stands_twice(tmp_path: Path) -> None:
    path = make(tmp_path / "b.tar.gz", entry(CONFIG), entry(CONFIG))
    with pytest.raises(ConfigError, match="not a backup"), archive.opened(path):
        pass


def test_a_config_of_megabytes(tmp_path: Path) -> None:
    path = make(tmp_path / "b.tar.gz", (tarfile.TarInfo(CONFIG), bytes(1_000_001)))
    with pytest.raises(ConfigError, match="does not belong there"), archive.opened(path):
        pass


def test_without_a_config_it_is_no_backup(tmp_path: Path) -> None:
    path = make(tmp_path / "b.tar.gz", entry("history.db"))
    with pytest.raises(ConfigError, match="not a backup"), archive.opened(path):
        pass


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def without_checksum(data: bytes) -> bytes:
    return data[:-4]


def one_bit_else(data: bytes) -> bytes:
    return data[:-8] + bytes([data[-8] ^ 1]) + data[-7:]


@pytest.mark.parametrize("damage", [cut, without_checksum, one_bit_else])
def test_a_damaged_file(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "b.tar.gz"
    archive.write(path, {CONFIG: Path(__file__)})
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(ConfigError, match="damaged"), archive.opened(path):
        pass


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0", b"\x1f\x8b"])
def test_a_file_that_is_something_else(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "b.tar.gz"
    path.write_bytes(content)
    with pytest.raises(ConfigError, match=r"not a backup|damaged"), archive.opened(path):
        pass


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(TopbmsError, match="gone does not exist"), archive.opened(tmp_path / "gone"):
        pass
    with pytest.raises(TopbmsError, match="gone does not exist"):
        archive.write(tmp_path / "b", {CONFIG: tmp_path / "gone"})
