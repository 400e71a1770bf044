"""The only place where everything meets: builds the parts, joins them, starts and stops them. Decides nothing else.

links ─► feed ─┬─► store ─► couriers ─┬─► sinks
               └─► outlets ───────────┘
"""

from topbms.app.gateway import Gateway, run
from topbms.app.outlets import site

__all__ = ["Gateway", "run", "site"]
