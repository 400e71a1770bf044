"""French phrases: what happened, as the log of events says it; what a scan of the page says."""

PHRASES: dict[str, str] = {
    "The gateway started.": "La passerelle a démarré.",
    "The gateway was stopped.": "La passerelle a été arrêtée.",
    "The link {name} is down: {text}": "La liaison {name} est coupée\u202f: {text}",
    "The link {name} is up.": "La liaison {name} est établie.",
    "{name} does not answer any more.": "{name} ne répond plus.",
    "{name} answers again.": "{name} répond de nouveau.",
    "The clock was set by {text}.": "L'horloge a été réglée de {text}.",
    "{name} told a value that cannot be, and it was held back: {text}": "{name} a donné une valeur impossible, qui a été retenue\u202f: {text}",
    "Readings that could not be kept, and are lost: {text}": "Relevés qui n'ont pas pu être conservés et sont perdus\u202f: {text}",
    "charge {charge} kWh, discharge {discharge} kWh": "charge {charge}\u202fkWh, décharge {discharge}\u202fkWh",
    "{count} more": "et {count} {count:autre|autres}",
    "The meter of {name} was set: {text}": "Le compteur de {name} a été réglé\u202f: {text}",
    "{name}: {alarm}": "{name}\u202f: {alarm}",
    "{name}: over: {alarm}": "{name}\u202f: terminé\u202f: {alarm}",
    "{port} is polled by this gateway already": "{port} est déjà interrogé par cette passerelle",
    "another scan is going on; wait for its end": "une autre recherche est en cours\u202f; attendez qu'elle finisse",
    "{path} is no serial port of this machine; see which there are": "{path} n'est pas un port série de cette machine\u202f; voyez lesquels il y a",
}
