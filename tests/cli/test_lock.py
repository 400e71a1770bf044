"""One gateway on a state folder at a time; other verbs learn which ports it holds."""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.rights import no_rights_to
from topbms.cli.lock import hold, hold_folder, holder_of, refuse_held
from topbms.config import load
from topbms.errors import ConfigError, LinkError

_HOLDER = """
import sys
from pathlib import Path
from topbms.cli.lock import hold_folder
with hold_folder(Path(sys.argv[1])) as held:
    held.tell([sys.argv[2]])
    print("held", flush=True)
    sys.stdin.read()
"""


def write_config(folder: Path, url: str = "socket://127.0.0.1:9") -> Path:
    path = folder / "topbms.toml"
    path.write_text(f'[[link]]\nid = "usr1"\nurl = "{url}"\n', encoding="utf-8")
    return path


def test_a_second_gateway_is_refused_and_told_of_the_first(tmp_path: Path) -> None:
    loaded = load(write_config(tmp_path))
    with hold(loaded), pytest.raises(ConfigError, match=f"process {os.getpid()}.*{tmp_path}"), hold(loaded):
        pass


def test_the_folder_is_free_again_afterwards(tmp_path: Path) -> None:
    loaded = load(write_config(tmp_path))
    with hold(loaded):
        assert holder_of("socket://127.0.0.1:9", tmp_path) == os.getpid()
    assert holder_of("socket://127.0.0.1:9", tmp_path) is None
    with hold(loaded):
        pass


def test_another_process_holds_folder_and_port_until_it_dies(tmp_path: Path) -> None:
    config = write_config(tmp_path)
    command = [sys.executable, "-c", _HOLDER, str(tmp_path), "socket://127.0.0.1:9"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(LinkError, match=f"socket://127.0.0.1:9.*process {other.pid}"):
            refuse_held("socket://127.0.0.1:9", config)
        with pytest.raises(ConfigError, match=f"process {other.pid}"), hold_folder(tmp_path):
            pass
        refuse_held("socket://127.0.0.1:10", config)
        other.kill()
    refuse_held("socket://127.0.0.1:9", config)
    with hold_folder(tmp_path):
        pass


def test_a_port_is_the_same_however_it_is_spelt(tmp_path: Path) -> None:
    port, link = tmp_path / "ttyUSB0", tmp_path / "usb-FTDI"
    port.touch()
    link.symlink_to(port)
    with hold_folder(tmp_path) as held:
        held.tell([str(link), "socket://HOST:1/"])
        assert holder_of(str(port), tmp_path) == os.getpid()
        assert holder_of("socket://host:1", tmp_path) == os.getpid()
        assert holder_of("tcp://host:1", tmp_path) == os.getpid()
        assert holder_of("socket://host:2", tmp_path) is None


def test_a_new_config_changes_the_ports(tmp_path: Path) -> None:
    with hold_folder(tmp_path) as held:
        held.tell(["socket://a:1"])
        held.tell(["socket://b:1"])
        assert holder_of("socket://a:1", tmp_path) is None
        assert holder_of("socket://b:1", tmp_path) == os.getpid()


def test_a_password_is_not_written_down(tmp_path: Path) -> None:
    url = "rfc2217://user:hush@host:1"
    with hold_folder(tmp_path) as held:
        held.tell([url])
        assert "hush" not in (tmp_path / "gateway.lock").read_text(encoding="utf-8")
        assert holder_of(url, tmp_path) == os.getpid()


def test_a_folder_that_cannot_be_written_is_no_reason_to_stop(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with hold_folder(tmp_path / "gone") as held:
        held.tell(["socket://a:1"])
    assert str(tmp_path / "gone" / "gateway.lock") in caplog.text


def test_a_full_disk_is_no_reason_to_stop(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with hold_folder(tmp_path) as held:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
        try:
            held.tell(["socket://a:1"])
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "cannot note the ports in gateway.lock" in caplog.text


def test_the_lock_leads_to_no_other_file(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    other = tmp_path / "other"
    other.write_text("precious", encoding="utf-8")
    (tmp_path / "gateway.lock").symlink_to(other)
    with hold_folder(tmp_path) as held:
        held.tell(["socket://a:1"])
    assert other.read_text(encoding="utf-8") == "precious"
    assert "cannot write" in caplog.text


@pytest.mark.parametrize("content", ["", "not json", "[1]", '{"pid": 1}', '{"ports": "socket://a:1"}'])
def test_what_no_gateway_wrote_names_no_port(tmp_path: Path, content: str) -> None:
    (tmp_path / "gateway.lock").write_text(content, encoding="utf-8")
    assert holder_of("socket://a:1", tmp_path) is None


def test_a_note_without_a_lock_is_of_a_gateway_that_died(tmp_path: Path) -> None:
    note = json.dumps({"pid": 1, "ports": ["socket://a:1"]})
    (tmp_path / "gateway.lock").write_text(note, encoding="utf-8")
    assert holder_of("socket://a:1", tmp_path) is None


def test_without_a_config_no_port_is_known_to_be_held(tmp_path: Path) -> None:
    refuse_held("socket://a:1", tmp_path / "topbms.toml")


def test_who_may_not_know_whether_a_gateway_polls_the_port_does_not_poll_it_too() -> None:
    with TemporaryDirectory() as name:  # one that others may enter, unlike that of pytest
        folder = Path(name)
        folder.chmod(0o755)
        config, lock = write_config(folder, "socket://a:1"), folder / "gateway.lock"
        lock.touch()
        said = r"socket://a:1 may be polled by a gateway: .*/gateway\.lock: no permission to read it; try with sudo"
        with no_rights_to(lock):
            with pytest.raises(LinkError, match=said):
                refuse_held("socket://a:1", config)
            refuse_held("socket://a:2", config)
        with no_rights_to(config), pytest.raises(LinkError, match=r"topbms\.toml: no permission to read it"):
            refuse_held("socket://a:2", config)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a file that another user owns")
def test_what_root_makes_belongs_to_the_owner_of_the_folder(tmp_path: Path) -> None:
    os.chown(tmp_path, 12345, 23456)
    with hold_folder(tmp_path):
        pass
    found = (tmp_path / "gateway.lock").stat()
    assert (found.st_uid, found.st_gid) == (12345, 23456)


def test_two_gateways_with_folders_of_their_own_do_not_share_a_history(tmp_path: Path) -> None:
    other = tmp_path / "two"
    other.mkdir()
    path = write_config(other)
    path.write_text(path.read_text(encoding="utf-8") + '[history]\npath = "../history.db"\n', encoding="utf-8")
    with hold(load(write_config(tmp_path))), pytest.raises(ConfigError, match=str(tmp_path)), hold(load(path)):
        pass
