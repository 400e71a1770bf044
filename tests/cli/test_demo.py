"""The demo with a config: its page stands where the config says."""

import socket
import subprocess
from pathlib import Path

from tests.cli.test_programs import ENGLISH, PROGRAM


def test_the_page_of_the_demo_listens_where_the_config_says(tmp_path: Path) -> None:
    config = tmp_path / "demo.toml"
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        config.write_text(f'language = "en"\n[web]\nlisten = "127.0.0.1:{port}"\n', encoding="utf-8")
        demo = subprocess.run(
            [*PROGRAM, "demo", "--seconds", "1", "--config", str(config)],
            capture_output=True,
            text=True,
            env=ENGLISH,
            check=False,
            timeout=60,
        )
    assert f"127.0.0.1:{port} cannot be listened on" in demo.stderr
    assert demo.returncode == 0
