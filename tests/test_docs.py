"""The documentation says what is there: nothing undocumented or out of date, no dead link, no false command.

Reads pages as a reader does; only the first test knows how some of them are made.
"""

import ast
import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer
from pydantic import BaseModel
from scripts import docs
from scripts.pages import settings as settings_page

from topbms.cli.program import program
from topbms.config import model, sink_names
from topbms.dialects import dialects
from topbms.model.alarms import STATES, URGENCY
from topbms.model.quantities import CATALOGUE
from topbms.model.words import languages, words
from topbms.sim.faulttext import KINDS

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
READMES = (ROOT / "README.md", ROOT / "README.fr.md")

_FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)
_STRANGE = re.compile("/" + r"work/|/Users/\w|[.]pyenv|/site[-]packages/")
_TEXTS = {".py", ".md", ".toml", ".yaml", ".sh", ".txt", ".json", ".jsonl", ""}


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _prose(text: str) -> str:
    """Without code blocks."""
    return _FENCE.sub("", text)


def _section(page: str, heading: str) -> str:
    """What stands under a heading, up to the next of the same depth."""
    text = _text(page)
    start = text.index(f"\n## {heading}\n")
    end = text.find("\n## ", start + 1)
    return text[start : end if end > 0 else len(text)]


# --- generated pages


@pytest.mark.parametrize("page", [*docs.WHOLE, *docs.PARTS])
def test_a_generated_page_is_what_the_code_says(page: str) -> None:
    assert _text(page) == docs.made()[page], "out of date: make docs"


# --- nothing undocumented


def _all_settings() -> Iterator[tuple[str, str]]:
    yield from _settings("At the top of the file", model())
    for path, section, is_list in settings_page.sections(model(), ""):
        yield from _settings(f"`[[{path}]]`" if is_list else f"`[{path}]`", section)


def _settings(heading: str, section: type[BaseModel]) -> Iterator[tuple[str, str]]:
    below = {path.rpartition(".")[2] for path, _, _ in settings_page.sections(section, "")}
    yield from ((heading, key) for key in section.model_fields if key not in below)


@pytest.mark.parametrize(("heading", "key"), list(_all_settings()))
def test_a_setting_is_documented(heading: str, key: str) -> None:
    row = next(line for line in _section("docs/settings.md", heading).splitlines() if line.startswith(f"| `{key}` |"))
    meaning = row.split(" | ")[-1]
    assert len(meaning.split()) > 2, f"{key} has no docstring that explains it"


def test_the_sections_are_all_there() -> None:
    sections = {path for path, _, _ in settings_page.sections(model(), "")}
    assert sections == {"poll", "history", "web", "web.token", "link", "link.pack", *sink_names()}


@cache
def _verbs() -> dict[str, Any]:
    return dict(_leaves("topbms", typer.main.get_command(program(None))))


def _leaves(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    below = getattr(command, "commands", None)
    if below is None:
        yield name, command
        return
    for key, one in below.items():
        yield from _leaves(f"{name} {key}", one)


@pytest.mark.parametrize("verb", sorted(_verbs()))
def test_a_verb_is_documented_with_all_its_options(verb: str) -> None:
    section = _section("docs/cli.md", verb)
    options = [name for parameter in _verbs()[verb].params if not parameter.hidden for name in parameter.opts]
    assert [name for name in options if name.startswith("-") and f"`{name}`" not in section] == []


def test_the_verbs_that_were_promised_are_there() -> None:
    promised = "run demo read scan decode watch simulate backup restore status"
    groups = "config init, config check, config schema, config import, domoticz setup, service install, "
    groups += "service remove, history export"
    names = {f"topbms {name}" for name in [*promised.split(), *groups.split(", ")]}
    assert names <= set(_verbs())


@pytest.mark.parametrize("key", [quantity.key for quantity in CATALOGUE])
def test_a_quantity_is_documented(key: str) -> None:
    row = next(line for line in _text("docs/quantities.md").splitlines() if line.startswith(f"| `{key}` |"))
    assert all(words(language).quantities[key] in row for language in languages())


@pytest.mark.parametrize("alarm", sorted(URGENCY))
def test_an_alarm_is_documented(alarm: str) -> None:
    section = _section("docs/alarms.md", f"`{alarm}`")
    for language in languages():
        spoken = words(language)
        told = [spoken.alarms[alarm].words, spoken.alarms[alarm].meaning, spoken.alarms[alarm].action]
        told += [spoken.urgencies[urgency] for urgency in URGENCY[alarm].values()]
        told += [spoken.levels[level] for level in URGENCY[alarm]]
        assert [text for text in told if text not in section] == []


@pytest.mark.parametrize("state", STATES)
def test_a_state_is_documented(state: str) -> None:
    section = _section("docs/alarms.md", "States · États")
    assert all(words(language).states[state] in section for language in languages())
    assert f"`{state}`" in section


@pytest.mark.parametrize("sink", sink_names())
def test_a_sink_has_a_page(sink: str) -> None:
    assert f"[{sink}]" in _text(f"docs/{sink}.md")
    assert all(f"](docs/{sink}.md)" in readme.read_text(encoding="utf-8") for readme in READMES)


@pytest.mark.parametrize("dialect", sorted(dialects()))
def test_a_dialect_is_documented_and_captured(dialect: str) -> None:
    assert f"\n| `{dialect}` |" in _text("docs/dialects.md")
    assert f"\n| `{dialect}` |" in _text("SUPPORTED.md")


@pytest.mark.parametrize("fault", sorted(KINDS))
def test_a_fault_of_the_simulator_is_documented(fault: str) -> None:
    assert f"\n| `{fault}` |" in _text("docs/simulator.md")


# --- links


def _anchors(path: Path) -> set[str]:
    """The headings of a page as a browser is sent to them."""
    titles = [title.replace("`", "").lower() for _, title in _HEADING.findall(_prose(path.read_text(encoding="utf-8")))]
    return {re.sub(r"[^\w\- ]", "", title).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_local_links_lead_somewhere(page: Path) -> None:
    dead = []
    for link in _LINK.findall(_prose(page.read_text(encoding="utf-8"))):
        if re.match(r"https?:", link):
            continue
        file, _, anchor = link.partition("#")
        target = (page.parent / file).resolve() if file else page
        if not target.exists() or (anchor and anchor not in _anchors(target)):
            dead.append(link)
    assert dead == []


def test_the_read_me_leads_to_every_page() -> None:
    for readme in READMES:
        links = set(_LINK.findall(readme.read_text(encoding="utf-8")))
        assert {_name(page) for page in PAGES} - links - {_name(other) for other in READMES} == set()


# --- commands


def _blocks(page: Path, language: str) -> Iterator[str]:
    yield from (body for kind, body in _FENCE.findall(page.read_text(encoding="utf-8")) if kind == language)


def _typed(page: Path) -> Iterator[list[str]]:
    """Each command of the shell blocks of a page that runs topbms, from the program's name on."""
    for block in _blocks(page, "sh"):
        for line in block.splitlines():
            tokens = shlex.split(line)
            at = next((i for i, token in enumerate(tokens) if Path(token).name == "topbms"), len(tokens))
            if at == 0 or tokens[:at] in (["sudo"], ["docker", "compose", "run", "--rm"]):
                yield tokens[at:]


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_commands_in_blocks_can_be_typed(page: Path) -> None:
    for tokens in _typed(page):
        verb = _verb_of(tokens)
        assert verb is not None, f"{tokens} names no verb"
        arguments = tokens[len(verb.split()) :]
        if "--help" not in arguments:
            _verbs()[verb].make_context(verb, arguments).close()


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_commands_in_prose_exist(page: Path) -> None:
    for span in _SPAN.findall(_prose(page.read_text(encoding="utf-8"))):
        tokens = span.removeprefix("sudo ").split()
        if tokens[0] != "topbms" or len(tokens) == 1 or tokens[1].startswith("-") or tokens[1].isupper():
            continue
        verb = _verb_of(tokens)
        assert verb is not None, f"`{span}` names no verb"
        options = {name for parameter in _verbs()[verb].params for name in parameter.opts}
        assert [one for one in tokens if one.startswith("-") and one not in options] == []


def _verb_of(tokens: list[str]) -> str | None:
    names = [" ".join(["topbms", *tokens[1 : 1 + count]]) for count in (2, 1)]
    return next((name for name in names if name in _verbs()), None)


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_targets_of_make_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", _text("Makefile"), re.MULTILINE))
    blocks = [line.split() for block in _blocks(page, "sh") for line in block.splitlines()]
    spans = [span.split() for span in _SPAN.findall(_prose(page.read_text(encoding="utf-8")))]
    wanted = {tokens[1] for tokens in blocks + spans if tokens[:1] == ["make"] and len(tokens) > 1}
    assert wanted <= targets


# --- the two read-mes


def test_the_read_mes_have_the_same_chapters() -> None:
    depths = [[hashes for hashes, _ in _HEADING.findall(_prose(page.read_text(encoding="utf-8")))] for page in READMES]
    assert depths[0] == depths[1]


def test_the_read_mes_have_the_same_commands_and_links() -> None:
    english, french = READMES
    assert list(_blocks(english, "sh")) == list(_blocks(french, "sh"))
    assert list(_blocks(english, "toml")) == list(_blocks(french, "toml"))
    links = [_LINK.findall(page.read_text(encoding="utf-8")) for page in READMES]
    assert set(links[0]) - {"README.fr.md"} == set(links[1]) - {"README.md"}


def test_french_prose_has_its_narrow_spaces() -> None:
    text = _SPAN.sub("x", _prose(_text("README.fr.md")))
    text = re.sub(r"\]\([^)]*\)|^\|[-| ]+\|$", "]", text, flags=re.MULTILINE)
    assert re.findall(r"\S+ [;:!?»]|« \S+|\w[;!?»](?=\s)|\w:(?=\s)", text) == []


# --- lines that the program prints


@cache
def _templates() -> frozenset[str]:
    """Every text of the program, with … for what is filled in."""
    found = set()
    for path in (ROOT / "src" / "topbms").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                found.add("".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(re.sub(r"\{[^}]*\}|%(?:\.1f|[sd])", "…", node.value))
    return frozenset(found)


def _quoted() -> list[str]:
    """What the page on troubles says that one may see: code at the begin of a row."""
    return re.findall(r"^\| `([^`]+(?:`[^`|]+`[^`|]+)*)` \|", _text("docs/troubleshooting.md"), re.MULTILINE)


@pytest.mark.parametrize("line", _quoted())
def test_a_line_in_the_page_on_troubles_is_one_that_is_printed(line: str) -> None:
    begin = line.removesuffix("…").rstrip()
    assert line in _templates() or (begin != line and any(template.startswith(begin) for template in _templates()))


def test_the_page_on_troubles_was_read() -> None:
    assert len(_quoted()) > 30


# --- the project speaks of itself


def _files() -> list[Path]:
    folders = [ROOT / name for name in ("src", "tests", "docs", "scripts", "benchmarks")]
    below = [path for folder in folders for path in folder.rglob("*") if "__pycache__" not in path.parts]
    above = [path for path in ROOT.iterdir() if not path.name.startswith(".")]
    return [path for path in [*above, *below] if path.is_file() and path.suffix in _TEXTS]


def test_no_file_names_a_folder_of_its_makers() -> None:
    named = {_name(path) for path in _files() if _STRANGE.search(path.read_text(encoding="utf-8", errors="replace"))}
    assert named == set()
