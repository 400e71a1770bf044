r"""French: the words of every quantity, state, level and urgency; alarms and phrases stand beside.

A folder, because the phrases of the whole program come together here. A pack is a "batterie", the bank of packs a
"parc"; the reader is "vous". Typography: a narrow no-break space, written `\u202f` so that it can be seen, before
; : ! ? and a unit; straight apostrophes, as people type and search them.
"""

from topbms.model.alarms import Level, Urgency
from topbms.model.words.fr.alarms import ALARMS
from topbms.model.words.fr.phrases import PHRASES

__all__ = ["ALARMS", "LEVELS", "PHRASES", "QUANTITIES", "SINGULAR", "STATES", "URGENCIES"]

SINGULAR = frozenset({0, 1})

QUANTITIES: dict[str, str] = {
    "voltage": "Tension",
    "current": "Courant",
    "power": "Puissance",
    "charge_power": "Puissance de charge",
    "discharge_power": "Puissance de décharge",
    "charge_energy": "Énergie chargée",
    "discharge_energy": "Énergie déchargée",
    "soc": "État de charge",
    "counted_soc": "État de charge compté",
    "soc_drift": "Dérive de l'état de charge compté",
    "soh": "État de santé",
    "remaining_capacity": "Capacité restante",
    "full_capacity": "Capacité à pleine charge",
    "design_capacity": "Capacité nominale",
    "charged_capacity": "Capacité chargée",
    "discharged_capacity": "Capacité déchargée",
    "remaining_energy": "Énergie restante",
    "cycle_count": "Nombre de cycles",
    "cell_voltages": "Tensions des cellules",
    "cell_lowest_voltage": "Tension de cellule la plus basse",
    "cell_highest_voltage": "Tension de cellule la plus haute",
    "cell_lowest": "Cellule la plus basse",
    "cell_highest": "Cellule la plus haute",
    "cell_spread": "Écart entre cellules",
    "temperatures": "Températures",
    "environment_temperature": "Température ambiante",
    "mosfet_temperature": "Température des MOSFET",
    "mean_temperature": "Température moyenne",
    "humidity": "Humidité",
    "time_to_full": "Temps de charge restant",
    "time_to_empty": "Autonomie restante",
}

STATES: dict[str, str] = {
    "charging": "En charge",
    "discharging": "En décharge",
    "discharge_mosfet": "MOSFET de décharge actif",
    "charge_mosfet": "MOSFET de charge actif",
    "precharge": "Précharge active",
    "ac_present": "Secteur présent",
    "fully_charged": "Charge complète",
    "charge_limit_enabled": "Limitation du courant de charge autorisée",
    "current_limiting": "Limitation du courant en cours",
    "self_depletion": "Autodécharge",
    "heating_enabled": "Chauffage autorisé",
    "heating": "Chauffage en marche",
    "cooling_enabled": "Refroidissement autorisé",
    "cooling": "Refroidissement en marche",
    "buzzer_enabled": "Avertisseur sonore autorisé",
    "buzzer": "Avertisseur sonore en marche",
    "led_enabled": "LED autorisées",
    "gprs_enabled": "GPRS autorisé",
    "float_charging": "Charge d'entretien",
    "standby": "En veille",
    "shutdown": "Arrêt en cours",
    "recharge_waiting": "En attente avant une nouvelle charge",
    "automatic_charge_waiting": "En attente du prochain essai de réveil en charge",
    "manual_charge_waiting": "Réveil manuel, en attente d'une charge",
    "module_power": "Alimentation par la batterie elle-même",
    "charger_connected": "Chargeur branché",
    "low_limit_gear": "Courant de charge limité au cran bas",
    "locked": "BMS verrouillé",
    "test_mode": "Mode de test",
}

LEVELS: dict[str, str] = {
    Level.WARNING: "avertissement",
    Level.PROTECTION: "protection",
    Level.FAULT: "défaut",
}

URGENCIES: dict[str, str] = {
    Urgency.NOW: "Agissez tout de suite.",
    Urgency.TODAY: "Agissez aujourd'hui.",
    Urgency.SOON: "Agissez dans les prochains jours.",
    Urgency.WATCH: "Rien à faire dans l'immédiat, mais à surveiller.",
}
