"""English sentences are found again by their templates, and said in another language."""

import pytest

from topbms.model.words import words
from topbms.model.words.retold import retold

ENGLISH, FRENCH = words("en"), words("fr")
REFUSED = "socket://h:1 refuses the connection; is the port right, or taken by another client?"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no answer", "pas de réponse"),
        (
            REFUSED,
            "socket://h:1 refuse la connexion\u202f; le port est-il juste, ou pris par un autre client\u202f?",
        ),
        (
            "/dev/x is in use by another program; find it with: sudo fuser -v /dev/x",
            "/dev/x est pris par un autre programme\u202f; trouvez-le avec\u202f: sudo fuser -v /dev/x",
        ),
        ("charge 1.500 kWh, discharge 0.250 kWh", "charge 1.500\u202fkWh, décharge 0.250\u202fkWh"),
        ("1 more", "et 1 autre"),
        ("2 more", "et 2 autres"),
        ("socket://h:1: no answer", "socket://h:1\u202f: pas de réponse"),
    ],
)
def test_a_sentence_is_said_in_french(text: str, said: str) -> None:
    assert retold(text, FRENCH) == said


def test_a_template_whose_value_differs_from_one_place_to_the_other_does_not_fit() -> None:
    text = "/dev/x is in use by another program; find it with: sudo fuser -v /dev/y"
    assert not retold(text, FRENCH).startswith("/dev/x est pris")


@pytest.mark.parametrize("text", ["", "+1.5 s", "cake", "12", "²", "{port}"])
def test_what_was_made_of_no_template_stays(text: str) -> None:
    assert retold(text, FRENCH) == text


def test_english_stays() -> None:
    assert retold(REFUSED, ENGLISH) == REFUSED
