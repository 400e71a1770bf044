"""What it means when the broker says no, or nothing, in words with a cure. Knows aiomqtt's errors; opens nothing."""

import socket
import ssl

import aiomqtt
from paho.mqtt.reasoncodes import ReasonCode

from topbms.errors import SinkError

_BAD_LOGIN, _NOT_ALLOWED = 134, 135
"""Reason codes of MQTT 5, in which paho tells those of 3.1.1 too."""


def refusal(url: str, error: Exception, *, is_opening: bool = False) -> SinkError:
    """The fault in words; `url` is the broker's, without secrets. `is_opening` tells that it never worked."""
    reason = _reason_code(error)
    if reason in {_BAD_LOGIN, _NOT_ALLOWED}:
        return SinkError(
            "the MQTT broker at {url} refuses the login: check user and password in [mqtt], and what the broker "
            "allows this user",
            url=url,
        )
    cause = _cause(error)
    if isinstance(cause, ssl.SSLCertVerificationError):
        return SinkError(
            "the certificate of the MQTT broker at {url} cannot be verified ({reason}): name the certificate that "
            "vouches for it in ca_file, under the name that is in url",
            url=url,
            reason=cause.verify_message,
        )
    if isinstance(cause, ssl.SSLError):
        return _no_tls(url, cause.reason or str(cause))
    if isinstance(cause, TimeoutError) and is_opening and url.startswith("mqtts:"):
        return _no_tls(url, "no answer")
    if isinstance(cause, socket.gaierror):
        return SinkError("the MQTT broker at {url}: the name of the host is not known", url=url)
    return _away(url, error, cause)


def rival(site: str, url: str) -> SinkError:
    """Another gateway serves this site."""
    return SinkError(
        'another gateway serves the site "{site}" at {url}: give each a site of its own', site=site, url=url
    )


def _no_tls(url: str, reason: str) -> SinkError:
    """A broker that misses our certificate hangs up after the handshake, and its client library waits on."""
    return SinkError(
        "no TLS with the MQTT broker at {url} ({reason}): is this its TLS port, and does it want a client "
        "certificate (certificate_file, key_file)?",
        url=url,
        reason=reason,
    )


def _away(url: str, error: Exception, cause: BaseException | None) -> SinkError:
    if isinstance(cause, TimeoutError):
        return SinkError("the MQTT broker at {url} does not answer: is it running, and is a firewall between?", url=url)
    if isinstance(cause, OSError):
        return SinkError(
            "the MQTT broker at {url} cannot be reached ({reason}): is it running, and are address and port right?",
            url=url,
            reason=cause.strerror or str(cause),
        )
    return SinkError("the MQTT broker at {url} broke off ({reason})", url=url, reason=str(error))


def _reason_code(error: Exception) -> int | None:
    """Why the broker refused; None where it did not say."""
    if not isinstance(error, aiomqtt.MqttCodeError):
        return None
    return error.rc.value if isinstance(error.rc, ReasonCode) else None


def _cause(error: BaseException) -> BaseException | None:
    """The system's error: aiomqtt tells its words only, and keeps it as what came before."""
    found: BaseException | None = error
    while found is not None and not isinstance(found, OSError):
        found = found.__cause__ or found.__context__
    return found
