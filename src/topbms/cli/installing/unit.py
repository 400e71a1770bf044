"""The systemd unit of the gateway, as text. Knows systemd's words; writes nothing and asks nobody.

Sources: systemd.service(5), systemd.exec(5), systemd.resource-control(5).
"""

from pathlib import Path

USER = "topbms"
GROUP = "dialout"
"""Who owns the serial ports on Debian and its relatives."""

CONFIG = Path("/etc/topbms/topbms.toml")
STATE = Path("/var/lib/topbms")
UNIT = Path("/etc/systemd/system/topbms.service")

HIDDEN = tuple(Path(folder) for folder in ("/home", "/root", "/run/user", "/tmp", "/var/tmp"))  # noqa: S108
"""Folders that ProtectHome and PrivateTmp hide from the service."""


def unit(program: Path, language: str) -> str:
    """The unit that runs `program`, an absolute path of characters that need no quoting, in this language."""
    names = {"user": USER, "group": GROUP, "config": CONFIG, "state": STATE.name}
    return _UNIT.format(program=program, language=language, **names)


_UNIT = """\
# Written by: topbms service install. To change it, and keep the change: systemctl edit topbms
[Unit]
Description=Battery gateway topbms
Wants=network-online.target modprobe@usbserial.service modprobe@cdc_acm.service
# The kernel modules too: the kinds of ports in DeviceAllow= must be known when the service starts, even if the
# adapter is plugged in later.
After=network-online.target modprobe@usbserial.service modprobe@cdc_acm.service
StartLimitIntervalSec=0

[Service]
Type=notify
ExecStart={program} run --config {config}
ExecReload=/bin/kill -HUP $MAINPID
# What is spoken where the config names no language.
Environment=LC_MESSAGES={language}
User={user}
Group={user}
SupplementaryGroups={group}
StateDirectory={state}
StateDirectoryMode=0750
# /run/topbms, for share = "pty:/run/topbms/vendor".
RuntimeDirectory=topbms
RuntimeDirectoryMode=0755
UMask=0027
WatchdogSec=30s
Restart=on-failure
RestartSec=10s
# 2 is a wrong config: starting again does not mend it.
RestartPreventExitStatus=2
# While it converts the history of an older version, the gateway asks for more time by itself.
TimeoutStartSec=60s
TimeoutStopSec=10s

# Serial ports and no other device. Another kind of port: its name in /proc/devices, as DeviceAllow=char-NAME rw
PrivateDevices=no
DevicePolicy=closed
DeviceAllow=char-ttyUSB rw
DeviceAllow=char-ttyACM rw
DeviceAllow=char-ttyS rw
DeviceAllow=char-ttyAMA rw

NoNewPrivileges=yes
CapabilityBoundingSet=
AmbientCapabilities=
ProtectSystem=strict
ProtectHome=yes
ProtectProc=invisible
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
PrivateTmp=yes
RemoveIPC=yes
LockPersonality=yes
MemoryDenyWriteExecute=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallErrorNumber=EPERM
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
# Whether the clock is set right is read with these; setting it takes a capability, which the service has not.
# For the same reason not ProtectClock=yes.
SystemCallFilter=adjtimex clock_adjtime clock_adjtime64
ProtectClock=no

[Install]
WantedBy=multi-user.target
"""
