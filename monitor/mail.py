"""Mail by SMTP, as the settings say."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate, make_msgid, parseaddr
from urllib.parse import urlsplit

from monitor.errors import MonitorError, explain_error
from monitor.settings import Settings

TIMEOUT = 30  # seconds a mail server may take to answer
PORTS = {"starttls": 587, "tls": 465, "none": 25}


def read_addresses(text: str, name: str) -> list[str]:
    """The addresses of a list with commas. Raises MonitorError, naming the setting `name`, for what is none."""
    parts = [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]
    for part in parts:
        address = parseaddr(part)[1]
        if address.count("@") != 1 or address.startswith("@") or address.endswith("@") or "\n" in part:
            raise MonitorError(f"{name}: {part!r} is no mail address; write name@example.org, several with commas")
    return parts


def compose(settings: Settings, to: Sequence[str], subject: str, text: str, html: str = "") -> EmailMessage:
    """A message from `mail_from` (or the first of `to`), in plain text, and in HTML beside it where given."""
    sender = settings.mail_from or to[0]
    message = EmailMessage()
    message["From"], message["To"] = sender, ", ".join(to)
    message["Subject"] = " ".join(subject.split())
    message["Date"] = formatdate(usegmt=True)
    message["Message-ID"] = make_msgid(domain=Address(addr_spec=parseaddr(sender)[1]).domain)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday answers, please
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return message


def send(settings: Settings, message: EmailMessage) -> None:
    """Hand the message to the mail server. Raises MonitorError, one line, where it cannot be reached or refuses."""
    if not settings.smtp_server:
        raise MonitorError("no mail server is set; give smtp_server and mail_to in monitor.toml, then try again")
    try:
        with _connect(settings.smtp_server, settings.smtp_security) as server:
            if settings.smtp_security == "starttls":
                server.starttls(context=ssl.create_default_context())
            if settings.smtp_user:
                server.login(settings.smtp_user, settings.smtp_password)
            server.send_message(message)
    except (smtplib.SMTPException, OSError, ValueError) as error:
        raise MonitorError(f"{settings.smtp_server}: the mail was not sent ({_told(error)})") from error


def _connect(server: str, security: str) -> smtplib.SMTP:
    address = urlsplit(f"//{server}")
    host, port = address.hostname or "", address.port or PORTS[security]
    if security == "tls":
        return smtplib.SMTP_SSL(host, port, timeout=TIMEOUT, context=ssl.create_default_context())
    return smtplib.SMTP(host, port, timeout=TIMEOUT)


def _told(error: Exception) -> str:
    """What went wrong, on one line."""
    if isinstance(error, smtplib.SMTPResponseException):
        answer = error.smtp_error.decode(errors="replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
        return f"{error.smtp_code} {' '.join(answer.split())}"
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return f"refused for {', '.join(error.recipients)}"
    if isinstance(error, smtplib.SMTPNotSupportedError) and "STARTTLS" in str(error):
        return 'it does not offer STARTTLS; set smtp_security to "tls" or, on this machine alone, "none"'
    if isinstance(error, UnicodeEncodeError):
        return "smtp_user and smtp_password must do without accents: the protocol cannot carry them"
    advice = (
        "" if isinstance(error, smtplib.SMTPException | ValueError) else "; are smtp_server and smtp_security right?"
    )
    return explain_error(error) + advice
