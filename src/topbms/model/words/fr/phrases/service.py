"""What `topbms service` says, and what stands in its way."""

PHRASES: dict[str, str] = {
    # cli/service
    "Nothing is changed, because of --dry-run. This would be:": (
        "Rien n'est modifié, à cause de --dry-run. Voici ce qui serait fait\u202f:"
    ),
    "user {user}: made, in group {group}": "utilisateur {user}\u202f: créé, dans le groupe {group}",
    "user {user}: is there, in group {group}": "utilisateur {user}\u202f: déjà là, dans le groupe {group}",
    "{path}: made": "{path}\u202f: créé",
    "{path}: written": "{path}\u202f: écrit",
    "{path}: written, a copy of {source}": "{path}\u202f: écrit, copie de {source}",
    "{path}: is there, left as it is": "{path}\u202f: déjà là, laissé tel quel",
    "{path}: is not taken along. To go on with it, before the first start:": (
        "{path}\u202f: n'est pas repris. Pour continuer avec lui, avant le premier démarrage\u202f:"
    ),
    "The config names no battery yet. Look for yours, and put what is found into {path}:": (
        "La configuration ne nomme encore aucune batterie. Cherchez la vôtre et mettez ce qui est trouvé dans {path}\u202f:"
    ),
    "Start it, now and at each boot:": "Pour démarrer le service, maintenant et à chaque démarrage de la machine\u202f:",
    "Start it anew:": "Pour le redémarrer\u202f:",
    "See what it does:": "Pour voir ce qu'il fait\u202f:",
    "{path}: there is none, nothing to remove": "{path}\u202f: n'existe pas, rien à retirer",
    "{path}: removed": "{path}\u202f: retiré",
    "Kept: the config in {config}, the history in {state}, the user {user}.": (
        "Conservés\u202f: la configuration dans {config}, l'historique dans {state}, l'utilisateur {user}."
    ),
    "To delete them too, for ever:": "Pour les supprimer aussi, définitivement\u202f:",
    # cli/executable
    "it is not known where topbms is installed; start it by its path, as in: /opt/topbms/bin/topbms": (
        "on ne sait pas où topbms est installé\u202f; lancez-le par son chemin, par exemple\u202f: /opt/topbms/bin/topbms"
    ),
    "{path} lies in a folder that is hidden from services; install into /opt/topbms: {command}": (
        "{path} se trouve dans un dossier caché aux services\u202f; installez dans /opt/topbms\u202f: {command}"
    ),
    "{path}: a path without blanks and special characters is needed, as /opt/topbms": (
        "{path}\u202f: il faut un chemin sans espaces ni caractères spéciaux, comme /opt/topbms"
    ),
    # cli/machine, cli/naming
    "this changes the system and needs root: sudo {command}": (
        "cela modifie le système et demande les droits root\u202f: sudo {command}"
    ),
    "{command} is not installed on this system": "{command} n'est pas installé sur ce système",
    "{command} failed: {reason}": "{command} a échoué\u202f: {reason}",
    "{path}: no permission; try with sudo": "{path}\u202f: accès refusé\u202f; essayez avec sudo",
    "{path}: {reason}": "{path}\u202f: {reason}",
    # cli/lock
    "another gateway (process {pid}) runs on {folder}; stop it first: sudo systemctl stop topbms": (
        "une autre passerelle (processus {pid}) tourne sur {folder}\u202f; arrêtez-la d'abord\u202f: "
        "sudo systemctl stop topbms"
    ),
    "{port} is polled by the running gateway (process {pid}); stop it first: sudo systemctl stop topbms": (
        "{port} est interrogé par la passerelle en marche (processus {pid})\u202f; arrêtez-la d'abord\u202f: "
        "sudo systemctl stop topbms"
    ),
}
