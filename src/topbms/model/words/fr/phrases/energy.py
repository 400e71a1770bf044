"""Energy: totals, and an older meter's total."""

PHRASES: dict[str, str] = {
    "nothing has been counted yet": "rien n'a encore été compté",
    "--days, --months and --years exclude each other; give one of them": (
        "--days, --months et --years s'excluent\u202f; donnez l'un des trois"
    ),
    "--pack {value!r} was never metered; there are: {known}": (
        "--pack {value!r}\u202f: jamais compté\u202f; il y a\u202f: {known}"
    ),
    "charged, kWh": "chargé, kWh",
    "discharged, kWh": "déchargé, kWh",
    "efficiency": "rendement",
    "not counted": "non compté",
    "there is nothing to set; give --charge, --discharge, or both": (
        "il n'y a rien à régler\u202f; donnez --charge, --discharge, ou les deux"
    ),
    "{option} {value} is no meter's total; give kWh from 0 to {most}": (
        "{option} {value}\u202f: ce n'est pas le total d'un compteur\u202f; donnez des kWh de 0 à {most}"
    ),
    "PACK {value!r} is not known; there are: {known}": "PACK {value!r}\u202f: inconnu\u202f; il y a\u202f: {known}",
    "{pack} shows now: {totals}": "{pack} affiche maintenant\u202f: {totals}",
    "It will show: {totals}, and what it counts from now on.": (
        "Affichera\u202f: {totals}, plus ce qui sera compté dès maintenant."
    ),
    (
        "Whoever follows these counters sees a jump: a chart of Domoticz or Home Assistant may show it as energy "
        "of one day, or take a counter that goes back for a new meter."
    ): (
        "Ceux qui suivent ces compteurs verront un saut\u202f: un graphique de Domoticz ou de Home Assistant peut le "
        "montrer comme l'énergie d'un jour, ou prendre un compteur qui recule pour un nouveau compteur."
    ),
    "{charge} charged, {discharge} discharged": "{charge} chargés, {discharge} déchargés",
    "Go on? (yes/no)": "Continuer\u202f? (oui/non)",
    "nobody said yes; answer in a terminal, or give --yes": (
        "personne n'a dit oui\u202f; répondez dans un terminal, ou donnez --yes"
    ),
    "nothing was changed": "rien n'a été changé",
    "Noted. It holds from the next start of the gateway on.": (
        "C'est noté. Cela vaudra dès le prochain démarrage de la passerelle."
    ),
    "Noted. It holds when the gateway is started anew: sudo systemctl restart topbms": (
        "C'est noté. Cela vaudra quand la passerelle sera redémarrée\u202f: sudo systemctl restart topbms"
    ),
}
