"""A real mail server on loopback that takes messages, or refuses them as it is told."""

from __future__ import annotations

import asyncio
import email
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from aiosmtpd import smtp
from aiosmtpd.controller import Controller

SENDER, READER = "gongbao@example.org", "xiaoji@example.org"
Settings = dict[str, str]


@dataclass
class Mailbox:
    """What the server took; ``refusals`` are its answers to certain recipients, ``data_answer`` to every message."""

    port: int = 0
    taken: list[tuple[str, EmailMessage]] = field(default_factory=list)
    refusals: dict[str, str] = field(default_factory=dict)
    data_answer: str = "250 OK"
    arrived: threading.Event = field(default_factory=threading.Event)
    may_go_on: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.may_go_on.set()

    async def handle_RCPT(  # noqa: N802
        self, _server: smtp.SMTP, _session: Any, envelope: smtp.Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: smtp.SMTP, _session: Any, envelope: smtp.Envelope) -> str:  # noqa: N802
        self.arrived.set()
        await asyncio.to_thread(self.may_go_on.wait)
        if self.data_answer.startswith("250"):
            content = envelope.content
            assert isinstance(content, bytes)
            message = email.message_from_bytes(content, policy=SMTP)
            assert isinstance(message, EmailMessage)
            self.taken.append((envelope.rcpt_tos[0], message))
        return self.data_answer


@contextmanager
def serving(mailbox: Mailbox, **options: Any) -> Iterator[Mailbox]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        mailbox.port = free.getsockname()[1]
    controller = Controller(mailbox, hostname="127.0.0.1", port=mailbox.port, **options)
    controller.start()
    try:
        yield mailbox
    finally:
        mailbox.may_go_on.set()
        controller.stop()


def environment(port: int, **others: str) -> Settings:
    """The settings for a server at this port, not encrypted unless told."""
    chosen = {"smtp_host": "127.0.0.1", "smtp_port": str(port), "smtp_security": "none", "mail_from": SENDER}
    return {f"GONGBAO_DESK_{name.upper()}": value for name, value in (chosen | others).items()}
