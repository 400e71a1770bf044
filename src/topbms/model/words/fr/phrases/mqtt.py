"""What the MQTT sink and its section say."""

PHRASES: dict[str, str] = {
    # sinks/mqtt: names of entities
    "Alarm": "Alarme",
    "Protection tripped": "Protection déclenchée",
    "Urgent alarm": "Alarme urgente",
    "Online": "En ligne",
    "Packs online": "Batteries en ligne",
    "Started": "Démarrée",
    "Trouble": "Problème",
    "Last error": "Dernière erreur",
    # sinks/mqtt: settings
    'an address such as "mqtt://192.168.10.12" or "mqtts://broker.example:8883" is expected': (
        "il faut une adresse comme «\u202fmqtt://192.168.10.12\u202f» ou «\u202fmqtts://broker.example:8883\u202f»"
    ),
    "only scheme, host and port belong here; user, password and topic have their own keys": (
        "seuls le protocole, l'hôte et le port ont leur place ici\u202f; "
        "l'utilisateur, le mot de passe et le sujet ont leurs propres clés"
    ),
    "letters (without accents), digits, _ and - are possible, and / between them": (
        "lettres (sans accents), chiffres, _ et - sont possibles, avec / entre eux"
    ),
    "Domoticz would take every value for a {word}: choose another topic": (
        "Domoticz prendrait chaque valeur pour une mesure de {word}\u202f: choisissez un autre sujet"
    ),
    "a password needs its user; the user is missing": "un mot de passe va avec un utilisateur\u202f; celui-ci manque",
    'certificates are for an address that begins with "mqtts://"': (
        "les certificats ne servent qu'avec une adresse qui commence par «\u202fmqtts://\u202f»"
    ),
    "mqtt.ca_file: {file} is not a certificate (PEM)": "mqtt.ca_file\u202f: {file} n'est pas un certificat (PEM)",
    '[mqtt] calls the gateway "{id}": choose another id for that pack': (
        "[mqtt] nomme la passerelle «\u202f{id}\u202f»\u202f: choisissez un autre id pour cette batterie"
    ),
    ("{name}: Domoticz would take every value for a {word}: choose another name, or set domoticz = false in [mqtt]"): (
        "{name}\u202f: Domoticz prendrait chaque valeur pour une mesure de {word}\u202f: choisissez un autre nom, "
        "ou mettez domoticz = false dans [mqtt]"
    ),
    # config: both ways into Domoticz
    (
        "{path}: if Domoticz has its MQTT discovery on the broker of [mqtt], it gets every device twice, again by "
        "[domoticz]: leave [domoticz] out, or set domoticz = false in [mqtt] (Home Assistant goes on)"
    ): (
        "{path}\u202f: si la découverte MQTT de Domoticz écoute le broker de [mqtt], il aura chaque dispositif deux fois, "
        "l'autre par [domoticz]\u202f: retirez [domoticz], ou mettez domoticz = false dans [mqtt] "
        "(rien ne change pour Home Assistant)"
    ),
    # sinks/mqtt: errors
    (
        "the MQTT broker at {url} refuses the login: check user and password in [mqtt], and what the broker allows "
        "this user"
    ): (
        "le broker MQTT à {url} refuse la connexion\u202f: vérifiez l'utilisateur et le mot de passe dans [mqtt], "
        "et ce que le broker permet à cet utilisateur"
    ),
    (
        "the certificate of the MQTT broker at {url} cannot be verified ({reason}): name the certificate that vouches "
        "for it in ca_file, under the name that is in url"
    ): (
        "le certificat du broker MQTT à {url} ne peut pas être vérifié ({reason})\u202f: indiquez dans ca_file "
        "le certificat qui le garantit, pour le nom qui est dans url"
    ),
    (
        "no TLS with the MQTT broker at {url} ({reason}): is this its TLS port, and does it want a client certificate "
        "(certificate_file, key_file)?"
    ): (
        "pas de TLS avec le broker MQTT à {url} ({reason})\u202f: est-ce bien son port TLS, "
        "et veut-il un certificat du client (certificate_file, key_file)\u202f?"
    ),
    "the MQTT broker at {url}: the name of the host is not known": (
        "le broker MQTT à {url}\u202f: le nom de l'hôte est inconnu"
    ),
    "the MQTT broker at {url} does not answer: is it running, and is a firewall between?": (
        "le broker MQTT à {url} ne répond pas\u202f: est-il en marche, y a-t-il un pare-feu entre les deux\u202f?"
    ),
    "the MQTT broker at {url} cannot be reached ({reason}): is it running, and are address and port right?": (
        "le broker MQTT est injoignable à {url} ({reason})\u202f: est-il en marche, "
        "l'adresse et le port sont-ils justes\u202f?"
    ),
    "the MQTT broker at {url} broke off ({reason})": "le broker MQTT à {url} a coupé la connexion ({reason})",
    "the MQTT broker at {url} broke off the connection": "le broker MQTT à {url} a coupé la connexion",
    'another gateway serves the site "{site}" at {url}: give each a site of its own': (
        "une autre passerelle sert déjà le site «\u202f{site}\u202f» à {url}\u202f: donnez à chacune un site à elle"
    ),
}
