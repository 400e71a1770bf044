"""What the terminal shows: read, scan, watch, decode, simulate, demo."""

PHRASES: dict[str, str] = {
    # cli/program
    "{reason}; see: {path} --help": "{reason}\u202f; voyez\u202f: {path} --help",
    # cli, cli/decode
    "the output cannot be written ({reason}); make room there, or send it elsewhere": (
        "la sortie ne peut pas être écrite ({reason})\u202f; faites-y de la place, ou envoyez-la ailleurs"
    ),
    "{reason}; with --debug topbms shows where it happened": (
        "{reason}\u202f; avec --debug, topbms montre où c'est arrivé"
    ),
    "standard input cannot be read ({reason}); give frames as arguments": (
        "l'entrée standard est illisible ({reason})\u202f; donnez les trames en arguments"
    ),
    # cli/show, cli/watch
    "pack": "batterie",
    "bank": "parc",
    "read": "lu",
    "never": "jamais",
    "nothing to report": "rien à signaler",
    "last seen {time}": "vue à {time}",
    "{seconds:.0f} s ago": "il y a {seconds:.0f}\u202fs",
    "{what}: {values}": "{what}\u202f: {values}",
    "{port}: connecting": "{port}\u202f: connexion en cours",
    "not connected: {error}": "pas de connexion\u202f: {error}",
    "{port}: connected, but no pack has answered yet": (
        "{port}\u202f: connexion établie, mais aucune batterie n'a encore répondu"
    ),
    "{port}: connected, but no pack has answered yet. {error}": (
        "{port}\u202f: connexion établie, mais aucune batterie n'a encore répondu. {error}"
    ),
    "{port}: {replies} replies, {faults} faults, answers in {milliseconds:.0f} ms": (
        "{port}\u202f: {replies} {replies:réponse|réponses}, {faults} {faults:erreur|erreurs}, répond en {milliseconds:.0f}\u202fms"
    ),
    # cli/read
    "{port}: no usable answer from pack {pack} at {baud} baud; see who answers with: topbms scan {port}": (
        "{port}\u202f: pas de réponse utilisable de la batterie {pack} à {baud} bauds\u202f; "
        "voyez qui répond avec\u202f: topbms scan {port}"
    ),
    "{port}: no usable answer from pack {pack} at {baud} baud ({trouble}); see who answers with: topbms scan {port}": (
        "{port}\u202f: pas de réponse utilisable de la batterie {pack} à {baud} bauds ({trouble})\u202f; "
        "voyez qui répond avec\u202f: topbms scan {port}"
    ),
    # cli/scan
    "No serial port found.": "Aucun port série trouvé.",
    "Nothing was opened. Name the port of your battery: topbms scan {url}": (
        "Rien n'a été ouvert. Nommez le port de votre batterie\u202f: topbms scan {url}"
    ),
    "a {radio} stick, no battery: leave it alone": "une clé {radio}, pas une batterie\u202f: n'y touchez pas",
    "To read them, put this into topbms.toml:": "Pour les lire, mettez ceci dans topbms.toml\u202f:",
    "asking addresses": "adresses interrogées",
    "Battery {number}": "Batterie {number}",
    "{port}: listening for {seconds:.0f} s": "{port}\u202f: écoute pendant {seconds:.0f}\u202fs",
    "{port}: {count} TopBMS packs answer.": (
        "{port}\u202f: {count} {count:batterie TopBMS répond|batteries TopBMS répondent}."
    ),
    # cli/decode
    "Paste frames, then press Ctrl-D.": "Collez des trames, puis appuyez sur Ctrl-D.",
    "no frame found: a frame begins at ~, such as ~21014642E00201FD34": (
        "aucune trame trouvée\u202f: une trame commence par ~, comme ~21014642E00201FD34"
    ),
    "Status byte {number}": "Octet d'état {number}",
    "{what}: how many": "{what}\u202f: combien",
    "Cells being balanced": "Cellules en équilibrage",
    "States": "États",
    "none": "aucune",
    "normal": "normal",
    (
        "--pack {value}: packs have numbers up to {highest}; only those of dialect {grouped} go further, "
        "and it must be named"
    ): (
        "--pack {value}\u202f: les batteries ont des numéros jusqu'à {highest}\u202f; seul le dialecte {grouped} "
        "va plus loin, et il faut le nommer"
    ),
    "several dialects ({names})": "plusieurs dialectes ({names})",
    "Switched on": "Activé",
    "Switched off": "Désactivé",
    "{count} characters of INFO": "{count} {count:caractère|caractères} d'INFO",
    "{path} is a file; decode what is in it with: topbms decode < {path}": (
        "{path} est un fichier\u202f; décodez son contenu avec\u202f: topbms decode < {path}"
    ),
    # cli/simulate, cli/demo
    "--pty and --tcp exclude each other; keep one": "--pty et --tcp s'excluent\u202f; gardez l'un des deux",
    "{count} packs answer on {url}; try: topbms read {url}": (
        "{count} {count:batterie répond|batteries répondent} sur {url}\u202f; essayez\u202f: topbms read {url}"
    ),
    "Simulated packs with a week of history. Ctrl-C ends the demo.": (
        "Batteries simulées, avec une semaine d'historique. Ctrl-C termine la démonstration."
    ),
    "The history was kept in {folder}.": "L'historique est gardé dans {folder}.",
}
