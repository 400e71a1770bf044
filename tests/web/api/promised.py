"""What users of the API may count on, as docs/api.md states it: a rename keeps the old name for a year.

Words in the order of the alphabet, one string each, so that a changed name shows as such.
"""

_CHART = "If-None-Match from id points quantity to"

QUESTIONS = {
    "GET /overview": "lang",
    "GET /packs": "lang",
    "GET /packs/{id}": "id lang",
    "GET /packs/{id}/parameters": "id lang",
    "GET /packs/{id}/records": "id lang limit log",
    "GET /packs/{id}/history": _CHART,
    "GET /packs/{id}/history.csv": _CHART,
    "GET /bank": "lang",
    "GET /energy": "from owner period to",
    "GET /events": "cursor from kind lang limit subject to",
    "GET /quantities": "lang",
    "GET /states": "lang",
    "GET /links": "lang",
    "GET /links/{id}/frozen/{number}": "id lang number",
    "GET /health": "lang",
    "POST /decode": "lang",
    "GET /settings": "lang",
    "GET /support": "",
    "GET /stream": "Last-Event-ID lang",
    "GET /setup/ports": "lang",
    "POST /setup/scan": "lang",
    "GET /session": "",
    "POST /session": "",
    "DELETE /session": "",
}
"""The parameters of each question."""

REFUSED = {
    "GET /overview": "401 422 503",
    "GET /packs": "401 422",
    "GET /packs/{id}": "401 404 422",
    "GET /packs/{id}/parameters": "401 404 422",
    "GET /packs/{id}/records": "401 404 409 422 503",
    "GET /packs/{id}/history": "401 404 422 503",
    "GET /packs/{id}/history.csv": "401 404 422 503",
    "GET /bank": "401 422",
    "GET /energy": "401 404 422 503",
    "GET /events": "401 404 422 503",
    "GET /quantities": "401 422",
    "GET /states": "401 422",
    "GET /links": "401 422",
    "GET /links/{id}/frozen/{number}": "401 404 422",
    "GET /health": "401 422",
    "POST /decode": "401 403 413 422",
    "GET /settings": "401 422",
    "GET /support": "401",
    "GET /stream": "401 422 503",
    "GET /setup/ports": "401 422",
    "POST /setup/scan": "401 403 409 413 422",
    "GET /session": "",
    "POST /session": "403 409 413 422 429",
    "DELETE /session": "403",
}
"""With which status each may be refused for a reason of its own."""

_ALARM = "action cell code level meaning urgency words"
_LINK = "answer_time connects faults id last_error last_error_age packs replies requests since up url"

FIELDS = {
    "Overview": "bank energy language languages links packs setup site time version",
    "EnergyNow": "today",
    "Flow": "charged discharged",
    "Packs": "packs",
    "Pack": (
        "address age alarms alarms_age balancing extra held id identity limit limits link memory name sequence since "
        "stale states thresholds values"
    ),
    "Alarm": _ALARM,
    "PackAlarm": "action cell code level meaning pack urgency words",
    "Limits": "cells temperatures",
    "Identity": "battery_type company module production_date remarks serial_number version",
    "Thresholds": "cell_voltages voltage",
    "Edges": "high_protection high_warning low_protection low_warning",
    "Memory": "asked_at clock_ahead discharge_energy discharged_capacity",
    "Parameters": "note pack parameters told",
    "Parameter": "group key name text unit value",
    "PackLog": "asked_at clock_ahead log note pack read records whole",
    "LogRecord": "alarm mode number over state time values words",
    "Bank": "alarms missing present time values",
    "Link": _LINK,
    "LinkWithFrames": _LINK.replace("faults", "faults frames frozen"),
    "Cause": "age kind subject words",
    "Frozen": "causes number",
    "FrozenFrames": "causes frames number",
    "FrameOnLine": "age direction frame",
    "Links": "links",
    "Health": "clock_offset config fresh history links silent sinks uptime version",
    "History": "dropped free last_error size waiting",
    "Sink": "errors lag last_error name rejected written",
    "HistoryChart": "from pack seconds series times to",
    "Series": "high low mean",
    "Energy": "owner period rows",
    "EnergyRow": "charged discharged efficiency gap_seconds gaps start",
    "Events": "events next",
    "Event": "alarm begin end id kind last_seen name subject values words",
    "Quantities": "quantities",
    "Quantity": "decimals derived each highest key label lowest unit",
    "States": "states",
    "Pasted": "text",
    "Decoded": "frames",
    "Explained": "address dialect direction error frame kind message packs parts valid version",
    "Part": "at name raw text unit value",
    "Settings": "check groups path",
    "SettingGroup": "name rows",
    "Setting": "default key meaning secret value",
    "Finding": "level message",
    "Ports": "ports",
    "Port": "name note path",
    "Wanted": "baud force url",
    "Session": "needed valid",
    "Offered": "password",
    "Problem": "detail status title type",
}
"""The fields of each object."""
