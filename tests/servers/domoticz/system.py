"""The commands about login, version, users and the log. Knows no device."""

import time

from tests.servers.domoticz.asking import VERSION, Answer, Ask, Command, RefusalError, okay
from tests.servers.domoticz.house import ADMIN, VIEWER
from tests.servers.domoticz.login import decode64
from tests.servers.domoticz.sensors import to_int

_ADMINS_ONLY: Answer = {
    "DomoticzUpdateURL": "https://www.domoticz.com/download.php",
    "Revision": 16785,
    "SystemName": "linux",
}
_BUILD: Answer = {
    "HaveUpdate": False,
    "UseUpdate": False,
    "build_time": "2025-09-20 08:28:08",
    "dzvents_version": "3.1.8",
    "hash": "85308e91e",
    "python_version": "3.11.2 (main, Apr 28 2025, 14:11:48) [GCC 12.2.0]",
    "version": VERSION,
}


def _getauth(ask: Ask) -> Answer:
    user = ask.caller.user
    if user is None:
        return okay("GetAuth")
    return okay("GetAuth", user=user.name, rights=user.rights, version=VERSION)


def _getversion(ask: Ask) -> Answer:
    if ask.caller.rights < VIEWER:
        return okay("GetVersion")
    return okay("GetVersion") | _BUILD | (_ADMINS_ONLY if ask.caller.rights == ADMIN else {})


def _getuptime(_ask: Ask) -> Answer:
    return okay("GetUptime", days=0, hours=0, minutes=0, seconds=15)


def _logincheck(ask: Ask) -> Answer | None:
    """Base64 of the user's name, MD5 of the password; wrong ones are 200 ERR."""
    user = ask.house.users.get(decode64(ask.text("username")))
    if user is None or user.password != ask.text("password"):
        return None
    ask.cookies.append(ask.gate.open_session(user.name, remember=ask.text("rememberme") == "true"))
    return okay("logincheck", user=user.name, rights=user.rights, version=VERSION)


def _adduser(ask: Ask) -> Answer:
    """An older command: it refuses by 401 and JSON, and its failures say why."""
    if ask.caller.rights < ADMIN:
        raise RefusalError(401, "ERROR")
    if not ask.has("enabled", "username", "password", "rights", "RemoteSharing", "TabsEnabled"):
        return _user_trouble("One or more expected values are empty!")
    if ask.text("username") in ask.house.users:
        return _user_trouble("Duplicate Username!")
    ask.house.add_user(ask.text("username"), ask.text("password"), to_int(ask.text("rights")))
    return okay("AddUser")


def _getlog(ask: Ask) -> Answer:
    ask.require(VIEWER)
    since, levels = to_int(ask.text("lastlogtime")), to_int(ask.text("loglevel"))
    lines = [line for line in ask.house.log if line[0] >= since and line[1] & levels]
    answer = okay("GetLog", LastLogTime=str(int(max((line[0] for line in lines), default=since))))
    if lines:
        answer["result"] = [{"level": level, "message": f"{_moment(at)}  {text}"} for at, level, text in lines]
    return answer


def _user_trouble(message: str) -> Answer:
    return {"status": "ERROR", "title": "Add/Update/DeleteUser", "message": message}


def _moment(at: float) -> str:
    return f"{time.strftime('%Y-%m-%d %H:%M:%S', time.localtime(at))}.{int(at % 1 * 1000):03d}"


def _bare(title: str) -> Command:
    return lambda _ask: okay(title)


# These answer anyone, by 200, so that a 200 from them proves nothing about credentials. The list is whole;
# what the lower half says beyond its title is left out.
OPEN: dict[str, Command] = {
    "getauth": _getauth,
    "getversion": _getversion,
    "getuptime": _getuptime,
    "logincheck": _logincheck,
    "getconfig": _bare("GetConfig"),
    "gettitle": _bare("GetTitle"),
    "getthemes": _bare("GetThemes"),
    "getlanguages": _bare("GetLanguages"),
    "getswitchtypes": _bare("GetSwitchTypes"),
    "getmetertypes": _bare("GetMeterTypes"),
    "gettimertypes": _bare("GetTimerTypes"),
}
COMMANDS: dict[str, Command] = {**OPEN, "adduser": _adduser, "getlog": _getlog}
