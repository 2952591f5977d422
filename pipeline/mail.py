"""Mail: a multipart message, and handing it to an SMTP server or to the machine's own sendmail.

The message is plain ASCII (RFC 2047 headers, quoted-printable bodies), so that every server takes it. Nothing that comes
from a feed or a command line can add a header: line breaks never get into one. The password comes from the environment
alone and stands in no message. Does not make the digest, does not print.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import socket
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec

from pipeline.errors import MailError, UsageError

if TYPE_CHECKING:
    import smtplib

PASSWORD = "BRIEF_SMTP_PASSWORD"  # noqa: S105  # the name of the variable, not what it holds
PORTS = {"starttls": 587, "tls": 465, "none": 25}
"""Where a server listens for each kind of security (RFC 6409, RFC 8314, RFC 5321)."""


class MailSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The ``[mail]`` table of a configuration file.

    Without a ``host`` the machine's sendmail is used. ``port`` 0 is the usual one for ``security``; ``sender`` (``from``
    in the file) is the address the message comes from; ``timeout`` is in seconds, for each answer of the server.
    """

    host: str = ""
    port: Annotated[int, msgspec.Meta(ge=0, le=65535)] = 0
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    sender: str = msgspec.field(default="", name="from")
    timeout: Annotated[float, msgspec.Meta(gt=0, le=600)] = 30.0
    sendmail: str = "sendmail"


def read_settings(table: Mapping[str, Any], origin: str) -> MailSettings:
    """The settings in a ``[mail]`` table. Raises UsageError naming ``origin`` and the key, never what a key holds."""
    if "password" in table:
        raise UsageError(
            f"[mail]: the password is not read from a file; give it in the variable {PASSWORD}.", about=origin
        )
    try:
        return msgspec.convert(dict(table), MailSettings)
    except msgspec.ValidationError as exc:
        raise UsageError(f"[mail]: {exc}.", about=origin) from exc


# ── messages ─────────────────────────────────────────────────────────────────────────────────────────────────────────

_CONTROL = re.compile(r"[\x00-\x1f\x7f\x80-\x9f\u2028\u2029]")
_COMMA = re.compile(r',(?=(?:[^"]*"[^"]*")*[^"]*$)')  # outside quotation marks
_ADDRESS = re.compile(
    r'\s*(?:"(?P<quoted>[^"<>]*)"\s*<(?P<of_quoted>[^<>]+)>|(?P<name>[^"<>]*)<(?P<named>[^<>]+)>|(?P<bare>[^"<>]+?))\s*'
)
_LOCAL = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*", re.ASCII)  # RFC 5322's dot-atom
_DOMAIN = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*", re.IGNORECASE | re.ASCII)


def parse_addresses(values: Sequence[str]) -> tuple[Address, ...]:
    """Addresses such as ``desk@example.org`` or ``News desk <desk@example.org>``, several in a value with commas between.

    Each comes once. Raises UsageError for anything else, line breaks above all; rarer forms of RFC 5322 (quoted local
    parts, comments, groups) are not taken either.
    """
    parsed: dict[str, Address] = {}
    for value in values:
        for part in _COMMA.split(value):
            address = _parse_address(part)
            parsed.setdefault(address.addr_spec.lower(), address)
    return tuple(parsed.values())


def _parse_address(value: str) -> Address:
    found = None if _CONTROL.search(value) else _ADDRESS.fullmatch(value)
    if found:
        local, _, domain = (found["of_quoted"] or found["named"] or found["bare"]).strip().rpartition("@")
        if local and not local.isascii():
            raise UsageError("Letters before the @ must be ASCII: few servers take others.", about=value)
        with contextlib.suppress(UnicodeError):
            domain = domain.encode("idna").decode()
            if _LOCAL.fullmatch(local) and _DOMAIN.fullmatch(domain):
                return Address((found["quoted"] or found["name"] or "").strip(), local, domain)
    raise UsageError("This is not an e-mail address; write one like desk@example.org.", about=repr(value))


def find_sender(settings: MailSettings) -> Address:
    """The address a message comes from: as configured, else the SMTP user, else this account on this machine.

    Raises UsageError when the configured one is no address, or a server is set and there is none to give it.
    """
    if settings.sender:
        return parse_addresses([settings.sender])[0]
    if "@" in settings.user:
        return parse_addresses([settings.user])[0]
    if settings.host:
        raise UsageError('Set the address that messages come from: from = "desk@example.org" under [mail].')
    account = re.sub(r"[^\w.-]", "", os.environ.get("LOGNAME") or os.environ.get("USER") or "brief", flags=re.ASCII)
    return Address("brief", account or "brief", _host_name())


def _host_name() -> str:
    name = socket.gethostname()
    return name if _DOMAIN.fullmatch(name) else "localhost"


def compose_message(
    subject: str, plain: str, html: str, sender: Address, recipients: Sequence[Address], sent: datetime
) -> EmailMessage:
    """A message with the same content as text and as HTML. The same arguments give the same bytes."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    if recipients:
        message["To"] = tuple(recipients)
    message["Subject"] = " ".join(_CONTROL.sub(" ", subject).split())[:_SUBJECT]
    message["Date"] = format_datetime(sent)
    digest = hashlib.sha256("\0".join([subject, plain, html, sent.isoformat(), *map(str, recipients)]).encode())
    message["Message-ID"] = f"<{digest.hexdigest()[:32]}@{sender.domain or 'localhost'}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers, please
    message.set_content(plain, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    message.set_boundary(f"=_{digest.hexdigest()[32:]}")
    return message


_SUBJECT = 200
"""Characters of a subject; mail programs show some 70."""


def format_message(message: EmailMessage) -> str:
    """A message as it travels: ASCII, CRLF line ends."""
    return message.as_bytes().decode("ascii")


# ── sending ──────────────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Refusal:
    """A recipient that the server did not take, and what it said."""

    address: str
    reason: str


def send_message(
    message: EmailMessage, settings: MailSettings, environment: Mapping[str, str] = os.environ
) -> tuple[Refusal, ...]:
    """Hand a message to the server of ``settings``, or to sendmail when none is set; the recipients that were refused.

    The others get it all the same. Raises MailError when nothing could be handed over, UsageError when the settings
    cannot work.
    """
    if settings.host:
        return _send_smtp(message, settings, environment.get(PASSWORD, ""))
    _send_locally(message, settings)
    return ()


def _recipients(message: EmailMessage) -> list[str]:
    return [address.addr_spec for address in message["To"].addresses]


def _send_locally(message: EmailMessage, settings: MailSettings) -> None:
    # Debian and others keep sendmail where the path of an ordinary user, or of cron, does not look.
    program = shutil.which(settings.sendmail) or shutil.which(f"/usr/sbin/{settings.sendmail}")
    if not program:
        raise UsageError(
            f'There is no {settings.sendmail} here, and no mail server is set: write host = "…" under [mail].'
        )
    sender = message["From"].addresses[0].addr_spec
    # -i: a line with only a dot does not end the message; -f: the address that failures go to.
    command = [program, "-i", "-f", sender, "--", *_recipients(message)]
    content = message.as_bytes().replace(b"\r\n", b"\n")
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=settings.timeout, check=False)
    except subprocess.TimeoutExpired as exc:
        raise MailError(f"It took the message but gave no answer in {settings.timeout:g} s.", about=program) from exc
    except OSError as exc:
        raise MailError(f"It cannot be started ({exc.strerror}).", about=program) from exc
    if done.returncode:
        said = _first_line(done.stderr or done.stdout)
        raise MailError(f"It refused the message (exit {done.returncode}{': ' + said if said else ''}).", about=program)


def _send_smtp(message: EmailMessage, settings: MailSettings, password: str) -> tuple[Refusal, ...]:
    import smtplib
    import ssl

    port = settings.port or PORTS[settings.security]
    place = f"{settings.host}:{port}"
    if settings.user and not password:
        raise UsageError(f"The server wants a password for {settings.user}: give it in the variable {PASSWORD}.")
    if settings.user and settings.security == "none" and not _is_loopback(settings.host):
        raise UsageError('A password is not sent unprotected; set security = "starttls" or "tls" under [mail].')
    context = ssl.create_default_context()
    try:
        with _connect(settings, port, context) as server:
            server.ehlo_or_helo_if_needed()
            if settings.security == "starttls":
                server.starttls(context=context)
            if settings.user:
                server.login(settings.user, password)
            refused = server.send_message(message)
    except smtplib.SMTPRecipientsRefused as exc:
        return _refusals(exc.recipients)
    except smtplib.SMTPAuthenticationError as exc:
        # What the server says may repeat what it was sent: only its code is shown.
        text = f"It did not accept the user {settings.user} or the password in {PASSWORD} (code {exc.smtp_code})."
        raise MailError(text, about=place) from None
    except smtplib.SMTPNotSupportedError as exc:
        wanted = "STARTTLS" if "STARTTLS" in str(exc) else "logging in"
        raise MailError(f"The server does not offer {wanted}; check security, port and user.", about=place) from exc
    except smtplib.SMTPSenderRefused as exc:
        text = f"It does not take messages from {exc.sender} ({exc.smtp_code} {_first_line(exc.smtp_error)})."
        raise MailError(text, about=place) from exc
    except smtplib.SMTPResponseException as exc:
        text = f"The server refused the message ({exc.smtp_code} {_first_line(exc.smtp_error)})."
        raise MailError(text, about=place) from exc
    except smtplib.SMTPException as exc:
        if isinstance(exc.__context__, TimeoutError):  # smtplib calls a silence within the dialogue a broken connection
            raise MailError(f"The mail server gave no answer in {settings.timeout:g} s.", about=place) from exc
        raise MailError(f"The server broke off ({_first_line(str(exc))}).", about=place) from exc
    except UnicodeError:  # its text would show what could not be encoded: the password, perhaps
        raise UsageError(f"Host, user and the password in {PASSWORD} must be ASCII.", about=place) from None
    except ssl.SSLCertVerificationError as exc:
        raise MailError(f"The server's certificate cannot be trusted: {exc.verify_message}.", about=place) from exc
    except ssl.SSLError as exc:
        text = 'No secure connection came about; check port and security ("tls" or "starttls").'
        raise MailError(text, about=place) from exc
    except TimeoutError as exc:
        raise MailError(f"The mail server gave no answer in {settings.timeout:g} s.", about=place) from exc
    except OSError as exc:
        reason = exc.strerror or str(exc)
        raise MailError(f"The mail server cannot be reached ({reason}); check host and port.", about=place) from exc
    return _refusals(refused)


def _connect(settings: MailSettings, port: int, context: Any) -> smtplib.SMTP:
    import smtplib

    # The machine's own name in full would need a look-up, which can hang.
    name, timeout = _host_name(), settings.timeout
    if settings.security == "tls":
        return smtplib.SMTP_SSL(settings.host, port, local_hostname=name, timeout=timeout, context=context)
    return smtplib.SMTP(settings.host, port, local_hostname=name, timeout=timeout)


def _is_loopback(host: str) -> bool:
    return host in ("localhost", "::1") or host.startswith("127.")


def _refusals(refused: Mapping[str, tuple[int, bytes]]) -> tuple[Refusal, ...]:
    return tuple(Refusal(address, f"{code} {_first_line(said)}") for address, (code, said) in refused.items())


def _first_line(said: bytes | str) -> str:
    """The first line a server or program said, without control characters and not endless."""
    value = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return next((_CONTROL.sub(" ", line).strip()[:200] for line in value.splitlines() if line.strip()), "")
