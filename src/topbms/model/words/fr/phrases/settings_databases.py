"""What the settings of [influxdb] and [postgresql] mean."""

PHRASES: dict[str, str] = {
    # the section influxdb
    (
        'The write endpoint with its parameters, such as "http://192.168.10.12:8086/write?db=topbms"; docs/influxdb.md '
        "has the one of each product."
    ): (
        "L'adresse d'écriture avec ses paramètres, par exemple \"http://192.168.10.12:8086/write?db=topbms\"\u202f; "
        "docs/influxdb.md donne celle de chaque produit."
    ),
    "The token that may write there; better kept in `token_file`.": (
        "Le jeton qui a le droit d'y écrire\u202f; mieux vaut le garder dans `token_file`."
    ),
    "A file whose first line is the token, readable by the gateway only.": (
        "Un fichier dont la première ligne est le jeton, que seule la passerelle peut lire."
    ),
    'How the token is announced. InfluxDB 2 knows only "Token", QuestDB only "Bearer", InfluxDB 3 both.': (
        'Comment le jeton est annoncé. InfluxDB 2 ne connaît que "Token", QuestDB que "Bearer", InfluxDB 3 les deux.'
    ),
    "The user, where the target has users instead of tokens (InfluxDB 1, QuestDB, or a proxy).": (
        "L'utilisateur, là où la cible a des utilisateurs au lieu de jetons (InfluxDB 1, QuestDB ou un proxy)."
    ),
    "What the names of all measurements (tables, metrics) begin with, as in `topbms_battery`.": (
        "Le début des noms de toutes les mesures (tables, métriques), comme dans `topbms_battery`."
    ),
    "Whether each cell's voltage is written.": "Si la tension de chaque cellule est écrite.",
    "How often new readings are written.": "À quel rythme les nouvelles lectures sont écrites.",
    "How many records one request has at most.": "Combien d'enregistrements une requête porte au plus.",
    "Whether requests are compressed, to a twentieth of their size; QuestDB does not take that.": (
        "Si les requêtes sont compressées, au vingtième de leur taille\u202f; QuestDB ne l'accepte pas."
    ),
    # the section postgresql
    'Where the database is, as "postgresql://host:5432/database"; or give `host`, `port` and `database`.': (
        'Où est la base, sous la forme "postgresql://host:5432/database"\u202f; ou donnez `host`, `port` et `database`.'
    ),
    'The server\'s name or address; a folder such as "/var/run/postgresql" is its Unix socket.': (
        'Le nom ou l\'adresse du serveur\u202f; un dossier tel que "/var/run/postgresql" est sa socket Unix.'
    ),
    "The server's port.": "Le port du serveur.",
    "The database's name.": "Le nom de la base.",
    ("The role that the gateway writes as: `topbms postgresql setup` makes it, and lets it insert, nothing else."): (
        "Le rôle sous lequel la passerelle écrit\u202f: `topbms postgresql setup` le crée, et ne lui permet que "
        "d'insérer."
    ),
    "The role's password; better kept in `password_file`.": (
        "Le mot de passe du rôle\u202f; mieux vaut le garder dans `password_file`."
    ),
    (
        "A file whose first line is the password, readable by the gateway only. If it is missing, `topbms postgresql "
        "setup` makes a password and writes it there."
    ): (
        "Un fichier dont la première ligne est le mot de passe, que seule la passerelle peut lire. S'il manque, "
        "`topbms postgresql setup` invente un mot de passe et l'y écrit."
    ),
    (
        'How the line is encrypted: "prefer" where the server offers it, "require" always; "verify-full" also checks '
        'that it is the right server, by its certificate and name, "verify-ca" by its certificate only.'
    ): (
        'Comment la ligne est chiffrée\u202f: "prefer" si le serveur le propose, "require" toujours\u202f; "verify-full" '
        'vérifie aussi que c\'est le bon serveur, par son certificat et son nom, "verify-ca" par son seul certificat.'
    ),
    ('The certificate (PEM) that the server\'s must be signed with; default for "verify-full": those of the system.'): (
        "Le certificat (PEM) avec lequel celui du serveur doit être signé\u202f; par défaut, pour "
        '"verify-full", ceux du système.'
    ),
    "The schema in the database that holds the tables: small letters, digits or `_`.": (
        "Le schéma de la base où sont les tables\u202f: minuscules, chiffres ou `_`."
    ),
    "How often what is new is written.": "À quel rythme ce qui est nouveau est écrit.",
    ("How many readings, events and healths are written at once at most, when there is much to catch up with."): (
        "Combien de lectures, d'événements et d'états de santé sont écrits au plus en une fois, quand il y a du retard "
        "à rattraper."
    ),
    "How long one writing may take.": "Combien de temps une écriture peut prendre.",
}
