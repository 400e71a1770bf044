"""Why the API does not do what it was asked."""

PHRASES: dict[str, str] = {
    # HTTP's own
    "Not Found": "Rien à cette adresse",
    "Method Not Allowed": "Cette adresse ne prend pas une telle demande",
    "There was an error parsing the body": "le corps de la demande est illisible",
    "{reason}; there are /metrics, /livez, /healthz and /api/v1/openapi.json": (
        "{reason}\u202f; il y a /metrics, /livez, /healthz et /api/v1/openapi.json"
    ),
    # web/api
    "a defect of topbms; its log says more": "un défaut de topbms\u202f; son journal en dit plus",
    "no pack is called {name}": "aucune batterie ne s'appelle {name}",
    "the bank has no history of {key}; it has {known}": ("le parc n'a pas d'historique de {key}\u202f; il a {known}"),
    "no page of events has this cursor": "aucune page d'événements n'a ce repère",
    "too many streams are open; close one": "trop de flux sont ouverts\u202f; fermez-en un",
    "url: {error}": "url\u202f: {error}",
    "the body has more than {most} bytes": "le corps de la demande dépasse {most} octets",
    # web/api/wrong
    "{said}; {fault}": "{said}\u202f; {fault}",
    "the body": "le corps de la demande",
    "the body is no JSON": "le corps de la demande n'est pas du JSON",
    "{place} is missing": "{place} manque",
    "{place} is not known here": "{place} n'est pas connu ici",
    "{place} must be a JSON object, sent as Content-Type: application/json": (
        "{place} doit être un objet JSON, envoyé avec l'en-tête Content-Type application/json"
    ),
    "{place} must be a number": "{place} doit être un nombre",
    "{place} must be a whole number": "{place} doit être un nombre entier",
    "{place} must be a text": "{place} doit être un texte",
    "{place} must be true or false": "{place} doit être true ou false",
    "{place} must be at least {ge}": "{place} doit valoir au moins {ge}",
    "{place} must be at most {le}": "{place} doit valoir au plus {le}",
    "{place} is too short": "{place} est trop court",
    "{place} has more than {max_length} characters": "{place} dépasse {max_length} caractères",
    "{place} is given more than {max_length} times": "{place} est donné plus de {max_length} fois",
    "{place} must be one of {expected}": "{place} doit être l'un de {expected}",
    "{place} is not a valid value": "{place} n'est pas une valeur valable",
    "{place}: a day is expected, such as 2026-11-25": "{place}\u202f: il faut un jour, par exemple 2026-11-25",
    "a day is expected, such as 2026-11-25": "il faut un jour, par exemple 2026-11-25",
    "{place}: {reason}": "{place}\u202f: {reason}",
    # web/safe
    "no password is set; set one with: topbms config password": (
        "aucun mot de passe n'est défini\u202f; définissez-en un avec\u202f: topbms config password"
    ),
    "that is not the password": "ce n'est pas le mot de passe",
    "too many wrong passwords; try again in {wait} s": (
        "trop de mots de passe faux\u202f; réessayez dans {wait}\u202fs"
    ),
    "the address has more than {characters} characters, or more than {values} values": (
        "l'adresse dépasse {characters} caractères, ou {values} valeurs"
    ),
    "the gateway is not known by this name; add it to hosts in [web] if it is right": (
        "la passerelle n'est pas connue sous ce nom\u202f; ajoutez-le à hosts dans [web] s'il est juste"
    ),
    "this was sent by a page of another address; behind a reverse proxy, have it pass on the Host header, "
    "and name it in trusted_proxies in [web]": (
        "la demande vient d'une page d'une autre adresse\u202f; derrière un proxy inverse, faites-lui transmettre "
        "l'en-tête Host, et nommez-le dans trusted_proxies de [web]"
    ),
    "a request has either Content-Length or Transfer-Encoding": (
        "une demande porte soit Content-Length, soit Transfer-Encoding"
    ),
    "log in with the password, or send an API token: Authorization: Bearer TOKEN": (
        "identifiez-vous avec le mot de passe, ou envoyez un jeton d'API dans l'en-tête Authorization (Bearer JETON)"
    ),
}
