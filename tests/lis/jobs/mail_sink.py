"""A mail server of the tests' own: it keeps every mail, and after some drops the line before it has said so."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from .machine import free_port


@dataclass
class MailSink:
    """What arrived, as (recipient, Message-ID) in order; `deaf_to` are those whose first mail gets no answer."""

    port: int
    deaf_to: set[str] = field(default_factory=set)
    arrived: list[tuple[str, str]] = field(default_factory=list)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        (recipient,) = envelope.rcpt_tos
        first = recipient not in {name for name, _ in self.arrived}
        self.arrived.append((recipient, message_from_bytes(envelope.content)["Message-ID"]))
        if first and recipient in self.deaf_to:
            server.transport.abort()
        return "250 Message accepted for delivery"


@contextmanager
def mail_sink() -> Iterator[MailSink]:
    sink = MailSink(free_port())
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()
