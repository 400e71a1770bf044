"""The gateway as a program of its own, on the loop that it runs on, with visitors."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import Running
from tests.servers.real import free_port
from tests.web.visiting import get


async def test_it_is_served_and_a_visitor_does_not_hold_up_the_end(tmp_path: Path) -> None:
    port, config = free_port(), tmp_path / "topbms.toml"
    link = '[[link]]\nid = "usr1"\nurl = "socket://127.0.0.1:9"\n'
    config.write_text(f'language = "en"\n[web]\nlisten = "127.0.0.1:{port}"\n{link}', encoding="utf-8")
    async with Running(config) as gateway:
        await gateway.says(f"the page is at http://127.0.0.1:{port}/")
        assert 'topbms_link_up{link="usr1",site="home"} 0.0' in (await get(port, "/metrics")).text
        assert (await get(port, "/livez")).status == 200
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /livez HTTP/1.1\r\n")
        assert (await get(port, "/healthz")).status == 503
        assert await gateway.ends() == 0
        assert await reader.read() == b""
        writer.close()
    assert [line for line in gateway.said if "Traceback" in line or " error " in line] == []


@pytest.mark.parametrize(
    ("web", "told"),
    [
        ('listen = "0.0.0.0:8765"', "there is no password: set one with topbms config password"),
        ('certificate_file = "none"\nkey_file = "none"', "web.certificate_file: "),
        ('password_hash_file = "none"', "web.password_hash_file: "),
    ],
)
def test_what_would_leave_it_open_or_cannot_be_used_does_not_start(tmp_path: Path, web: str, told: str) -> None:
    config = tmp_path / "topbms.toml"
    config.write_text(f'language = "en"\n[web]\n{web}\n', encoding="utf-8")
    code = "import sys; from topbms.cli import main; sys.exit(main())"
    words = [sys.executable, "-c", code, "run", "--config", str(config)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert told in done.stderr.splitlines()[-1]
