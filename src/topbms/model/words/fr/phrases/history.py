"""What is wrong with the history or its disk."""

PHRASES: dict[str, str] = {
    "there is no history at {path}; name the file that 'topbms backup' wrote": (
        "pas d'historique dans {path}\u202f; nommez le fichier que 'topbms backup' a écrit"
    ),
    "{path} is damaged ({reason}); take an older backup": (
        "{path} est abîmé ({reason})\u202f; prenez une sauvegarde plus ancienne"
    ),
    "the disk of the history {path} is full; make room on it": (
        "le disque de l'historique {path} est plein\u202f; faites-y de la place"
    ),
    "the history {path} cannot be used ({reason}); check the disk, and who may write to its folder": (
        "l'historique {path} est inutilisable ({reason})\u202f; vérifiez le disque et les droits sur son dossier"
    ),
    "the history {path} is damaged ({reason}); put a backup back with 'topbms restore', or move it away": (
        "l'historique {path} est abîmé ({reason})\u202f; remettez une sauvegarde avec 'topbms restore', ou déplacez-le"
    ),
    "the history {path} is locked by another program; close it there": (
        "l'historique {path} est verrouillé par un autre programme\u202f; fermez-le là-bas"
    ),
    "the history {path} is read-only; mount its disk writable, or check who may write it": (
        "l'historique {path} est en lecture seule\u202f; montez son disque en écriture, ou vérifiez les droits"
    ),
    "{path} is not a topbms history; move it away, or set another [history] path": (
        "{path} n'est pas un historique de topbms\u202f; déplacez-le, ou mettez un autre path dans [history]"
    ),
    (
        "{path} was written by a newer topbms (schema {version}, this one knows {newest}); install that release, "
        "or move the file away to begin a new history"
    ): (
        "{path} vient d'un topbms plus récent (schéma {version}, celui-ci connaît {newest})\u202f; installez cette version, "
        "ou déplacez le fichier pour commencer un nouvel historique"
    ),
    "the folder of the history {path} is gone; is its disk mounted?": (
        "le dossier de l'historique {path} a disparu\u202f; son disque est-il monté\u202f?"
    ),
    "the history {path} is of an older topbms; 'topbms run' brings it up to date": (
        "l'historique {path} vient d'un topbms plus ancien\u202f; 'topbms run' le met à jour"
    ),
    "there is no history at {path} yet; 'topbms run' begins one": (
        "pas encore d'historique dans {path}\u202f; 'topbms run' en commence un"
    ),
    "another history was put at {path} while topbms runs; restart topbms": (
        "un autre historique a été mis dans {path} pendant que topbms tourne\u202f; redémarrez topbms"
    ),
    "the history {path} is not open": "l'historique {path} n'est pas ouvert",
}
