"""What the settings of the gateway itself mean: the top of the file, [poll], [history], [[link]] and its packs."""

PHRASES: dict[str, str] = {
    # the top of the file
    "Names this gateway where several share a database or a broker.": (
        "Le nom de cette passerelle, là où plusieurs partagent une base de données ou un broker."
    ),
    "Language of alarms, verdicts, device names and the page; default: the system's, if it is known, else English.": (
        "La langue des alarmes, des verdicts, des noms de dispositifs et de la page\u202f; par défaut celle du système "
        "si elle est connue, sinon l'anglais."
    ),
    # the section poll
    "Time between two readings of a pack.": "Le temps entre deux lectures d'une batterie.",
    "How long a pack may take to answer, beside the time that the characters need on the wire.": (
        "Le temps que peut prendre une batterie pour répondre, en plus de celui des caractères sur le fil."
    ),
    "How often a pack that answered last time is asked again in one round.": (
        "Combien de fois redemander, dans un même tour, à une batterie qui avait répondu la fois d'avant."
    ),
    ('Pause between a reply and the next request, at most "10s"; "auto" learns it from the pack\'s own answer time.'): (
        'La pause entre une réponse et la demande suivante, au plus "10s"\u202f; "auto" l\'apprend du temps de réponse '
        "de la batterie."
    ),
    # the section history
    "The database; a relative path is relative to the state folder.": (
        "La base de données\u202f; un chemin relatif part du dossier d'état."
    ),
    "How long every single reading is kept; after that there are 1-minute and 15-minute means.": (
        "Combien de temps chaque lecture est conservée\u202f; ensuite restent les moyennes sur 1 et 15 minutes."
    ),
    "How long the 1-minute minimum, mean and maximum are kept; those of 15 minutes are kept for ever.": (
        "Combien de temps sont conservés le minimum, la moyenne et le maximum de chaque minute\u202f; "
        "ceux de 15 minutes le sont pour toujours."
    ),
    (
        "How often readings are written to the disk. A power cut or a crash loses at most the readings of this time; "
        "a change of alarms is written at once."
    ): (
        "À quel rythme les lectures sont écrites sur le disque. Une coupure de courant ou un plantage fait perdre au "
        "plus les lectures de ce temps\u202f; un changement d'alarme est écrit tout de suite."
    ),
    # the section link
    "Names the link in logs and in the packs' default ids.": (
        "Le nom de la liaison dans le journal et dans les id par défaut des batteries."
    ),
    "/dev/serial/by-id/…, socket://HOST:PORT, rfc2217://HOST:PORT or esphome://HOST.": (
        "/dev/serial/by-id/…, socket://HÔTE:PORT, rfc2217://HÔTE:PORT ou esphome://HÔTE."
    ),
    "Speed of the pack's serial port, also behind a converter.": (
        "La vitesse du port série de la batterie, aussi derrière un convertisseur."
    ),
    'The BMS family; "auto" takes the one that the pack turns out to speak.': (
        'La famille de BMS\u202f; "auto" prend celle que la batterie se révèle parler.'
    ),
    'VER of the requests: topbms "21" or "52", tdt "01" or "25", seplos "20" or "26"; default: the first of them.': (
        'VER des demandes\u202f: topbms "21" ou "52", tdt "01" ou "25", seplos "20" ou "26"\u202f; '
        "par défaut la première."
    ),
    ("Never send anything: read what the packs answer to another master (inverter, master pack, vendor program)."): (
        "Ne jamais rien envoyer\u202f: lire ce que les batteries répondent à un autre maître (onduleur, batterie "
        "maîtresse, logiciel du fabricant)."
    ),
    (
        "Where the vendor's program, or a second gateway, may read the same packs through this one: a TCP port such as "
        '"127.0.0.1:7100", or "pty:/run/topbms/vendor", which then looks like a serial port.'
    ): (
        "Où le logiciel du fabricant, ou une deuxième passerelle, peut lire les mêmes batteries à travers celle-ci"
        '\u202f: un port TCP tel que "127.0.0.1:7100", ou "pty:/run/topbms/vendor", qui a alors l\'air d\'un port série.'
    ),
    'Addresses and networks, such as ["192.168.1.20"], that may come to `share` from other machines.': (
        'Les adresses et réseaux, tels que ["192.168.1.20"], qui peuvent venir à `share` depuis d\'autres machines.'
    ),
    '"auto" looks for packs 1 to 16 at the start and every hour, instead of a list of [[link.pack]].': (
        '"auto" cherche les batteries 1 à 16 au démarrage et toutes les heures, au lieu d\'une liste de [[link.pack]].'
    ),
    # the section link.pack
    (
        "The pack's number, as set by its DIP switches; 1 is the first pack also where its switches are all off. Above 16 "
        "only in dialect pylontech, whose groups follow each other: the second one begins at 17."
    ): (
        "Le numéro de la batterie, réglé par ses interrupteurs DIP\u202f; 1 est la première, même quand tous ses "
        "interrupteurs sont sur OFF. Au-delà de 16 dans le dialecte pylontech seulement, où les groupes se suivent\u202f: le "
        "deuxième commence à 17."
    ),
    "Names the pack in history, topics and devices for ever; default: the link's id, a dash, the address.": (
        "Le nom de la batterie pour toujours dans l'historique, les topics et les dispositifs\u202f; par défaut l'id "
        "de la liaison, un tiret, l'adresse."
    ),
    "What people call the pack; may change at any time. Default: the id.": (
        "Comment on appelle la batterie\u202f; peut changer à tout moment. Par défaut l'id."
    ),
    "Turn the sign of the current, for a pack that reports discharge as positive.": (
        "Inverser le signe du courant, pour une batterie qui compte la décharge en positif."
    ),
    "Multiply the current, for a shunt that is off.": "Multiplier le courant, pour un shunt qui mesure faux.",
}
