"""What verbs show that ask a pack for more than its values, and what they say of it."""

PHRASES: dict[str, str] = {
    # what a pack says of itself
    "company": "fabricant",
    "production date": "date de fabrication",
    "module": "module",
    "version": "version",
    "battery type": "type de batterie",
    "serial number": "numéro de série",
    "remarks": "remarques",
    "bar code": "code-barres",
    "clock": "horloge",
    "calibration voltage reference": "étalonnage, tension de référence",
    "calibration voltage": "étalonnage, tension",
    "calibration zero current": "étalonnage, courant nul",
    "calibration charge current": "étalonnage, courant de charge",
    "calibration discharge current": "étalonnage, courant de décharge",
    "calibration temperature": "étalonnage, température",
    "{time}, right": "{time}, à l'heure",
    "{time}, {seconds} s ahead": "{time}, en avance de {seconds} s",
    "{time}, {seconds} s behind": "{time}, en retard de {seconds} s",
    "{time}, which no calendar has": "{time}, ce qui n'est pas une date",
    # its parameters
    "no parameter differs": "aucun paramètre ne diffère",
    "{path} has no parameters; write one with: topbms parameters URL --json > {path}": (
        "{path} ne contient pas de paramètres\u202f; pour en écrire un\u202f: topbms parameters URL --json > {path}"
    ),
    "{name} goes by another setting: {text}": "Un réglage de {name} a changé\u202f: {text}",
    # its log
    "time": "heure",
    "cells": "cellules",
    "the log is empty": "le journal est vide",
    "reading the log": "lecture du journal",
    "records read: {count}": "enregistrements lus\u202f: {count}",
    "a pack has two logs; give --data or --alarms": ("une batterie a deux journaux\u202f; indiquez --data ou --alarms"),
    "{port}: pack {pack} did not answer any more after record {count}; try again, what was read is shown": (
        "{port}\u202f: la batterie {pack} ne répondait plus après l'enregistrement {count}\u202f; réessayez, "
        "ce qui a été lu est affiché"
    ),
    "{port}: the log of pack {pack} broke off after record {count} ({trouble}); try again, what was read is shown": (
        "{port}\u202f: le journal de la batterie {pack} s'est interrompu après l'enregistrement {count} "
        "({trouble})\u202f; réessayez, ce qui a été lu est affiché"
    ),
    "{link}: nothing can be asked any more, the port is being closed": (
        "{link}\u202f: on ne peut plus rien demander, le port est en train d'être fermé"
    ),
    "the link of {pack} is down, so it cannot be asked; see what the link says": (
        "la liaison de {pack} est coupée, elle ne peut donc pas être interrogée\u202f; voyez ce qu'en dit la liaison"
    ),
    "the log of {pack} is being read for somebody already; try again in a minute": (
        "le journal de {pack} est déjà en cours de lecture\u202f; réessayez dans une minute"
    ),
    "{pack} could not be asked within {seconds:.0f} s, its line is too busy; try again later": (
        "{pack} n'a pas pu être interrogée en {seconds:.0f}\u202fs, sa ligne est trop chargée\u202f; réessayez plus tard"
    ),
    "the log broke off: {trouble}; try again": "le journal s'est interrompu\u202f: {trouble}\u202f; réessayez",
    (
        "the log did not come to its end within {seconds:.0f} s: what it holds besides is newer; "
        "topbms records reads all of it"
    ): (
        "la lecture n'est pas arrivée au bout du journal en {seconds:.0f}\u202fs\u202f: ce qui manque est plus récent\u202f; "
        "topbms records le lit en entier"
    ),
    "{pack} does not answer; is it switched on?": "{pack} ne répond pas\u202f; est-elle allumée\u202f?",
    "{pack} keeps no such log, or does not give it: {trouble}": (
        "{pack} ne tient pas ce journal, ou ne le donne pas\u202f: {trouble}"
    ),
    "what {pack} answered was damaged: {trouble}; try again": (
        "la réponse de {pack} était abîmée\u202f: {trouble}\u202f; réessayez"
    ),
    # its clock
    "the clock of pack {pack} shows {time}": "l'horloge de la batterie {pack} indique {time}",
    "it would be set to this machine's time, {time}": "elle serait mise à l'heure de cette machine, {time}",
}
