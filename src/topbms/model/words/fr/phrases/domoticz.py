"""What the Domoticz sink and its set-up say."""

PHRASES: dict[str, str] = {
    # sinks/domoticz: devices and their texts
    "Alarms": "Alarmes",
    "State": "État",
    "Bank": "Parc",
    "Temperature {number}": "Température {number}",
    "Cell {number}": "Cellule {number}",
    "Nothing to report": "Rien à signaler",
    "No answer yet": "Pas encore de réponse",
    "No answer since {moment}": "Pas de réponse depuis {moment}",
    "No alarm report since {moment}": "Pas d'état des alarmes depuis {moment}",
    "The pack has not reported its alarms yet": "La batterie n'a pas encore transmis ses alarmes",
    "{year}-{month}-{day} {time}": "le {day}/{month}/{year} à {time}",
    "{text}, still open: {alarms}": "{text}, toujours en cours\u202f: {alarms}",
    "{pack}: {text}": "{pack}\u202f: {text}",
    "Without {packs}": "Sans {packs}",
    "No pack answers": "Aucune batterie ne répond",
    "Idle": "Au repos",
    "Balancing": "Équilibrage en cours",
    "Charge MOSFET off": "MOSFET de charge coupé",
    "Discharge MOSFET off": "MOSFET de décharge coupé",
    # sinks/domoticz: what setup tells
    "made: {name} (idx {idx})": "créé\u202f: {name} (idx {idx})",
    "devices made: {created}, there already: {found}, kept by their idx: {given}": (
        "dispositifs créés\u202f: {created}, déjà là\u202f: {found}, gardés par leur idx\u202f: {given}"
    ),
    "{pack} has not answered: run this again when it does, for its temperatures and cells": (
        "{pack} n'a pas répondu\u202f: relancez cette commande quand elle répondra, pour ses températures et ses cellules"
    ),
    # sinks/domoticz: devices that cannot be used
    "no device in Domoticz for {count} of {total} values: run `topbms domoticz setup` to have them made": (
        "pas de dispositif dans Domoticz pour {count} {count:valeur|valeurs} sur {total}\u202f: "
        "lancez `topbms domoticz setup` pour {count:le|les} créer"
    ),
    "{key} is not written to Domoticz idx {idx}: {trouble}; {cure}": (
        "{key} n'est pas écrit dans l'idx {idx} de Domoticz\u202f: {trouble}\u202f; {cure}"
    ),
    "{key}: Domoticz idx {idx}: {trouble}; {cure}": "{key}\u202f: idx {idx} de Domoticz\u202f: {trouble}\u202f; {cure}",
    "there is no such device, it is not shared with this user, or its hardware is disabled": (
        "ce dispositif n'existe pas, n'est pas partagé avec cet utilisateur, ou son matériel est désactivé"
    ),
    "{name} is a device of type {type}, which cannot hold this value": (
        "{name} est un dispositif de type {type}, qui ne peut pas recevoir cette valeur"
    ),
    "it is another device than before: {name} ({type})": "ce n'est plus le même dispositif\u202f: {name} ({type})",
    "it is now another device: {name} ({type})": "c'est maintenant un autre dispositif\u202f: {name} ({type})",
    "correct its idx in [domoticz.idx]": "corrigez son idx dans [domoticz.idx]",
    "correct its idx in [domoticz.idx], or accept it with `topbms domoticz setup`": (
        "corrigez son idx dans [domoticz.idx], ou acceptez-le avec `topbms domoticz setup`"
    ),
    "run `topbms domoticz setup` to have a new device made": (
        "lancez `topbms domoticz setup` pour créer un nouveau dispositif"
    ),
    # sinks/domoticz: errors
    "Domoticz at {url} cannot be reached ({reason}): is it running, and are address and port right?": (
        "Domoticz est injoignable à {url} ({reason})\u202f: est-il en marche, l'adresse et le port sont-ils justes\u202f?"
    ),
    (
        "Domoticz at {url} did not answer within {seconds:g} s: is its machine busy, or the network slow? "
        "A longer timeout can be set in [domoticz]"
    ): (
        "Domoticz à {url} n'a pas répondu en {seconds:g}\u202fs\u202f: sa machine est-elle chargée, ou le réseau lent\u202f? "
        "Un timeout plus long se règle dans [domoticz]"
    ),
    (
        "the certificate of {url} cannot be verified: if it is the one that comes with Domoticz, "
        "set verify_tls = false in [domoticz]"
    ): (
        "le certificat de {url} ne peut pas être vérifié\u202f: si c'est celui que Domoticz fournit, "
        "mettez verify_tls = false dans [domoticz]"
    ),
    (
        "{url} does not answer like Domoticz (HTTP {status} to {command}): are address, port and path right, and "
        "is there a proxy between?"
    ): (
        "{url} ne répond pas comme Domoticz (HTTP {status} à {command})\u202f: adresse, port et chemin sont-ils justes, "
        "y a-t-il un proxy entre les deux\u202f?"
    ),
    "{url} answers, but not as a web server does ({reason}): are address and port right?": (
        "{url} répond, mais pas comme un serveur web ({reason})\u202f: adresse et port sont-ils justes\u202f?"
    ),
    "{url} answers without an end: are address and port those of Domoticz?": (
        "{url} répond sans fin\u202f: adresse et port sont-ils ceux de Domoticz\u202f?"
    ),
    "Domoticz at {url} refuses {command} (403): the user's rights do not reach so far (Setup, Users)": (
        "Domoticz à {url} refuse {command} (403)\u202f: les droits de l'utilisateur ne suffisent pas "
        "(Configuration, Utilisateurs)"
    ),
    "Domoticz at {url} refuses {command} (status {status}): its log may say why (Setup, Log)": (
        "Domoticz à {url} refuse {command} (status {status})\u202f: son journal dit peut-être pourquoi "
        "(Configuration, Journal)"
    ),
    (
        "Domoticz at {url} wants a login (401; tried: {tried}). Either give user and password in [domoticz], which "
        "work over https, by session cookie, or with Basic-Auth over plain HTTP allowed in Domoticz; or add this "
        "machine to its trusted networks (Setup, Settings, Security)"
    ): (
        "Domoticz à {url} demande une connexion (401\u202f; essayé\u202f: {tried}). Soit donnez user et password dans "
        "[domoticz], qui passent en https, par cookie de session, ou en HTTP simple si Domoticz y autorise Basic-Auth\u202f; "
        "soit ajoutez cette machine à ses réseaux de confiance (Configuration, Paramètres, Sécurité)"
    ),
    (
        'Domoticz at {url} refuses user "{user}" (401; tried: {tried}). Check user and password; Basic works over '
        "https, or with Basic-Auth over plain HTTP allowed in Domoticz (Setup, Settings, Security); the session "
        'cookie works everywhere (login = "cookie"); without user, add this machine to the trusted networks there'
    ): (
        'Domoticz à {url} refuse l\'utilisateur "{user}" (401\u202f; essayé\u202f: {tried}). Vérifiez user et password\u202f; '
        "Basic passe en https, ou en HTTP simple si Domoticz l'autorise (Configuration, Paramètres, Sécurité)\u202f; le "
        'cookie de session passe partout (login = "cookie")\u202f; sans user, ajoutez-y cette machine aux réseaux de confiance'
    ),
    'Domoticz user "{user}" at {url} may only look: give it the rights "User" (Setup, Users)': (
        'l\'utilisateur Domoticz "{user}" à {url} ne peut que regarder\u202f: donnez-lui les droits "User" '
        "(Configuration, Utilisateurs)"
    ),
    (
        'Domoticz user "{user}" at {url} may not create devices: run `topbms domoticz setup --user ADMIN` with the '
        "name of an administrator"
    ): (
        "l'utilisateur Domoticz \"{user}\" à {url} n'a pas le droit de créer des dispositifs\u202f: lancez "
        "`topbms domoticz setup --user ADMIN` avec le nom d'un administrateur"
    ),
    (
        "Domoticz at {url} refused {count} of {total} values: {refused}. If these devices were deleted, "
        "`topbms domoticz setup` makes new ones"
    ): (
        "Domoticz à {url} a refusé {count} {count:valeur|valeurs} sur {total}\u202f: {refused}. Si "
        "{count:ce dispositif a été supprimé|ces dispositifs ont été supprimés}, "
        "`topbms domoticz setup` en crée de nouveaux"
    ),
    (
        'Domoticz at {url} refused {count} of {total} values (403): {refused}. Give the user the rights "User", '
        "and share these devices with it if it has a list of its own (Setup, Users)"
    ): (
        "Domoticz à {url} a refusé {count} {count:valeur|valeurs} sur {total} (403)\u202f: {refused}. Donnez à "
        "l'utilisateur les droits \"User\", et partagez {count:ce dispositif|ces dispositifs} avec lui s'il a sa propre "
        "liste (Configuration, Utilisateurs)"
    ),
    "hardware {name} is disabled in Domoticz at {url}, which hides its devices: enable it (Setup, Hardware)": (
        "le matériel {name} est désactivé dans Domoticz à {url}, ce qui cache ses dispositifs\u202f: activez-le "
        "(Configuration, Matériel)"
    ),
    ("Domoticz at {url} made something else than was asked for {name} (idx {idx}): look at it in Setup, Devices"): (
        "Domoticz à {url} a créé autre chose que demandé pour {name} (idx {idx})\u202f: voyez Configuration, Dispositifs"
    ),
    # sinks/domoticz: settings
    "--user is missing: name the administrator whose password this is": (
        "--user manque\u202f: nommez l'administrateur dont c'est le mot de passe"
    ),
    "only scheme, host, port and path belong here; user and password have their own keys": (
        "seuls protocole, hôte, port et chemin vont ici\u202f; user et password ont leurs propres clés"
    ),
    'login = "{login}" needs user and password': 'login = "{login}" demande user et password',
    "{key}: there is no such device": "{key}\u202f: ce dispositif n'existe pas",
    "{key}: there is no such device, did you mean {near}?": (
        "{key}\u202f: ce dispositif n'existe pas, vouliez-vous dire {near}\u202f?"
    ),
    "{key}: idx {idx} is already taken by {other}": "{key}\u202f: l'idx {idx} est déjà pris par {other}",
}
