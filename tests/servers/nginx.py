"""A real nginx in front of something, over TLS."""

import os
from pathlib import Path

from tests.servers.real import RealServer, free_port, program

_CONFIG = """
daemon off;
{user}
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port} ssl;
        ssl_certificate {certificate};
        ssl_certificate_key {key};
        set_real_ip_from 127.0.0.1;
        real_ip_header {client};
{locations}
    }}
}}
"""


CLIENT = "X-Test-Client"
"""A header that this nginx takes for the visitor's own address: the tests have one machine only."""


class Nginx(RealServer):
    """Serves these locations at https://127.0.0.1:`port`."""

    def __init__(self, folder: Path, locations: str, certificate: Path, key: Path) -> None:
        found, port = program("nginx", "nginx-light"), free_port()
        config = folder / "nginx.conf"
        user = "user root;" if os.geteuid() == 0 else ""
        config.write_text(
            _CONFIG.format(
                folder=folder,
                port=port,
                certificate=certificate,
                key=key,
                locations=locations,
                user=user,
                client=CLIENT,
            ),
            encoding="utf-8",
        )
        super().__init__([found, "-e", folder / "error.log", "-c", config], folder, port)
