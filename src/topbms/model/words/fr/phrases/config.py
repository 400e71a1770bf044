"""What is wrong with a config, and what `topbms config check` and `init` say."""

PHRASES: dict[str, str] = {
    "{path} is not a plain file; name the config itself": (
        "{path} n'est pas un simple fichier\u202f; nommez la configuration elle-même"
    ),
    "history.path: {path} is a folder; name a file in it": (
        "history.path\u202f: {path} est un dossier\u202f; nommez un fichier dedans"
    ),
    "{path} is not TOML that topbms can use: it is nested too deeply": (
        "{path} n'est pas du TOML utilisable par topbms\u202f: trop de niveaux imbriqués"
    ),
    # settings
    'a duration with its unit is expected, such as "500ms", "10s", "5min", "2h" or "30d"': (
        'il faut une durée avec son unité, par exemple "500ms", "10s", "5min", "2h" ou "30d"'
    ),
    # config/reading, config/secrets
    "no config found (looked for {places}); write one with: topbms config init": (
        "aucune configuration trouvée (cherchée\u202f: {places})\u202f; écrivez-en une avec\u202f: topbms config init"
    ),
    "{path} does not exist; write one with: topbms config init": (
        "{path} n'existe pas\u202f; écrivez-en une avec\u202f: topbms config init"
    ),
    "{path}: no permission to read it; try with sudo": "{path}\u202f: lecture interdite\u202f; essayez avec sudo",
    "{path}, line {line}: not UTF-8 text; save it as UTF-8": (
        "{path}, ligne {line}\u202f: ce n'est pas du texte UTF-8\u202f; enregistrez le fichier en UTF-8"
    ),
    "{path}, line {line}: not TOML: {reason}": "{path}, ligne {line}\u202f: ce n'est pas du TOML\u202f: {reason}",
    "{path} is not TOML: {reason}": "{path} n'est pas du TOML\u202f: {reason}",
    "{path}: {reason}": "{path}\u202f: {reason}",
    "{path}: {problem}": "{path}\u202f: {problem}",
    "{path}: there is no such user's folder; write the whole path": (
        "{path}\u202f: cet utilisateur n'a pas de dossier ici\u202f; écrivez le chemin complet"
    ),
    "{path}: no [[link]], so no battery is read; find yours with: topbms scan": (
        "{path}\u202f: pas de [[link]], donc aucune batterie n'est lue\u202f; cherchez la vôtre avec\u202f: topbms scan"
    ),
    "{path} holds a secret and everybody may read it; try: chmod o-r {path}": (
        "{path} contient un secret et tout le monde peut le lire\u202f; essayez\u202f: chmod o-r {path}"
    ),
    # config/parsing, config/wording, config/sections
    "{problem} ({count} more; see them with: topbms config check)": (
        "{problem} (et {count} {count:autre|autres}\u202f; pour les voir\u202f: topbms config check)"
    ),
    "{problem}; {expected} is possible too": "{problem}\u202f; {expected} est possible aussi",
    "{path} is missing": "{path} manque",
    "{path} must be a whole number, not {value}": "{path} doit être un nombre entier, et non {value}",
    "{path} must be a number, not {value}": "{path} doit être un nombre, et non {value}",
    "{path} must be true or false, not {value}": "{path} doit être true ou false, et non {value}",
    "{path} must be a text in quotes, not {value}": "{path} doit être un texte entre guillemets, et non {value}",
    "{path} must have at most {max_length} characters": "{path} doit avoir {max_length} caractères au plus",
    "{path} must be 1 to 40 letters (without accents), digits, _ or -, not {value}": (
        "{path} doit avoir 1 à 40 lettres (sans accents), chiffres, _ ou -, et non {value}"
    ),
    "{path} must be at least {ge}, not {value}": "{path} doit être au moins {ge}, et non {value}",
    "{path} must be more than {gt}, not {value}": "{path} doit être plus grand que {gt}, et non {value}",
    "{path} must be at most {le}, not {value}": "{path} doit être au plus {le}, et non {value}",
    "{path} must be one of {expected}, not {value}": "{path} doit être parmi {expected}, et non {value}",
    "{path} must be a table, not {value}": "{path} doit être une table, et non {value}",
    "{path} must be a list of tables, each under a heading in double brackets, not {value}": (
        "{path} doit être une liste de tables, chacune sous un titre entre doubles crochets, et non {value}"
    ),
    "{path} is not a setting; did you mean {close}?": (
        "{path} n'est pas un réglage\u202f; vouliez-vous dire {close}\u202f?"
    ),
    "{path} is not a setting; known here are {known}": "{path} n'est pas un réglage\u202f; ici il y a {known}",
    "known languages are {known}": "les langues connues sont {known}",
    # config/relations
    "{path}: {value} is taken by {other}; each needs its own": (
        "{path}\u202f: {value} est déjà pris par {other}\u202f; chacun doit avoir le sien"
    ),
    "{path}: {value} is the port of {other} too; packs on one port belong to one [[link]]": (
        "{path}\u202f: {value} est aussi le port de {other}\u202f; "
        "les batteries d'un même port vont dans un même [[link]]"
    ),
    "{path}: {value} is the name of all packs together; choose another": (
        "{path}\u202f: {value} désigne toutes les batteries ensemble\u202f; choisissez un autre nom"
    ),
    (
        "{path}: packs have numbers up to {highest}, not {value}; only those of dialect {grouped} go further, "
        "and it must be named"
    ): (
        "{path}\u202f: les batteries ont des numéros jusqu'à {highest}, pas {value}\u202f; seul le dialecte {grouped} va "
        "plus loin, et il faut le nommer"
    ),
    "{path}: {value!r} is no known dialect; known are {known}": (
        "{path}\u202f: {value!r} n'est pas un dialecte connu\u202f; il y a {known}"
    ),
    '{path} = "auto" and a list of [[link.pack]] exclude each other; keep one': (
        "{path} = \"auto\" et une liste de [[link.pack]] s'excluent\u202f; gardez l'un des deux"
    ),
    "there is a character in it that cannot be seen; type it anew": (
        "il s'y trouve un caractère invisible\u202f; tapez la valeur de nouveau"
    ),
    "{path} names no pack; did you mean {close}?": (
        "{path} ne désigne aucune batterie\u202f; vouliez-vous dire {close}\u202f?"
    ),
    "{path} names no pack; packs are {known}": "{path} ne désigne aucune batterie\u202f; il y a {known}",
    # cli/config: check
    "{path} can be used.": "{path} est utilisable.",
    "Read every {interval}:": "Lecture toutes les {interval}\u202f:",
    "{link} at {url}: {packs}": "{link} sur {url}\u202f: {packs}",
    "{pack} (address {address})": "{pack} (adresse {address})",
    "whatever answers at addresses 1 to 16": "tout ce qui répond aux adresses 1 à 16",
    "History in {path}: every reading for {raw}, means for ever": (
        "Historique dans {path}\u202f: chaque lecture pendant {raw}, les moyennes pour toujours"
    ),
    "Sent to {target} every {interval}": "Envoyé à {target} toutes les {interval}",
    "Sent nowhere: there is no section such as [domoticz]": (
        "Aucun envoi\u202f: pas de section [domoticz] ou semblable"
    ),
    "{count} devices that exist already keep their idx": (
        "{count} {count:dispositif qui existe déjà garde|dispositifs qui existent déjà gardent} leur idx"
    ),
    # cli/config: init
    "{path} exists already and is left as it is; replace it with --force": (
        "{path} existe déjà et reste tel quel\u202f; remplacez-le avec --force"
    ),
    "{path} exists already and is left as it is": "{path} existe déjà et reste tel quel",
    "{path} is written. Check it after a change: topbms config check --config {path}": (
        "{path} est écrit. Vérifiez-le après une modification\u202f: topbms config check --config {path}"
    ),
    "The port of your battery is missing: topbms scan shows what there is.": (
        "Il manque le port de votre batterie\u202f: topbms scan montre ce qu'il y a."
    ),
    "Port of the battery (empty: later)": "Port de la batterie (vide\u202f: plus tard)",
    "Battery {number}": "Batterie {number}",
    "a {radio} stick, no battery: leave it alone": "une clé {radio}, pas une batterie\u202f: n'y touchez pas",
    "{folder} does not exist; make it with: mkdir -p {folder}": (
        "{folder} n'existe pas\u202f; créez-le avec\u202f: mkdir -p {folder}"
    ),
    "{path}: no permission to write it; try with sudo": "{path}\u202f: écriture interdite\u202f; essayez avec sudo",
    "{path} cannot be written: {reason}": "{path} ne peut pas être écrit\u202f: {reason}",
    # cli/configuring/draft: comments in the file
    "Settings of topbms. What is not written here has its default.": (
        "Réglages de topbms. Ce qui n'est pas écrit ici a sa valeur par défaut."
    ),
    "After a change: topbms config check. All settings: topbms config schema.": (
        "Après une modification\u202f: topbms config check. Tous les réglages\u202f: topbms config schema."
    ),
    "time between two readings of a pack": "temps entre deux lectures d'une batterie",
    "looked for at addresses 1 to 16; their ids: {id}-1 …": (
        "cherchées aux adresses 1 à 16\u202f; leurs id\u202f: {id}-1 …"
    ),
    "keys history and devices: never change it": "clé de l'historique et des dispositifs\u202f: ne jamais changer",
    "is only shown: change it as you like": "seulement affiché\u202f: modifiable",
    "or /dev/serial/by-id/…, rfc2217://HOST:PORT": "ou /dev/serial/by-id/…, rfc2217://HÔTE:PORT",
    "alarms go at once": "les alarmes partent aussitôt",
    "Only if Domoticz asks for a login:": "Seulement si Domoticz demande un mot de passe\u202f:",
    "devices that exist already and are kept": "dispositifs existants, conservés",
    "To send values to Domoticz, take the # away; then: topbms domoticz setup": (
        "Pour envoyer les valeurs à Domoticz, ôtez les #\u202f; puis\u202f: topbms domoticz setup"
    ),
}
