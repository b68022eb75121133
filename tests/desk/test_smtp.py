"""How a message reaches the mail server: encrypted and logged in as the settings say, or not at all."""

from __future__ import annotations

import datetime
import ssl
from collections.abc import Iterator
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path

import pytest
from aiosmtpd import smtp
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tests.desk.mailbox import READER, SENDER, Mailbox, Settings, environment, serving

from gongbao.core.errors import GongbaoError
from gongbao.core.settings import load_settings
from gongbao.desk.smtp import NoServerError, NotTakenError, deliver, is_address, server_of

USER, PASSWORD = "gongbao", "a password of the mail server"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 with its key, that nobody trusts unless told to."""
    key, day = ec.generate_private_key(ec.SECP256R1()), datetime.timedelta(1)
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail")]), datetime.datetime.now(datetime.UTC)
    building = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now - day, now + day)
    named = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    made = building.add_extension(named, critical=False).sign(key, hashes.SHA256())
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = tmp_path_factory.mktemp("certificate") / "mail.pem"
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + private)
    return path


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


def checked(
    _server: smtp.SMTP, _session: smtp.Session, _envelope: smtp.Envelope, _mechanism: str, given: object
) -> smtp.AuthResult:
    right = smtp.LoginPassword(USER.encode(), PASSWORD.encode())
    return smtp.AuthResult(success=given == right, handled=False)


@pytest.fixture(params=["starttls", "tls"])
def mailbox(request: pytest.FixtureRequest, certificate: Path) -> Iterator[tuple[Mailbox, str]]:
    """A server that wants a log-in, and how it is encrypted."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    options = {"ssl_context": context, "auth_require_tls": False}  # it does not know that it is encrypted already
    if request.param == "starttls":
        options = {"tls_context": context, "require_starttls": True, "auth_required": True}
    with serving(Mailbox(), authenticator=checked, **options) as taking:
        yield taking, request.param


def note() -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = SENDER, READER, "送清凉"
    message.set_content("清凉包到了。", cte="base64")
    return message


def send(port: int, **others: str) -> None:
    deliver(server_of(load_settings(Path(), environment(port, **others))), note(), READER)


@pytest.mark.usefixtures("trusted")
def test_a_message_goes_encrypted_and_with_a_log_in(mailbox: tuple[Mailbox, str]) -> None:
    server, security = mailbox
    send(server.port, smtp_security=security, smtp_user=USER, smtp_password=PASSWORD)
    [(recipient, message)] = server.taken
    assert (recipient, message["Subject"]) == (READER, "送清凉")


@pytest.mark.usefixtures("trusted")
def test_a_wrong_password_is_told_of_without_it(mailbox: tuple[Mailbox, str]) -> None:
    server, security = mailbox
    with pytest.raises(NoServerError, match="535") as refused:
        send(server.port, smtp_security=security, smtp_user=USER, smtp_password="not this one")
    assert "not this one" not in str(refused.value)
    assert server.taken == []


def test_a_certificate_that_nobody_vouches_for_gets_no_password(mailbox: tuple[Mailbox, str]) -> None:
    server, security = mailbox
    with pytest.raises(NoServerError, match="证书"):
        send(server.port, smtp_security=security, smtp_user=USER, smtp_password=PASSWORD)
    assert server.taken == []


def test_a_server_that_does_not_encrypt_gets_nothing_unless_the_settings_say_so() -> None:
    with serving(Mailbox()) as plain:
        with pytest.raises(NoServerError, match="STARTTLS"):
            send(plain.port, smtp_security="starttls")
        with pytest.raises(NoServerError):
            send(plain.port, smtp_security="tls")
        assert plain.taken == []
        send(plain.port, smtp_security="none")
        assert len(plain.taken) == 1


def test_what_a_server_says_is_one_short_line_whatever_it_says() -> None:
    with serving(Mailbox(data_answer=f"554-no\r\n554-\x1b[31mnever\r\n554 {'again ' * 60}")) as rude:
        with pytest.raises(NotTakenError) as refused:
            send(rude.port)
        said = str(refused.value)
    assert said.isprintable()
    assert len(said) < 300


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"smtp_host": ""}, "smtp_host"),
        ({"mail_from": ""}, "mail_from"),
        ({"smtp_port": "65536"}, "smtp_port"),
        ({"smtp_user": "gongbao", "smtp_password": "secret"}, "smtp_security"),
        ({"smtp_security": "tls", "smtp_user": "gongbao", "smtp_password": "口令"}, "smtp_password"),
        ({"smtp_host": "a..b"}, "a..b"),
        ({"mail_from": "劳动午报"}, "MAIL_FROM"),
    ],
)
def test_settings_that_send_no_mail_are_one_sentence(wrong: Settings, named: str) -> None:
    with pytest.raises(GongbaoError) as refused:
        send(1, **wrong)
    said = str(refused.value)
    assert named in said
    assert "secret" not in said
    assert "口令" not in said


@pytest.mark.parametrize(
    "address", ["a@example.org", "a.b+c@mail.example.org", "a@localhost", f"{'a' * 64}@example.org"]
)
def test_an_address_is_an_address(address: str) -> None:
    assert is_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "a",
        "@example.org",
        "a@",
        "a@b@example.org",
        "a b@example.org",
        "a@example.org\n",
        "a@example.org\r\nBcc: b@example.org",
        "a@example.org, b@example.org",
        "A <a@example.org>",
        ".a@example.org",
        "a..b@example.org",
        "a@-example.org",
        "a@example..org",
        "张@example.org",
        f"{'a' * 65}@example.org",
        f"a@{'b.' * 100}org",
    ],
)
def test_anything_else_is_none(address: str) -> None:
    assert not is_address(address)
