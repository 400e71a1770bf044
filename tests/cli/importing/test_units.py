"""Where a tty leads, by the command that makes it."""

import pytest

from tests.cli.importing.oldfiles import BROKEN, OLD, old_file
from topbms.cli.importing.files import gather
from topbms.cli.importing.units import Bridge, bridge_of, bridge_of_unit, is_unit
from topbms.errors import ConfigError


def test_the_units_of_the_old_set_up() -> None:
    units = [file for file in gather([OLD]).files if is_unit(file)]
    assert [bridge_of_unit(unit) for unit in units] == [
        Bridge("/dev/ttyV0", "192.168.10.49", 6126, "socat-serial-1.service"),
        Bridge("/dev/ttyV1", "192.168.10.49", 6127, "socat-serial-2.service"),
    ]


def test_a_unit_that_goes_through_a_shell_and_over_two_lines() -> None:
    (unit,) = gather([BROKEN / "socat-serial-2.service"]).files
    bridge = bridge_of_unit(unit)
    assert (bridge.tty, bridge.url) == ("/dev/ttyV1", "socket://converter.lan:6127")


def test_a_unit_that_leads_nowhere() -> None:
    path = BROKEN / "socat-serial-1.service"
    (unit,) = gather([path]).files
    with pytest.raises(ConfigError) as caught:
        bridge_of_unit(unit)
    assert str(caught.value) == f"{path}: its ExecStart joins no pty,link=… with a tcp:HOST:PORT; left out"


@pytest.mark.parametrize(
    ("command", "tty", "url"),
    [
        ("socat pty,link=/dev/ttyV0,raw tcp:h:1", "/dev/ttyV0", "socket://h:1"),
        ("socat tcp:h:1 pty,raw,link=/dev/ttyV0", "/dev/ttyV0", "socket://h:1"),
        ("/usr/bin/socat -d PTY,link=/dev/ttyV0 TCP-CONNECT:h:1,retry=5", "/dev/ttyV0", "socket://h:1"),
        ("-/usr/bin/socat pty,link=/dev/ttyV0 tcp4:10.0.0.9:23", "/dev/ttyV0", "socket://10.0.0.9:23"),
        ("socat 'pty,link=/dev/ttyV0' 'tcp6:[fe80::1]:23'", "/dev/ttyV0", "socket://[fe80::1]:23"),
        ("sleep 5 && socat pty,link=/dev/ttyV0 tcp:h:1 &", "/dev/ttyV0", "socket://h:1"),
        ("sh -c 'it''s socat pty,link=/dev/ttyV0 tcp:h:1", "/dev/ttyV0", "socket://h:1"),
    ],
)
def test_spellings_of_a_bridge(command: str, tty: str, url: str) -> None:
    bridge = bridge_of(command)
    assert bridge is not None
    assert (bridge.tty, bridge.url, bridge.unit) == (tty, url, "")


@pytest.mark.parametrize(
    "command",
    [
        "",
        "socat pty,raw tcp:h:1",
        "socat pty,link=/dev/ttyV0 tcp:h",
        "socat pty,link=/dev/ttyV0 tcp:$HOST:1",
        "socat pty,link=/dev/ttyV0 tcp:h:70000",
        "socat pty,link=/dev/ttyV0 tcp-listen:5000",
        "ncat pty,link=/dev/ttyV0 tcp:h:1",
    ],
)
def test_what_is_no_bridge(command: str) -> None:
    assert bridge_of(command) is None


def test_only_units_with_socat_are_ours() -> None:
    assert is_unit(old_file("a.service", "ExecStart=/usr/bin/socat x"))
    assert not is_unit(old_file("a.service", "ExecStart=/usr/bin/true"))
    assert not is_unit(old_file("a.sh", "socat x"))
