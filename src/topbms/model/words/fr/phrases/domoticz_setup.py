"""What `topbms domoticz setup` says beside what the set-up itself tells."""

PHRASES: dict[str, str] = {
    # cli/domoticz
    "{path} has no [domoticz] section; add one with its url": (
        "{path} n'a pas de section [domoticz]\u202f; ajoutez-en une avec son url"
    ),
    "{path}: no [[link]], so there is nothing to make devices for": (
        "{path}\u202f: pas de [[link]], donc rien pour quoi créer des dispositifs"
    ),
    "Password of Domoticz user {user}": "Mot de passe de l'utilisateur Domoticz {user}",
    "no pack has been read, so it is not known which devices it needs; try again when one answers, "
    "or wait for the running gateway's first reading": (
        "aucune batterie n'a été lue, on ne sait donc pas quels dispositifs il lui faut\u202f; recommencez quand l'une "
        "d'elles répondra, ou attendez la première lecture de la passerelle en marche"
    ),
    "{key}: was there already": "{key}\u202f: déjà là",
    "{key}: your idx {idx}": "{key}\u202f: votre idx {idx}",
    # cli/survey
    "{link}: polled by the running gateway (process {pid}), which has kept no reading of all its packs yet; wait a minute": (
        "{link}\u202f: interrogé par la passerelle en marche (processus {pid}), qui n'a pas encore lu toutes ses batteries"
    ),
}
