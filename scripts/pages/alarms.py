"""docs/alarms.md: every alarm and state in both languages. Knows the vocabulary and its words."""

from scripts.pages.markdown import code, table
from topbms.model.alarms import STATES, URGENCY
from topbms.model.words import words

_EN, _FR = words("en"), words("fr")

_HEAD = """\
# Alarms and states · Alarmes et états

One vocabulary for all BMS families. The codes are promises: they stand in `--json`, in the history and in exports.

- **warning**: the BMS warns, and switches nothing.
- **protection**: the BMS has switched charge or discharge off by itself.
- **fault**: something in the pack or its BMS is broken.

"Fully charged" is a state, not an alarm. topbms reads a battery and never switches anything in it.

Chaque alarme est décrite en anglais, puis en français. Les trois niveaux\u202f: avertissement (le BMS prévient, sans
rien couper), protection (il a coupé la charge ou la décharge), défaut (quelque chose est en panne).

"""


def page() -> str:
    """The whole page."""
    overview = table(("code", "level", "English", "français"), [_overview(alarm) for alarm in URGENCY])
    sections = "\n".join(_section(alarm) for alarm in URGENCY)
    return f"{_HEAD}{overview}\n{sections}\n## States · États\n\n{_STATES}{_states()}"


_STATES = """\
A state is true or false; a pack that did not report it has none. Each reads as what holds when it is true.

"""


def _overview(alarm: str) -> list[str]:
    link = f"[{code(alarm)}](#{alarm})"
    return [link, ", ".join(URGENCY[alarm]), _EN.alarms[alarm].words, _FR.alarms[alarm].words]


def _section(alarm: str) -> str:
    english, french = _EN.alarms[alarm], _FR.alarms[alarm]
    return (
        f"## {code(alarm)}\n\n{_levels(alarm)}\n"
        f"**{english.words}.** {english.meaning}\n*What to do:* {english.action}\n\n"
        f"**{french.words}.** {french.meaning}\n*Que faire\u202f:* {french.action}\n"
    )


def _levels(alarm: str) -> str:
    rows = [
        [level, _EN.urgencies[urgency], _FR.levels[level], _FR.urgencies[urgency]]
        for level, urgency in URGENCY[alarm].items()
    ]
    return table(("level", "when to act", "niveau", "quand agir"), rows)


def _states() -> str:
    rows = [[code(state), _EN.states[state], _FR.states[state]] for state in STATES]
    return table(("state", "English", "français"), rows)
