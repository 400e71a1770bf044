"""Resident memory of the running gateway: two packs, the history and Domoticz."""

import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.peers import Peers, peers
from benchmarks.row import Row

MOST = 90  # MB
LIVED = 30.0  # s, by which every part has worked


def measure() -> Iterable[Row]:
    with peers() as found, TemporaryDirectory() as folder:
        config = Path(folder) / "topbms.toml"
        config.write_text(_config(found), encoding="utf-8")
        program = Path(sys.executable).with_name("topbms")
        with subprocess.Popen([program, "run", "--config", config], stderr=subprocess.DEVNULL) as gateway:
            time.sleep(LIVED)
            megabytes = _resident(gateway.pid)
            gateway.terminate()
    yield Row("resident memory, two packs, history, Domoticz", f"{megabytes:.0f} MB", f"{MOST} MB", megabytes <= MOST)


def _config(found: Peers) -> str:
    links = [
        f'[[link]]\nid = "usr{i}"\nurl = "{url}"\n[[link.pack]]\naddress = 1\nid = "battery{i}"\n'
        for i, url in enumerate(found.lines, 1)
    ]
    idx = "\n".join(f"{key} = {number}" for key, number in found.idx.items())
    return "\n".join([*links, f'[domoticz]\nurl = "{found.domoticz}"\n[domoticz.idx.battery1]\n{idx}\n'])


def _resident(pid: int) -> float:
    """MB, as the kernel counts them (VmRSS is in kB)."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1000
