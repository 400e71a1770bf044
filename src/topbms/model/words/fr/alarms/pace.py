"""French words of the alarms that Pace packs report and TopBMS packs do not."""

from topbms.model.words.entry import AlarmWords

ALARMS: dict[str, AlarmWords] = {
    "charger_overvoltage": AlarmWords(
        words="Tension du chargeur trop élevée",
        meaning="Le chargeur ou l'onduleur présente une tension supérieure à celle que la batterie admet en charge, "
        "et le BMS maintient la charge coupée.",
        action="Baissez la tension de charge réglée sur l'onduleur ou le chargeur à la valeur admise par le "
        "fournisseur de la batterie.",
    ),
    "communication_fault": AlarmWords(
        words="Communication interne du BMS en panne",
        meaning="Le BMS signale que ses organes, ou les batteries entre elles, ne s'entendent plus. "
        "Des valeurs peuvent manquer ou être anciennes.",
        action="Vérifiez les câbles entre les batteries et leurs sélecteurs d'adresse. "
        "Si le défaut persiste, appelez le fournisseur.",
    ),
    "heater_fault": AlarmWords(
        words="Film chauffant en panne",
        meaning="Le BMS signale un défaut du film qui chauffe les cellules. "
        "Par temps de gel, la batterie peut rester trop froide pour être chargée.",
        action="Chauffez le local par temps de gel, ne chargez pas la batterie sous 0\u202f°C et appelez le fournisseur.",
    ),
}
