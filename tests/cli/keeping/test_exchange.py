"""Files put in the place of others."""

import os
import stat
from pathlib import Path

import pytest

from topbms.cli.keeping.exchange import exchange
from topbms.errors import TopbmsError

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")


def new(folder: Path, content: bytes = b"new") -> Path:
    path = folder / "fresh"
    path.write_bytes(content)
    return path


def test_where_nothing_was_nothing_is_kept(tmp_path: Path) -> None:
    assert exchange(new(tmp_path), tmp_path / "x") is None
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_what_was_there_is_kept_with_all_that_belongs_to_it(tmp_path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        (tmp_path / f"x.db{suffix}").write_text(f"old{suffix}", encoding="utf-8")
    kept = exchange(new(tmp_path), tmp_path / "x.db")
    found = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    assert kept == tmp_path / "x.db.before-restore"
    assert found == {
        "x.db": "new",
        "x.db.before-restore": "old",
        "x.db.before-restore-wal": "old-wal",
        "x.db.before-restore-shm": "old-shm",
    }


def test_nothing_that_was_kept_is_lost_later(tmp_path: Path) -> None:
    target = tmp_path / "x"
    kept = [exchange(new(tmp_path, content), target) for content in (b"1", b"2", b"3")]
    assert [path and (path.name, path.read_bytes()) for path in kept] == [
        None,
        ("x.before-restore", b"1"),
        ("x.before-restore-2", b"2"),
    ]
    assert target.read_bytes() == b"3"


def test_permissions_are_as_before(tmp_path: Path) -> None:
    target = tmp_path / "x"
    target.touch()
    target.chmod(0o664)
    exchange(new(tmp_path), target)
    assert stat.S_IMODE(target.stat().st_mode) == 0o664


@needs_root
def test_the_owner_is_as_before(tmp_path: Path) -> None:
    target = tmp_path / "x"
    target.touch()
    os.chown(target, 12345, 23456)
    exchange(new(tmp_path), target)
    assert (target.stat().st_uid, target.stat().st_gid) == (12345, 23456)


@needs_root
def test_a_first_file_belongs_to_the_owner_of_the_folder(tmp_path: Path) -> None:
    os.chown(tmp_path, 12345, 23456)
    exchange(new(tmp_path), tmp_path / "x")
    found = (tmp_path / "x").stat()
    assert (found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)) == (12345, 23456, 0o640)


def test_what_stands_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(TopbmsError, match="file/x: "):
        exchange(new(tmp_path), tmp_path / "file" / "x")
