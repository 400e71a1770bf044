"""Resident memory of the running gateway: two packs, the history, Domoticz, and what it serves over HTTP, scraped."""

import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import URLError
from urllib.request import Request, urlopen

from tests.servers.real import free_port

from benchmarks.peers import Peers, peers
from benchmarks.row import Row

MOST = 90  # MB
LIVED = 30.0  # s, by which every part has worked
SCRAPED = 1.0  # s between two scrapes: as many as in minutes of a usual Prometheus


def measure() -> Iterable[Row]:
    with peers() as found, TemporaryDirectory() as folder:
        config = Path(folder) / "topbms.toml"
        port = free_port()
        config.write_text(_config(found, port), encoding="utf-8")
        program = Path(sys.executable).with_name("topbms")
        with subprocess.Popen([program, "run", "--config", config], stderr=subprocess.DEVNULL) as gateway:
            for _ in range(round(LIVED / SCRAPED)):
                time.sleep(SCRAPED)
                _scrape(port)
            megabytes = _resident(gateway.pid)
            gateway.terminate()
    yield Row(
        "resident memory, two packs, history, Domoticz, metrics", f"{megabytes:.0f} MB", f"{MOST} MB", megabytes <= MOST
    )


def _scrape(port: int) -> None:
    request = Request(f"http://127.0.0.1:{port}/metrics", headers={"Accept-Encoding": "gzip"})
    with suppress(URLError), urlopen(request) as answer:  # noqa: S310 - it is our own
        answer.read()


def _config(found: Peers, port: int) -> str:
    links = [
        f'[[link]]\nid = "usr{i}"\nurl = "{url}"\n[[link.pack]]\naddress = 1\nid = "battery{i}"\n'
        for i, url in enumerate(found.lines, 1)
    ]
    idx = "\n".join(f"{key} = {number}" for key, number in found.idx.items())
    sections = (
        f'[web]\nlisten = "127.0.0.1:{port}"\n[domoticz]\nurl = "{found.domoticz}"\n[domoticz.idx.battery1]\n{idx}\n'
    )
    return "\n".join([*links, sections])


def _resident(pid: int) -> float:
    """MB, as the kernel counts them (VmRSS is in kB)."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1000
