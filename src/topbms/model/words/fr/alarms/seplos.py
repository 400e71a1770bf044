"""French words of the alarms that Seplos V2 packs report and TopBMS packs do not."""

from topbms.model.words.entry import AlarmWords

ALARMS: dict[str, AlarmWords] = {
    "voltage_sensor_fault": AlarmWords(
        words="Mesure de tension en panne",
        meaning="Le BMS signale qu'il ne mesure plus correctement les tensions. "
        "Ni les tensions ni les protections qui en dépendent ne sont fiables.",
        action="Arrêtez la charge et la décharge, ouvrez le disjoncteur de la batterie et appelez le fournisseur.",
    ),
    "current_sensor_fault": AlarmWords(
        words="Mesure de courant en panne",
        meaning="Le BMS signale qu'il ne mesure plus correctement le courant. "
        "Une surintensité pourrait lui échapper, et son état de charge dérive.",
        action="Limitez la charge et la consommation, et appelez le fournisseur avant de reprendre un usage normal.",
    ),
    "key_switch_fault": AlarmWords(
        words="Interrupteur de la batterie en panne",
        meaning="Le BMS signale un défaut de la touche ou de l'interrupteur de la batterie.",
        action="Vérifiez que l'interrupteur n'est pas coincé, et signalez-le au fournisseur si l'alarme reste.",
    ),
    "current_limiter_fault": AlarmWords(
        words="Limiteur de courant en panne",
        meaning="Le BMS signale que l'organe qui limite le courant de charge ne fonctionne pas comme il faut.",
        action="Baissez le courant de charge réglé sur l'onduleur ou le chargeur, et appelez le fournisseur.",
    ),
    "cell_disconnected": AlarmWords(
        words="Fil de mesure d'une cellule coupé",
        meaning="Le BMS a perdu le fil par lequel il mesure une cellule, et ne protège plus cette cellule.",
        action="Arrêtez la charge et la décharge, ouvrez le disjoncteur de la batterie, "
        "et faites contrôler les fils et les connecteurs des cellules.",
    ),
    "overcurrent_lock": AlarmWords(
        words="Verrouillage après surintensité",
        meaning="Le courant a été beaucoup trop élevé plusieurs fois de suite, et le BMS garde la décharge coupée "
        "jusqu'à ce qu'on la déverrouille.",
        action="Trouvez l'appareil qui a tiré ce courant, et éteignez-le, avant de déverrouiller la batterie.",
    ),
    "short_circuit_lock": AlarmWords(
        words="Verrouillage après court-circuit",
        meaning="Le BMS a vu un court-circuit plusieurs fois de suite, et garde la batterie coupée "
        "jusqu'à ce qu'on la déverrouille.",
        action="Ouvrez le disjoncteur de la batterie, et laissez-le ouvert tant que la cause n'est pas trouvée "
        "dans le câblage ou l'onduleur. Dans le doute, appelez un électricien.",
    ),
    "charge_forbidden": AlarmWords(
        words="Cellule trop vide pour être chargée",
        meaning="Une cellule est tellement sous sa limite basse que la charger pourrait être dangereux, "
        "et le BMS interdit la charge.",
        action="Ne forcez pas la charge et ne contournez pas le BMS. "
        "Ouvrez le disjoncteur de la batterie et appelez le fournisseur.",
    ),
    "output_connection_fault": AlarmWords(
        words="Mauvais raccordement en sortie",
        meaning="Le BMS signale un problème sur ce qui est raccordé aux bornes de la batterie.",
        action="Coupez la charge et les consommateurs, et contrôlez câbles, bornes et disjoncteurs "
        "entre la batterie et l'onduleur.",
    ),
    "voltage_calibration_missing": AlarmWords(
        words="Tensions non étalonnées",
        meaning="Le BMS signale que sa mesure de tension n'a jamais été étalonnée, "
        "et les tensions sur lesquelles il se règle sont peut-être fausses.",
        action="Comparez la tension de la batterie avec un multimètre, et signalez-le au fournisseur.",
    ),
    "current_calibration_missing": AlarmWords(
        words="Courant non étalonné",
        meaning="Le BMS signale que sa mesure de courant n'a jamais été étalonnée, "
        "et le courant comme l'état de charge sont peut-être faux.",
        action="Comparez le courant avec celui de l'onduleur, et signalez-le au fournisseur.",
    ),
    "zero_calibration_missing": AlarmWords(
        words="Zéro du courant non étalonné",
        meaning="Le BMS signale qu'il n'a jamais appris à reconnaître un courant nul, "
        "et il compte peut-être un courant qui ne passe pas.",
        action="Signalez-le au fournisseur. D'ici là, chargez la batterie à fond de temps en temps, "
        "ce qui remet son état de charge d'aplomb.",
    ),
}
