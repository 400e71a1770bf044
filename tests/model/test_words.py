"""Every language says everything, in whole sentences, and says the same."""

import re
from collections.abc import Iterator
from string import Formatter

import pytest

from topbms.model.alarms import STATES, URGENCY, Alarm, Level, Urgency
from topbms.model.quantities import CATALOGUE
from topbms.model.words import Words, languages, words
from topbms.model.words.entry import AlarmWords

LANGUAGES = languages()
OTHERS = [language for language in LANGUAGES if language != "en"]

WARNING = Alarm("cell_overvoltage", Level.WARNING, 7)
FAULT = Alarm("temperature_sensor_fault", Level.FAULT)


def texts(spoken: Words) -> Iterator[str]:
    """Everything a language says."""
    for table in (spoken.quantities, spoken.states, spoken.levels, spoken.urgencies, spoken.phrases):
        yield from table.values()
    for entry in spoken.alarms.values():
        yield from (entry.words, entry.meaning, entry.action)


def placeholders(template: str) -> set[tuple[str, str]]:
    """The values of a template with the way each is formatted; without the nouns that follow a count."""
    return {(name, spec or "") for _, name, spec, _ in Formatter().parse(template) if name and "|" not in (spec or "")}


def bare(template: str) -> str:
    """The template's own text, each value in braces replaced by a letter."""
    return "".join(text + ("x" if name is not None else "") for text, name, _, _ in Formatter().parse(template))


def test_english_and_french_are_spoken() -> None:
    assert {"en", "fr"} <= set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_key_and_no_other(language: str) -> None:
    spoken = words(language)
    assert spoken.language == language
    assert set(spoken.quantities) == {quantity.key for quantity in CATALOGUE}
    assert set(spoken.states) == set(STATES)
    assert set(spoken.levels) == {level.value for level in Level}
    assert set(spoken.urgencies) == {urgency.value for urgency in Urgency}
    assert set(spoken.alarms) == set(URGENCY)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_or_untidy(language: str) -> None:
    untidy = [text for text in texts(words(language)) if not text.strip() or text != text.strip() or "  " in text]
    assert untidy == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_meaning_action_and_urgency_are_sentences_and_words_are_not(language: str) -> None:
    spoken = words(language)
    sentences = [text for entry in spoken.alarms.values() for text in (entry.meaning, entry.action)]
    sentences += spoken.urgencies.values()
    assert [text for text in sentences if not text.endswith(".")] == []
    assert [text for text in sentences if re.search(r"[.!?]\s+.*[.!?]\s+\S.*", text)] == []  # two at most
    assert [entry.words for entry in spoken.alarms.values() if entry.words.endswith(".")] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_keys_are_called_alike(language: str) -> None:
    spoken = words(language)
    called = [entry.words for entry in spoken.alarms.values()]
    for names in (called, list(spoken.quantities.values()), list(spoken.states.values())):
        assert len({name.casefold() for name in names}) == len(names)


@pytest.mark.parametrize("language", OTHERS)
def test_no_alarm_was_left_in_english(language: str) -> None:
    english, spoken = words("en"), words(language)
    left = [
        code
        for code, entry in spoken.alarms.items()
        for said, original in zip(_parts(entry), _parts(english.alarms[code]), strict=True)
        if said == original
    ]
    assert left == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_phrase_has_the_values_of_its_template(language: str) -> None:
    phrases = words(language).phrases
    differing = [template for template, said in phrases.items() if placeholders(template) != placeholders(said)]
    assert differing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_count_says_both_forms_of_its_noun(language: str) -> None:
    forms = [spec for said in words(language).phrases.values() for _, _, spec, _ in Formatter().parse(said) if spec]
    assert [spec for spec in forms if "|" in spec and len([form for form in spec.split("|") if form]) != 2] == []


ROWS = "{path}: {count} rows"
SCANNED = "{port}: {count} TopBMS packs answer."


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [
        ("en", 0, "x: 0 rows"),
        ("en", 1, "x: 1 row"),
        ("en", 2, "x: 2 rows"),
        ("fr", 0, "x\u202f: 0 ligne"),
        ("fr", 1, "x\u202f: 1 ligne"),
        ("fr", 2, "x\u202f: 2 lignes"),
    ],
)
def test_a_noun_follows_its_count(language: str, count: int, said: str) -> None:
    assert words(language).say(ROWS, path="x", count=count) == said


@pytest.mark.parametrize(
    ("language", "said"), [("en", "x: 1 TopBMS pack answers."), ("fr", "x\u202f: 1 batterie TopBMS répond.")]
)
def test_a_verb_follows_the_count_too(language: str, said: str) -> None:
    assert words(language).say(SCANNED, port="x", count=1) == said


def test_a_number_is_written_as_its_template_says() -> None:
    assert words("en").say("{count:02X} {count!r} {count} {yes}", count=10, yes=True) == "0A 10 10 True"


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("template", ["{words} ({level})", "{words}, cell {cell} ({level})"])
def test_the_phrases_of_an_alarm_are_translated(language: str, template: str) -> None:
    assert template in words(language).phrases


def test_french_typography() -> None:
    """A narrow no-break space before double signs, inside quotation marks and before degrees; straight apostrophes."""
    wrong = re.compile("(?<!\u202f)([;!?:](?=\\s|$)|»|°C)|«(?!\u202f)|\u2019|\u00a0")
    assert [text for text in texts(words("fr")) if wrong.search(bare(text))] == []


def test_an_unknown_language_speaks_english() -> None:
    spoken = words("xx")
    assert spoken.language == "en"
    assert spoken.quantities["soc"] == "State of charge"


@pytest.mark.parametrize("name", ["entry", "", "../fr"])
def test_a_name_that_is_no_language_speaks_english(name: str) -> None:
    assert words(name).language == "en"


@pytest.mark.parametrize(
    ("language", "alarm", "said"),
    [
        ("en", WARNING, "Cell voltage too high, cell 7 (warning)"),
        ("en", FAULT, "Temperature sensor not working (fault)"),
        ("fr", WARNING, "Tension de cellule trop élevée, cellule 7 (avertissement)"),
        ("fr", FAULT, "Sonde de température en panne (défaut)"),
        ("fr", Alarm("short_circuit", Level.PROTECTION), "Court-circuit (protection)"),
    ],
)
def test_an_alarm_in_a_few_words(language: str, alarm: Alarm, said: str) -> None:
    assert words(language).alarm(alarm) == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_alarm_at_every_level_can_be_said(language: str) -> None:
    spoken = words(language)
    alarms = [Alarm(code, level) for code, levels in URGENCY.items() for level in levels]
    assert len({spoken.alarm(alarm) for alarm in alarms}) == len(alarms)


@pytest.mark.parametrize(
    ("language", "alarm", "said"),
    [
        ("en", Alarm("short_circuit", Level.PROTECTION), "Act now."),
        ("en", Alarm("cell_undervoltage", Level.WARNING), "Act today."),
        ("en", Alarm("cell_undervoltage", Level.PROTECTION), "Act now."),
        ("fr", Alarm("clock_fault", Level.FAULT), "Agissez dans les prochains jours."),
    ],
)
def test_how_urgent_an_alarm_is(language: str, alarm: Alarm, said: str) -> None:
    assert words(language).urgency(alarm) == said


def test_an_alarm_outside_the_vocabulary_is_an_error() -> None:
    with pytest.raises(KeyError):
        words("en").alarm(Alarm("invented", Level.FAULT))


def test_a_phrase_that_a_language_lacks_is_said_in_english() -> None:
    template = "no such phrase for {name}"
    assert words("fr").say(template, name="Batterie 1") == "no such phrase for Batterie 1"


def test_a_phrase_may_have_a_value_called_template() -> None:
    assert words("en").say("it says {template}", template="this") == "it says this"


def _parts(entry: AlarmWords) -> tuple[str, str, str]:
    return entry.words, entry.meaning, entry.action
