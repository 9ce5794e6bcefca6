import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from equity_tracker.adapters.mailer import FolderMailer, Mailer, Message, SmtpMailer, TryLater, Undeliverable
from tests.support.mail_server import MailServer, listening

INVITATION = Message(
    message_id="<a1b2c3@tracker.example>",
    sender="noreply@tracker.example",
    sender_name="Equity Tracker",
    recipient="cora@alder.example",
    recipient_name="Cora Aroha, Ōtautahi",
    subject="You are invited to Alder’s commitments",
    text="Kia ora Cora,\n\nOpen https://tracker.example/invitations/" + "t" * 80 + "\n",
    html="<p>Kia ora Cora</p>",
    list_unsubscribe="https://tracker.example/stop/" + "u" * 120,
    date=datetime(2026, 5, 3, 9, 30, tzinfo=UTC),
)


def words(email: EmailMessage, kind: str) -> str:
    body = email.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def read(content: bytes) -> EmailMessage:
    return message_from_bytes(content, _class=EmailMessage, policy=policy.default)


def through(server: MailServer) -> SmtpMailer:
    mailer = Mailer.from_url(f"smtp://127.0.0.1:{server.port}")
    assert isinstance(mailer, SmtpMailer)
    return replace(mailer, answer_within=2.0)


def test_a_message_that_is_taken_arrives_as_it_was_written() -> None:
    with listening(MailServer()) as server:
        through(server).send(INVITATION)
    assert any("mail FROM:<noreply@tracker.example>" in command for command in server.commands)
    assert "rcpt TO:<cora@alder.example>" in server.commands
    [content] = server.messages
    email = read(content)
    assert email["From"] == "Equity Tracker <noreply@tracker.example>"
    assert email["To"].addresses[0].display_name == "Cora Aroha, Ōtautahi"
    assert email["Subject"] == "You are invited to Alder’s commitments"
    assert email["Message-ID"] == "<a1b2c3@tracker.example>"
    assert email["Date"].datetime == INVITATION.date
    assert email["Auto-Submitted"] == "auto-generated"
    assert words(email, "plain") == INVITATION.text
    assert words(email, "html").strip() == INVITATION.html


def test_a_long_link_to_unsubscribe_stays_one_link() -> None:
    with listening(MailServer()) as server:
        through(server).send(INVITATION)
    header = f"List-Unsubscribe: <{INVITATION.list_unsubscribe}>\r\n"
    assert header.encode() in server.messages[0]


def test_only_seven_bit_characters_travel() -> None:
    with listening(MailServer()) as server:
        through(server).send(INVITATION)
    assert server.messages[0].isascii()


@pytest.mark.parametrize(
    "rudeness",
    [
        MailServer(greeting="421 too busy"),
        MailServer(greeting="554 no service here"),
        MailServer(greeting=""),
        MailServer(sender="451 try again"),
        MailServer(recipient="450 mailbox busy"),
        MailServer(recipient=""),
        MailServer(after_data="451 try again"),
        MailServer(after_data="421 going down"),
        MailServer(after_data=""),
    ],
    ids=[
        "busy",
        "closed",
        "gone at once",
        "sender later",
        "recipient later",
        "gone",
        "later",
        "going",
        "dropped",
    ],
)
def test_a_server_that_is_busy_or_hangs_up_is_tried_again_later(rudeness: MailServer) -> None:
    with listening(rudeness), pytest.raises(TryLater):
        through(rudeness).send(INVITATION)


@pytest.mark.parametrize(
    "rudeness",
    [
        MailServer(sender="550 not from you"),
        MailServer(recipient="550 no such person"),
        MailServer(after_data="554 looks like spam"),
    ],
    ids=["sender", "recipient", "message"],
)
def test_a_refusal_for_good_is_not_tried_again_and_says_why(rudeness: MailServer) -> None:
    with (
        listening(rudeness) as server,
        pytest.raises(Undeliverable, match=r"^55\d (not from|no such|looks like)"),
    ):
        through(server).send(INVITATION)


@pytest.mark.parametrize("goodbye", ["", "500 what?"])
def test_a_message_that_was_taken_is_not_sent_again_when_the_goodbye_fails(goodbye: str) -> None:
    with listening(MailServer(goodbye=goodbye)) as server:
        through(server).send(INVITATION)
    assert len(server.messages) == 1


def test_nobody_listening_is_tried_again_later() -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    with pytest.raises(TryLater, match="could not be used"):
        Mailer.from_url(f"smtp://127.0.0.1:{port}").send(INVITATION)


def test_a_server_that_says_nothing_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        mailer = SmtpMailer("127.0.0.1", silent.getsockname()[1], in_the_clear=True, answer_within=0.2)
        with pytest.raises(TryLater, match="timed out"):
            mailer.send(INVITATION)


def test_a_server_that_answers_byte_by_byte_is_given_up_too() -> None:
    with listening(MailServer(seconds_before_each_byte=0.1)) as server:
        mailer = replace(through(server), deliver_within=0.3)
        started = time.monotonic()
        with pytest.raises(TryLater):
            mailer.send(INVITATION)
    assert time.monotonic() - started < 2


def test_a_wrong_password_is_the_set_ups_fault_so_the_message_waits() -> None:
    with listening(MailServer(offers=("AUTH PLAIN",), login="535 wrong password")) as server:
        mailer = Mailer.from_url(f"smtp://tracker:p%40ss@127.0.0.1:{server.port}")
        with pytest.raises(TryLater, match="535 wrong password") as raised:
            mailer.send(INVITATION)
    assert "p@ss" not in str(raised.value)
    assert server.messages == []


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.tracker.example")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2020, 1, 1, tzinfo=UTC) + timedelta(days=36500))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("certificate") / "both.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return path


class TestEncryption:
    @pytest.fixture
    def server(self, certificate: Path) -> MailServer:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        return MailServer(offers=("STARTTLS",), certificate=context)

    def test_a_server_elsewhere_must_offer_it(self) -> None:
        with listening(MailServer()) as server:
            mailer = replace(through(server), in_the_clear=False)
            with pytest.raises(TryLater, match="STARTTLS"):
                mailer.send(INVITATION)
        assert server.messages == []

    def test_a_certificate_nobody_vouches_for_is_refused(self, server: MailServer) -> None:
        with listening(server):
            mailer = replace(through(server), in_the_clear=False)
            with pytest.raises(TryLater, match="CERTIFICATE_VERIFY_FAILED"):
                mailer.send(INVITATION)
        assert server.messages == []

    def test_a_certificate_for_another_name_is_refused(self, server: MailServer, certificate: Path) -> None:
        with listening(server):
            context = ssl.create_default_context(cafile=str(certificate))
            mailer = replace(through(server), in_the_clear=False, context=context, host="localhost")
            with pytest.raises(TryLater, match="CERTIFICATE_VERIFY_FAILED"):
                mailer.send(INVITATION)
        assert server.messages == []

    def test_with_a_good_certificate_the_message_travels_encrypted(
        self, server: MailServer, certificate: Path
    ) -> None:
        with listening(server):
            context = ssl.create_default_context(cafile=str(certificate))
            replace(through(server), in_the_clear=False, context=context).send(INVITATION)
        assert server.was_encrypted
        assert len(server.messages) == 1

    @pytest.mark.parametrize(
        ("url", "tls_at_once", "in_the_clear", "port"),
        [
            ("smtp://mail.example.org", False, False, 587),
            ("smtps://mail.example.org", True, False, 465),
            ("smtps://mail.example.org:4650", True, False, 4650),
            ("smtp://mail.example.org:25?insecure=1", False, True, 25),
            ("smtp://localhost:2525", False, True, 2525),
            ("smtp://[::1]:2525", False, True, 2525),
        ],
    )
    def test_only_this_machine_may_be_spoken_to_in_the_clear(
        self, url: str, tls_at_once: bool, in_the_clear: bool, port: int
    ) -> None:
        mailer = Mailer.from_url(url)
        assert isinstance(mailer, SmtpMailer)
        assert (mailer.tls_at_once, mailer.in_the_clear, mailer.port) == (tls_at_once, in_the_clear, port)


@pytest.mark.parametrize(
    "url", ["", "mail.example.org", "http://mail.example.org", "smtp://", "file://mail", "file:mail"]
)
def test_an_address_of_another_kind_is_refused_at_the_start(url: str) -> None:
    with pytest.raises(ValueError, match="mail address"):
        Mailer.from_url(url)


SPOILT: list[Callable[[Message], Message]] = [
    lambda message: replace(message, recipient="cora@alder.example\r\nBcc: eve@birch.example"),
    lambda message: replace(message, recipient="cora@alder.example, eve@birch.example"),
    lambda message: replace(message, recipient="cora"),
    lambda message: replace(message, recipient=""),
    lambda message: replace(message, recipient="ünï@alder.example"),
    lambda message: replace(message, recipient_name="Cora\r\nBcc: eve@birch.example"),
    lambda message: replace(message, sender="noreply@tracker.example\nBcc: eve@birch.example"),
    lambda message: replace(message, sender_name="Equity\nBcc: eve@birch.example"),
    lambda message: replace(message, subject="Hello\r\nBcc: eve@birch.example"),
    lambda message: replace(message, subject="Hello\u2028Bcc: eve@birch.example"),
    lambda message: replace(message, subject="Hello\x00"),
    lambda message: replace(message, message_id="<a@b>\r\nBcc: eve@birch.example"),
    lambda message: replace(message, message_id="not an id"),
    lambda message: replace(message, list_unsubscribe="https://a.example>\r\nBcc: eve@birch.example"),
]


@pytest.mark.parametrize("spoil", SPOILT)
def test_nothing_can_be_smuggled_into_a_header(spoil: Callable[[Message], Message], tmp_path: Path) -> None:
    with listening(MailServer()) as server:
        with pytest.raises(Undeliverable):
            through(server).send(spoil(INVITATION))
        with pytest.raises(Undeliverable):
            FolderMailer(tmp_path).send(spoil(INVITATION))
    assert server.commands == []
    assert list(tmp_path.iterdir()) == []


def test_a_domain_with_other_letters_is_sent_in_its_plain_form() -> None:
    with listening(MailServer()) as server:
        through(server).send(replace(INVITATION, recipient="mere@tāwhiri.example"))
    assert any("mere@xn--" in command for command in server.commands)


class TestFolder:
    def test_a_message_is_one_file_that_a_mail_program_can_open(self, tmp_path: Path) -> None:
        Mailer.from_url((tmp_path / "new folder").as_uri()).send(INVITATION)
        [file] = (tmp_path / "new folder").iterdir()
        assert file.suffix == ".eml"
        email = read(file.read_bytes())
        assert email["To"].addresses[0].addr_spec == "cora@alder.example"
        assert words(email, "plain") == INVITATION.text

    def test_the_same_message_again_replaces_the_file(self, tmp_path: Path) -> None:
        for subject in ("First try", "Second try"):
            FolderMailer(tmp_path).send(replace(INVITATION, subject=subject))
        [file] = tmp_path.iterdir()
        assert read(file.read_bytes())["Subject"] == "Second try"

    def test_messages_whose_names_look_alike_are_kept_apart(self, tmp_path: Path) -> None:
        for message_id in ("<a/b@x>", "<a_b@x>", "<../../b@x>"):
            FolderMailer(tmp_path / "mail").send(replace(INVITATION, message_id=message_id))
        assert len(list((tmp_path / "mail").iterdir())) == 3
        assert list(tmp_path.iterdir()) == [tmp_path / "mail"]

    def test_a_folder_that_cannot_be_written_is_tried_again_later(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("in the way")
        with pytest.raises(TryLater, match="could not be written"):
            FolderMailer(tmp_path / "file").send(INVITATION)

    def test_a_write_that_fails_leaves_nothing_behind(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def no_room(_handle: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("os.fsync", no_room)
        with pytest.raises(TryLater, match="No space left"):
            FolderMailer(tmp_path).send(INVITATION)
        assert list(tmp_path.iterdir()) == []
