"""A fake Domoticz 2025.1 on loopback; knows Domoticz' HTTP contract and nothing of topbms.

What a running Domoticz was seen to do, it does. Where only Domoticz' source tells, the comment at that place
says "source".
"""

from tests.servers.domoticz.fake import FakeDomoticz
from tests.servers.domoticz.house import Device, Hardware, User
from tests.servers.domoticz.site import Seen

__all__ = ["Device", "FakeDomoticz", "Hardware", "Seen", "User"]
