"""What `topbms config import` says of the old Bash scripts."""

PHRASES: dict[str, str] = {
    # cli/importing: the files
    "{path} cannot be read: {reason}": "{path} ne peut pas être lu\u202f: {reason}",
    "{path} is no text that could be one of the old files; left out": (
        "{path} n'est pas un texte qui puisse être un des anciens fichiers\u202f; laissé de côté"
    ),
    "{path} is none of the old scripts' files; left out": (
        "{path} n'est pas un fichier des anciens scripts\u202f; laissé de côté"
    ),
    "{path}: its ExecStart joins no pty,link=… with a tcp:HOST:PORT; left out": (
        "{path}\u202f: son ExecStart ne relie pas un pty,link=… à un tcp:HÔTE:PORT\u202f; laissé de côté"
    ),
    "{path}: {name} names no tty; left out": "{path}\u202f: {name} ne désigne aucun tty\u202f; laissé de côté",
    "{path}: {name} names no machine; left out": (
        "{path}\u202f: {name} ne désigne aucune machine\u202f; laissé de côté"
    ),
    "{path}: {name} is no idx of a Domoticz device; left out": (
        "{path}\u202f: {name} n'est pas l'idx d'un dispositif Domoticz\u202f; laissé de côté"
    ),
    "{path}, line {line}: {problem}": "{path}, ligne {line}\u202f: {problem}",
    "it asks address {address}; packs have 1 to 16": (
        "l'adresse demandée est {address}\u202f; les batteries ont 1 à 16"
    ),
    "the request goes to no port that could be told (> /dev/…)": (
        "impossible de dire vers quel port part la requête (> /dev/…)"
    ),
    # cli/importing: the plan
    "no file tells a port of a battery; name the folder of the old scripts, that of their units "
    "(/etc/systemd/system), and the crontab": (
        "aucun fichier ne donne le port d'une batterie\u202f; nommez le dossier des anciens scripts, celui de leurs "
        "unités (/etc/systemd/system) et la crontab"
    ),
    "{tty} is taken for a real port: no unit was found that makes it": (
        "{tty} est pris pour un vrai port\u202f: aucune unité qui le crée n'a été trouvée"
    ),
    "{tty} is made from {url} and from {other}; the first is taken": (
        "{tty} vient de {url} et de {other}\u202f; le premier est retenu"
    ),
    "{tty}: no request to a pack was found; address 1 is assumed": (
        "{tty}\u202f: aucune requête à une batterie n'a été trouvée\u202f; l'adresse 1 est supposée"
    ),
    "{path}: no pack is left for it on {tty}; left out": (
        "{path}\u202f: il ne reste pas de batterie pour lui sur {tty}\u202f; laissé de côté"
    ),
    "{path}: its idx are not of the Domoticz at {url}; left out": (
        "{path}\u202f: ses idx ne sont pas du Domoticz {url}\u202f; laissés de côté"
    ),
    "{path}: idx {idx} is in {other} already; left out": (
        "{path}\u202f: l'idx {idx} est déjà dans {other}\u202f; laissé de côté"
    ),
    "until now {ttys} ({units})": "jusqu'ici {ttys} ({units})",
    # cli/importing: trying it
    "{link}: {problem}": "{link}\u202f: {problem}",
    "{link}: not asked, because {program} of the old set-up (process {pid}) still runs on it": (
        "{link}\u202f: pas interrogé, car {program} de l'ancienne installation (processus {pid}) s'en sert encore"
    ),
    "{link}, address {address}: {answer}": "{link}, adresse {address}\u202f: {answer}",
    "answers with {voltage}, {soc}": "répond {voltage}, {soc}",
    "no answer": "pas de réponse",
    "Domoticz at {url} answers and asks for no login": "Domoticz ({url}) répond et ne demande pas de mot de passe",
    # cli/config: import
    "{path} exists already and is left as it is; name another file with -o": (
        "{path} existe déjà et reste tel quel\u202f; nommez un autre fichier avec -o"
    ),
    "{path} is written.": "{path} est écrit.",
    "Nothing of the old set-up was changed. To stop it, as root:": (
        "Rien de l'ancienne installation n'a été modifié. Pour l'arrêter, en tant que root\u202f:"
    ),
    "No crontab was among the files: take the lines of these scripts out of it with: crontab -e": (
        "Aucune crontab parmi les fichiers\u202f: retirez-en les lignes de ces scripts avec\u202f: crontab -e"
    ),
    "Then start topbms:": "Puis démarrez topbms\u202f:",
    "To bring the old set-up back, stop topbms and, as root:": (
        "Pour revenir à l'ancienne installation, arrêtez topbms et, en tant que root\u202f:"
    ),
}
