"""French words of the alarms that Topband boards were the first to report."""

from topbms.model.words.entry import AlarmWords

ALARMS: dict[str, AlarmWords] = {
    "charge_temperature_limit": AlarmWords(
        words="Trop chaud ou trop froid pour charger",
        meaning="Les cellules sont hors des températures de charge, et le BMS a arrêté la charge. "
        "Il ne dit pas de quel côté.",
        action="Regardez les températures de la batterie, puis réchauffez-la ou laissez-la refroidir. "
        "Ne la chargez jamais sous 0\u202f°C.",
    ),
    "discharge_temperature_limit": AlarmWords(
        words="Trop chaud ou trop froid pour décharger",
        meaning="Les cellules sont hors des températures de décharge, et le BMS a arrêté la décharge. "
        "Il ne dit pas de quel côté.",
        action="Regardez les températures de la batterie, puis réchauffez-la, ou coupez les gros consommateurs et "
        "laissez-la refroidir.",
    ),
    "environment_charge_limit": AlarmWords(
        words="Local trop chaud ou trop froid pour charger",
        meaning="L'air autour de la batterie est hors des limites de charge, et le BMS a arrêté la charge.",
        action="Chauffez ou aérez le local jusqu'à ce que la charge reprenne.",
    ),
    "environment_discharge_limit": AlarmWords(
        words="Local trop chaud ou trop froid pour décharger",
        meaning="L'air autour de la batterie est hors des limites de décharge, et le BMS a arrêté la décharge.",
        action="Chauffez ou aérez le local jusqu'à ce que la batterie fournisse à nouveau du courant.",
    ),
    "balancer_temperature_limit": AlarmWords(
        words="Équilibreur trop chaud",
        meaning="Le circuit qui équilibre les cellules est hors de ses limites de température. "
        "Au niveau de protection, il s'est arrêté.",
        action="Laissez refroidir la batterie et vérifiez que l'air circule. Si cela revient, prévenez le fournisseur.",
    ),
    "cell_undervoltage_lock": AlarmWords(
        words="Verrouillée, une cellule est beaucoup trop basse",
        meaning="Une cellule est descendue si bas que le BMS a verrouillé la batterie pour la protéger.",
        action="Ne la forcez pas. Rechargez-la avec le chargeur du fabricant, ou appelez le fournisseur.",
    ),
    "charger_fault": AlarmWords(
        words="Défaut du chargeur",
        meaning="Le BMS signale que le chargeur ne fonctionne pas comme il devrait.",
        action="Regardez ce qu'affiche le chargeur ou l'onduleur, et vérifiez ses câbles.",
    ),
    "fire_suppression": AlarmWords(
        words="Extincteur de la batterie déclenché",
        meaning="Le BMS signale que l'aérosol anti-incendie de la batterie s'est déclenché.",
        action="Quittez le local, ne touchez pas à la batterie, appelez les pompiers, puis le fournisseur.",
    ),
}
