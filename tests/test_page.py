"""The page's build: what it takes from a machine, when it is up to date, and what must never be committed."""

import json
import shutil
from pathlib import Path

import pytest
from scripts import page

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("version", ["v20.19.0", "v20.20.2", "v22.12.0", "v24.1.0", "v26.0.0"])
def test_a_node_that_the_tools_run_on_is_taken(version: str) -> None:
    assert page.recent(version)


@pytest.mark.parametrize("version", ["v18.20.4", "v20.18.9", "v21.7.0", "v22.11.0", "", "node"])
def test_any_other_is_not(version: str) -> None:
    assert not page.recent(version)


def test_a_packager_can_leave_the_page_out() -> None:
    assert page.wanted({})
    assert not page.wanted({"TOPBMS_NO_PAGE": "1"})


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A page that was built of its sources."""
    frontend = tmp_path / "frontend"
    (frontend / "src").mkdir(parents=True)
    (frontend / "node_modules").mkdir()
    for name in ("index.html", "package.json", "package-lock.json", "svelte.config.js", "vite.config.ts"):
        shutil.copy(ROOT / "frontend" / name, frontend / name)
    (frontend / "src" / "main.ts").write_text("mount();")
    static = tmp_path / "src" / "topbms" / "web" / "static"
    static.mkdir(parents=True)
    (static / "index.html").write_text("<!doctype html>")
    (frontend / "node_modules" / ".page").write_text(page.digest(tmp_path))
    return tmp_path


def test_a_page_of_the_same_sources_is_not_built_again(tree: Path) -> None:
    assert page.is_built(tree)
    page.build(tree)


def test_a_changed_source_makes_it_old(tree: Path) -> None:
    (tree / "frontend" / "src" / "main.ts").write_text("mount(App);")
    assert not page.is_built(tree)


def test_so_does_a_new_one_and_a_page_that_was_removed(tree: Path) -> None:
    (tree / "frontend" / "src" / "other.ts").touch()
    assert not page.is_built(tree)
    (tree / "frontend" / "src" / "other.ts").unlink()
    assert page.is_built(tree)
    (tree / "src" / "topbms" / "web" / "static" / "index.html").unlink()
    assert not page.is_built(tree)


def test_the_lock_file_names_no_registry() -> None:
    lock = json.loads((ROOT / "frontend" / "package-lock.json").read_text())
    assert all("resolved" not in package for package in lock["packages"].values())
    assert all("integrity" in package for name, package in lock["packages"].items() if name)
