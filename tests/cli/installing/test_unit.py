"""The systemd unit, by what it promises and by what systemd itself makes of it."""

import shutil
import subprocess
from pathlib import Path

import pytest

from topbms.cli.installing.unit import HIDDEN, unit

PROGRAM = Path("/opt/topbms/bin/topbms")
ANALYZE = shutil.which("systemd-analyze")
needs_systemd = pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze is not installed")


def lines(program: Path = PROGRAM, language: str = "en") -> list[str]:
    return unit(program, language).splitlines()


@pytest.mark.parametrize(
    "line",
    [
        "Type=notify",
        "ExecStart=/opt/topbms/bin/topbms run --config /etc/topbms/topbms.toml",
        "ExecReload=/bin/kill -HUP $MAINPID",
        "User=topbms",
        "SupplementaryGroups=dialout",
        "StateDirectory=topbms",
        "StateDirectoryMode=0750",
        "RuntimeDirectory=topbms",
        "RuntimeDirectoryMode=0755",
        "UMask=0027",
        "Restart=on-failure",
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "ProtectHome=yes",
        "PrivateTmp=yes",
        "PrivateDevices=no",
        "DevicePolicy=closed",
        "DeviceAllow=char-ttyUSB rw",
        "DeviceAllow=char-ttyACM rw",
        "DeviceAllow=char-ttyS rw",
        "DeviceAllow=char-ttyAMA rw",
        "CapabilityBoundingSet=",
        "AmbientCapabilities=",
        "MemoryDenyWriteExecute=yes",
        "RestrictNamespaces=yes",
        "LockPersonality=yes",
        "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX",
        "Environment=LC_MESSAGES=en",
    ],
)
def test_what_the_unit_promises(line: str) -> None:
    assert line in lines()


def test_the_clock_may_be_read_after_the_filter_took_it_away() -> None:
    filters = [line for line in lines() if line.startswith("SystemCallFilter=")]
    assert filters[0] == "SystemCallFilter=@system-service"
    assert {"adjtimex", "clock_adjtime", "clock_adjtime64"} <= set(filters[-1].partition("=")[2].split())


def test_kinds_of_ports_are_known_before_an_adapter_is_plugged_in() -> None:
    for word in ("Wants=", "After="):
        (line,) = [line for line in lines() if line.startswith(word)]
        assert {"network-online.target", "modprobe@usbserial.service", "modprobe@cdc_acm.service"} <= set(
            line.removeprefix(word).split()
        )


def test_the_language_is_handed_in() -> None:
    assert "Environment=LC_MESSAGES=fr" in lines(language="fr")


def test_what_is_hidden_is_what_the_unit_hides() -> None:
    assert {"ProtectHome=yes", "PrivateTmp=yes"} <= set(lines())
    assert {str(folder) for folder in HIDDEN} == {"/home", "/root", "/run/user", "/tmp", "/var/tmp"}  # noqa: S108


@needs_systemd
@pytest.mark.parametrize("wrong", ["", "\nRestartSec=soon\n", "\nProtectEverything=yes\n"])
def test_systemd_understands_every_line(tmp_path: Path, wrong: str) -> None:
    file = tmp_path / "topbms.service"
    text = unit(Path("/bin/true"), "en")
    file.write_text(text.replace("\n[Install]", f"{wrong}\n[Install]"), encoding="utf-8")
    assert ANALYZE is not None
    done = subprocess.run([ANALYZE, "verify", "--man=no", str(file)], capture_output=True, text=True, check=False)
    complaints = [line for line in done.stderr.splitlines() if "topbms.service" in line]
    assert bool(complaints) == bool(wrong), complaints
