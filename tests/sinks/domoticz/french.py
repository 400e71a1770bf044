"""The French of this sink's phrases, by their English templates, laid over the words that stand already."""

from dataclasses import replace

from topbms.model.words import Words, words

PHRASES = {
    "Nothing to report": "Rien à signaler",
    "No answer yet": "Pas encore de réponse",
    "No answer since {moment}": "Pas de réponse depuis {moment}",
    "{year}-{month}-{day} {time}": "le {day}/{month}/{year} à {time}",
    "{text}, still open: {alarms}": "{text}, toujours en cours\u202f: {alarms}",
    "The pack has not reported its alarms yet": "La batterie n'a pas encore transmis ses alarmes",
    "No alarm report since {moment}": "Pas d'état des alarmes depuis {moment}",
    "No pack answers": "Aucune batterie ne répond",
    "Without {packs}": "Sans {packs}",
    "{pack}: {text}": "{pack}\u202f: {text}",
    "Idle": "Au repos",
    "Balancing": "Équilibrage en cours",
    "Charge MOSFET off": "MOSFET de charge coupé",
    "Discharge MOSFET off": "MOSFET de décharge coupé",
    "Bank": "Parc",
    "Alarms": "Alarmes",
    "State": "État",
    "Temperature {number}": "Température {number}",
    "Cell {number}": "Cellule {number}",
}


def french() -> Words:
    """French words with this sink's phrases."""
    found = words("fr")
    return replace(found, phrases=PHRASES | dict(found.phrases))
