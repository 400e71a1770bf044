"""What the settings of every target mean, and those of [domoticz] and [mqtt]."""

PHRASES: dict[str, str] = {
    # several targets
    "The user's password; better kept in `password_file`.": (
        "Le mot de passe de l'utilisateur\u202f; mieux vaut le garder dans `password_file`."
    ),
    "A file whose first line is the password, readable by the gateway only.": (
        "Un fichier dont la première ligne est le mot de passe, que seule la passerelle peut lire."
    ),
    "How long to wait for an answer.": "Combien de temps attendre une réponse.",
    "Whether an https certificate is checked.": "Si un certificat https est vérifié.",
    'How much of the history is written at the very first start; "0s" for nothing.': (
        'Combien d\'historique est écrit au tout premier démarrage\u202f; "0s" pour rien.'
    ),
    # the section domoticz
    'Where Domoticz answers, such as "http://192.168.10.12:8080"; a path is allowed, for a reverse proxy.': (
        'Où répond Domoticz, par exemple "http://192.168.10.12:8080"\u202f; un chemin est permis, pour un proxy inverse.'
    ),
    (
        'The Domoticz user; leave it out if this machine is in Domoticz\' trusted networks. Rights "User" are enough '
        "to run; `topbms domoticz setup` needs an administrator."
    ): (
        "L'utilisateur Domoticz\u202f; laissez-le de côté si cette machine est dans les réseaux de confiance de "
        'Domoticz. Les droits "User" suffisent pour tourner\u202f; `topbms domoticz setup` demande un administrateur.'
    ),
    (
        'How to log in. "auto": no user, no login; else "basic", and where Domoticz does not take that (plain http, as '
        'long as "Allow Basic-Auth authentication over plain HTTP" is off) the session "cookie" of its own page.'
    ): (
        'Comment se connecter. "auto"\u202f: sans utilisateur, pas de connexion\u202f; sinon "basic", et là où Domoticz '
        'ne le prend pas (http simple, tant que "Allow Basic-Auth authentication over plain HTTP" est désactivé) le '
        '"cookie" de session de sa propre page.'
    ),
    "How often values are sent; alarms go at once.": (
        "À quel rythme les valeurs sont envoyées\u202f; les alarmes partent tout de suite."
    ),
    "After how long an unchanged value is sent again; Domoticz calls a device lost after 60 minutes.": (
        "Après combien de temps une valeur inchangée est renvoyée\u202f; Domoticz déclare un dispositif perdu au bout de "
        "60 minutes."
    ),
    "Whether each cell's voltage is a device of its own.": (
        "Si la tension de chaque cellule est un dispositif à part."
    ),
    (
        "Whether an https certificate is checked. The one that comes with Domoticz is self-signed and made out to "
        "another name: set this to false for it. The line is then encrypted, but Domoticz is not proved to be itself."
    ): (
        "Si un certificat https est vérifié. Celui qui vient avec Domoticz est signé par lui-même et fait pour un autre "
        "nom\u202f: mettez alors false. La ligne reste chiffrée, mais rien ne prouve que c'est bien votre Domoticz."
    ),
    (
        'Devices that exist already and are to be kept, by pack id, "bank" or "gateway": quantity and idx, such as '
        '`voltage = 2284`; of several, `"temperatures/1" = 2285`. None is created for these.'
    ): (
        'Les dispositifs qui existent déjà et qu\'il faut garder, par id de batterie, "bank" ou "gateway"\u202f: la '
        "grandeur et l'idx, par exemple `voltage = 2284`\u202f; de plusieurs, `\"temperatures/1\" = 2285`. Aucun n'est "
        "créé pour ceux-là."
    ),
    # the section mqtt
    ('Where the broker answers, such as "mqtt://192.168.10.12" (port 1883) or "mqtts://broker.example" (TLS, 8883).'): (
        'Où répond le broker, par exemple "mqtt://192.168.10.12" (port 1883) ou "mqtts://broker.example" (TLS, 8883).'
    ),
    "The broker's user; leave it out if the broker lets everybody in.": (
        "L'utilisateur du broker\u202f; laissez-le de côté si le broker laisse entrer tout le monde."
    ),
    ("The certificate (PEM) that vouches for the broker's own, where no public authority does; needs mqtts."): (
        "Le certificat (PEM) qui se porte garant de celui du broker, quand aucune autorité publique ne le fait\u202f; "
        "demande mqtts."
    ),
    "The gateway's own certificate (PEM), for a broker that asks for one; needs mqtts and `key_file`.": (
        "Le certificat de la passerelle elle-même (PEM), pour un broker qui en demande un\u202f; demande mqtts et "
        "`key_file`."
    ),
    (
        "Whether the broker's certificate is checked. With false the line is encrypted, but the broker is not proved "
        "to be itself; better name its `ca_file`."
    ): (
        "Si le certificat du broker est vérifié. Avec false la ligne est chiffrée, mais rien ne prouve que c'est bien "
        "votre broker\u202f; mieux vaut nommer son `ca_file`."
    ),
    "How often states are sent, changed or not; alarms and silent packs go at once.": (
        "À quel rythme les états sont envoyés, changés ou non\u202f; alarmes et batteries muettes partent tout de suite."
    ),
    "How long to wait for the broker to acknowledge.": "Combien de temps attendre que le broker accuse réception.",
    "What all topics begin with: `topbms/<site>/<pack>/state` and others.": (
        "Le début de tous les topics\u202f: `topbms/<site>/<pack>/state` et d'autres."
    ),
    (
        "Whether packs announce themselves, so that Home Assistant and Domoticz make their devices by themselves. With "
        "false, what was announced before is taken back."
    ): (
        "Si les batteries s'annoncent, pour que Home Assistant et Domoticz créent d'eux-mêmes leurs dispositifs. Avec "
        "false, ce qui avait été annoncé est retiré."
    ),
    "The topic under which announcements are expected; the same as in Home Assistant and Domoticz.": (
        "Le topic sous lequel les annonces sont attendues\u202f; le même que dans Home Assistant et Domoticz."
    ),
    (
        "Whether Domoticz may find the announcements too. With false they have a form that only Home Assistant "
        "(2024.11 or newer) reads: for those who feed Domoticz by [domoticz], and have its MQTT discovery on the same "
        "broker."
    ): (
        "Si Domoticz peut aussi trouver les annonces. Avec false elles ont une forme que seul Home Assistant (2024.11 "
        "ou plus récent) lit\u202f: pour ceux qui alimentent Domoticz par [domoticz] et ont sa découverte MQTT sur le "
        "même broker."
    ),
    (
        "Whether every reading is sent once more, with its time stamp, on `topbms/<site>/<pack>/history`: late and in "
        "order after an outage, for those who collect from many sites."
    ): (
        "Si chaque lecture est envoyée une fois de plus, avec son horodatage, sur `topbms/<site>/<pack>/history`\u202f: "
        "en retard et dans l'ordre après une panne, pour ceux qui rassemblent beaucoup de sites."
    ),
    "With `history = true`: how much of what is already kept is sent at the very first start.": (
        "Avec `history = true`\u202f: combien de ce qui est déjà conservé est envoyé au tout premier démarrage."
    ),
}
