"""Hands a message to the mail server of the settings ``desk.smtp_…``, encrypted unless they say otherwise."""

from __future__ import annotations

import re
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage

from gongbao.core.errors import GongbaoError
from gongbao.core.settings import MAIL_ADDRESS, Settings

PATIENCE = 30  # seconds for each answer of the server
HIGHEST_PORT = 65_535
_LONGEST_REASON = 200  # characters of what a server says: one line on a terminal or two
_ADDRESS = re.compile(MAIL_ADDRESS)


class NoServerError(GongbaoError):
    """No message can be sent at present: there is no server, no trust in it, or no log-in."""


class NotTakenError(GongbaoError):
    """The server did not take this one message; it may take others."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """A server that takes mail, and the address that it comes from."""

    host: str
    port: int
    security: str  # starttls, tls, none
    user: str
    password: str = field(repr=False)
    sender: str


def sends_mail(settings: Settings) -> bool:
    """Whether a mail server is set."""
    return bool(settings.text("desk.smtp_host").strip())


def server_of(settings: Settings) -> MailServer:
    """The server of the settings. Raises GongbaoError when there is none, or what is set cannot be used together."""
    if not sends_mail(settings):
        raise GongbaoError("没有设发邮件的服务器，一封也没有寄：请设 desk.smtp_host 和 desk.mail_from。")
    server = MailServer(
        settings.text("desk.smtp_host").strip(),
        settings.number("desk.smtp_port"),
        settings.text("desk.smtp_security"),
        settings.text("desk.smtp_user"),
        settings.text("desk.smtp_password"),
        settings.text("desk.mail_from"),
    )
    if not server.sender:
        raise GongbaoError("不知道邮件从哪个地址发出，一封也没有寄：请设 desk.mail_from。")
    if server.port > HIGHEST_PORT:
        raise GongbaoError(f"没有 {server.port} 这个端口：desk.smtp_port 最大是 {HIGHEST_PORT}，多是 587 或 465。")
    if server.user and server.security == "none":
        raise GongbaoError("不加密不送密码：请把 desk.smtp_security 改成 starttls 或 tls，或不设 desk.smtp_user。")
    if not (server.user + server.password).isascii():
        raise GongbaoError("desk.smtp_user 和 desk.smtp_password 只能用英文字母、数字和符号：请改正。")
    return server


def is_address(text: str) -> bool:
    """Whether this is one address that every server takes, and nothing else."""
    return _ADDRESS.fullmatch(text) is not None


def deliver(server: MailServer, message: EmailMessage, recipient: str) -> None:
    """Hand a message over; the server has taken it when this returns.

    Raises NoServerError or NotTakenError. Where the connection broke after the last byte nobody knows: the
    message counts as not taken, and should have a Message-ID that is the same the next time.
    """
    connection = _connected(server)
    try:
        connection.send_message(message, server.sender, [recipient])
    except OSError as error:  # smtplib's own errors are of this kind too
        raise NotTakenError(f"给 {recipient} 的邮件没有寄成（{_reason(error)}），下次再寄。") from error
    finally:
        with suppress(OSError):  # it has been taken, or not: how the parting goes changes nothing
            connection.quit()
        connection.close()


def _connected(server: MailServer) -> smtplib.SMTP:
    """A connection, encrypted and logged in."""
    connection: smtplib.SMTP | None = None
    try:
        connection = _opened(server)
        connection.ehlo_or_helo_if_needed()
        if server.user:
            connection.login(server.user, server.password)
    except (OSError, UnicodeError) as error:  # the latter of a name that is none, such as a..b
        if connection is not None:
            connection.close()
        raise NoServerError(
            f"邮件服务器 {server.host}:{server.port} 用不了（{_reason(error)}），余下的下次再寄："
            "请查看设置 desk.smtp_*。"
        ) from error
    return connection


def _opened(server: MailServer) -> smtplib.SMTP:
    if server.security == "tls":
        return smtplib.SMTP_SSL(server.host, server.port, timeout=PATIENCE, context=ssl.create_default_context())
    connection = smtplib.SMTP(server.host, server.port, timeout=PATIENCE)
    if server.security == "starttls":
        try:
            connection.starttls(context=ssl.create_default_context())
        except BaseException:
            connection.close()
            raise
    return connection


def _reason(error: Exception) -> str:
    """What went wrong, on one line: a server may say what it likes."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
        found = f"{code} {_decoded(said)}"
    elif isinstance(error, smtplib.SMTPResponseException):
        found = f"{error.smtp_code} {_decoded(error.smtp_error)}"
    elif isinstance(error, ssl.SSLCertVerificationError):
        found = f"不信它的证书，{error.verify_message}"
    elif isinstance(error, TimeoutError):
        found = f"等了 {PATIENCE} 秒没有回答"
    else:
        found = (isinstance(error, OSError) and error.strerror) or str(error)
    shown = "".join(character for character in " ".join(found.split()) if character.isprintable())
    return shown[:_LONGEST_REASON] or type(error).__name__


def _decoded(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said
