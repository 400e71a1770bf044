"""What `topbms backup`, `topbms restore` and `topbms history export` say."""

PHRASES: dict[str, str] = {
    # cli/keeping/naming
    "{path}: a file of this name is there already; name another place": (
        "{path}\u202f: un fichier de ce nom est déjà là\u202f; nommez un autre endroit"
    ),
    "{path}: a file stands where a folder should be; name another place": (
        "{path}\u202f: un fichier occupe la place d'un dossier\u202f; nommez un autre endroit"
    ),
    "{path} does not exist; is the name right?": "{path} n'existe pas\u202f; le nom est-il juste\u202f?",
    "{path} is a folder; name a file": "{path} est un dossier\u202f; nommez un fichier",
    "{path}: the name is too long; choose a shorter one": (
        "{path}\u202f: le nom est trop long\u202f; choisissez-en un plus court"
    ),
    "{path}: its disk is read-only; name another place": (
        "{path}\u202f: son disque est en lecture seule\u202f; nommez un autre endroit"
    ),
    "{path}: its disk is full; make room on it, or name another place": (
        "{path}\u202f: son disque est plein\u202f; faites-y de la place, ou nommez un autre endroit"
    ),
    "{path} is not a plain file; name another": "{path} n'est pas un simple fichier\u202f; nommez-en un autre",
    "{path} belongs to topbms itself; name another file": (
        "{path} appartient à topbms lui-même\u202f; nommez un autre fichier"
    ),
    # cli/backup
    "{path} is there already; name another file": "{path} existe déjà\u202f; nommez un autre fichier",
    "{path} is there already; name another file, or replace it with --force": (
        "{path} existe déjà\u202f; nommez un autre fichier, ou remplacez-le avec --force"
    ),
    "config: {path}": "configuration\u202f: {path}",
    "history: {path}": "historique\u202f: {path}",
    "history: none yet at {path}": "historique\u202f: pas encore d'historique dans {path}",
    "password: {path}": "mot de passe\u202f: {path}",
    "password: {path} is left out; take it along with --secrets": (
        "mot de passe\u202f: {path} n'est pas pris\u202f; ajoutez --secrets pour le prendre aussi"
    ),
    "{path}: written; only its owner may read it": "{path}\u202f: écrit\u202f; seul son propriétaire peut le lire",
    # cli/archive
    "{path} is not a backup of topbms; name a file that topbms backup wrote": (
        "{path} n'est pas une sauvegarde de topbms\u202f; nommez un fichier écrit par topbms backup"
    ),
    "{path} is not a backup of topbms: {member!r} does not belong there": (
        "{path} n'est pas une sauvegarde de topbms\u202f: {member!r} n'y a pas sa place"
    ),
    "{path} is damaged ({reason}); take another backup": (
        "{path} est abîmé ({reason})\u202f; prenez une autre sauvegarde"
    ),
    # cli/restore
    "history: there is none in the backup, {path} is left as it is": (
        "historique\u202f: il n'y en a pas dans la sauvegarde, {path} reste tel quel"
    ),
    "{setting}: the config has no such setting, its password is left out": (
        "{setting}\u202f: la configuration n'a pas ce réglage, son mot de passe n'est pas remis"
    ),
    "{path}: restored": "{path}\u202f: remis en place",
    "{path}: restored; what was there is kept as {kept}": (
        "{path}\u202f: remis en place\u202f; ce qui s'y trouvait est gardé sous le nom {kept}"
    ),
    "{path}: is there, left as it is; replace it with --force": (
        "{path}\u202f: déjà là, laissé tel quel\u202f; remplacez-le avec --force"
    ),
    "The gateway may start again: {command}": "La passerelle peut redémarrer\u202f: {command}",
    # cli/history
    "--from {start} is not before --to {end}": "--from {start} n'est pas avant --to {end}",
    "{option} {value!r} is not a time; write 2026-11-23, 2026-11-23T08:15 or 2026-11-23T09:15+01:00": (
        "{option} {value!r} n'est pas une date\u202f; écrivez 2026-11-23, 2026-11-23T08:15 ou 2026-11-23T09:15+01:00"
    ),
    "--quantity {value!r} is not known; try {known}": "--quantity {value!r} n'est pas connu\u202f; essayez {known}",
    "--pack {value!r} is not in the history; there are: {known}": (
        "--pack {value!r} n'est pas dans l'historique\u202f; il y a\u202f: {known}"
    ),
    "{path}: {count} rows": "{path}\u202f: {count} {count:ligne|lignes}",
}
