"""Mail: the message, and sending it to a server on loopback that misbehaves on command, or to a sendmail of the test's."""

from __future__ import annotations

import dataclasses
import email
import email.policy
import shutil
import socket
import ssl
import stat
import subprocess
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from email.headerregistry import Address
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from conftest import Brief
from newsdesk import EPOCH, fill_store

from pipeline import mail
from pipeline.errors import MailError, UsageError
from pipeline.mail import PASSWORD, MailSettings

# The server warns that a login without TLS is unsafe; that it is refused is what the tests are about.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")

SENT = datetime(2026, 3, 1, 12, tzinfo=UTC)
SENDER = Address("Lajme të ditës", "desk", "example.org")
SECRET = "fjalëkalim-që-s'duket".encode("ascii", "ignore").decode()


def compose(
    subject: str = "Lajme", to: tuple[str, ...] = ("a@example.org",), plain: str = "Përmbledhje\n"
) -> EmailMessage:
    return mail.compose_message(subject, plain, "<p>Përmbledhje</p>\n", SENDER, mail.parse_addresses(to), SENT)


# ── messages ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_message_is_ascii_and_reads_back_whole() -> None:
    written = mail.format_message(
        compose("Përmbledhje: 3 lajme", ("Redaksia e lajmeve të ditës <a@example.org>", "b@x.al"))
    )
    assert written.isascii()
    read = email.message_from_string(written.replace("\r\n", "\n"), policy=email.policy.default)
    assert read["Subject"] == "Përmbledhje: 3 lajme"
    assert str(read["From"]) == "Lajme të ditës <desk@example.org>"
    assert [str(a) for a in read["To"].addresses] == ["Redaksia e lajmeve të ditës <a@example.org>", "b@x.al"]
    assert read["Date"].datetime == SENT
    assert read["Message-ID"].endswith("@example.org>")
    assert read.get_content_type() == "multipart/alternative"
    plain, html = read.iter_parts()
    assert (plain.get_content_type(), plain.get_content()) == ("text/plain", "Përmbledhje\n")
    assert (html.get_content_type(), html.get_content()) == ("text/html", "<p>Përmbledhje</p>\n")
    assert read.defects == []
    assert all(len(line) <= 998 for line in written.split("\r\n"))


def test_the_same_message_has_the_same_bytes_and_another_another_id() -> None:
    assert mail.format_message(compose()) == mail.format_message(compose())
    assert compose()["Message-ID"] != compose("Tjetër")["Message-ID"]


def test_the_date_keeps_its_zone() -> None:
    local = SENT.astimezone(timezone(timedelta(hours=1)))
    message = mail.compose_message("x", "x", "x", SENDER, (), local)
    assert message["Date"] == "Sun, 01 Mar 2026 13:00:00 +0100"
    assert "To" not in message


@pytest.mark.parametrize("breaker", ["\n", "\r\n", "\r", "\u2028", "\x0b", "\x85"])
def test_no_title_can_add_a_header(breaker: str) -> None:
    written = mail.format_message(compose(f"Lajme{breaker}Bcc: thief@example.org{breaker}{breaker}body"))
    read = email.message_from_string(written, policy=email.policy.default)
    assert "Bcc" not in read
    assert read["Subject"] == "Lajme Bcc: thief@example.org body"


@pytest.mark.parametrize(
    "address",
    [
        "", " ", "desk", "@example.org", "desk@", "a@b c.org", "a b@example.org", "a@-x.org", "a@x..org", "a@exa_mple.org",
        "a@example.org\nBcc: b@example.org", "a@example.org\r", "x\0@example.org", "ë@example.org", "<a@b.org", "a@[::1]",
        "a@example.org,", "-Xinject",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(UsageError) as caught:
        mail.parse_addresses([address])
    assert "\n" not in str(caught.value)


def test_addresses_may_have_names_stand_together_and_come_once() -> None:
    parsed = mail.parse_addresses(["Zëri <a@example.org>, b@lajme.al", "A@example.org", "c@shqipëri.al"])
    assert [a.addr_spec for a in parsed] == ["a@example.org", "b@lajme.al", "c@xn--shqipri-vya.al"]


def test_the_sender_is_as_configured_else_the_user_else_this_account(monkeypatch: pytest.MonkeyPatch) -> None:
    assert mail.find_sender(MailSettings(sender="N <n@x.org>", user="u@x.org")).addr_spec == "n@x.org"
    assert mail.find_sender(MailSettings(host="x", user="u@x.org")).addr_spec == "u@x.org"
    with pytest.raises(UsageError, match="from ="):
        mail.find_sender(MailSettings(host="x"))
    monkeypatch.setenv("LOGNAME", "ana maria\n")
    assert mail.find_sender(MailSettings()).username == "anamaria"


@pytest.mark.parametrize(
    ("table", "word"),
    [
        ({"server": "x"}, "server"),
        ({"security": "ssl"}, "security"),
        ({"port": 70000}, "port"),
        ({"timeout": 0}, "timeout"),
        ({"password": SECRET}, PASSWORD),
    ],
)
def test_a_wrong_setting_is_named_and_no_secret_shown(table: dict[str, Any], word: str) -> None:
    with pytest.raises(UsageError, match=r"c\.toml: \[mail\]") as caught:
        mail.read_settings(table, "c.toml")
    assert word in str(caught.value)
    assert SECRET not in str(caught.value)


# ── a server ─────────────────────────────────────────────────────────────────────────────────────────────────────────
@dataclasses.dataclass
class Desk:
    """What a server of the test does and got: ``refuse`` are recipients, ``answer`` is its answer to a message."""

    refuse: tuple[str, ...] = ()
    answer: str = "250 Taken"
    got: list[tuple[str, list[str], bytes]] = dataclasses.field(default_factory=list)
    logins: list[tuple[bytes, bytes]] = dataclasses.field(default_factory=list)
    secure: list[bool] = dataclasses.field(default_factory=list)

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802  # aiosmtpd's name
        if address in self.refuse:
            return "550 5.1.1 No such desk\x1b[31m here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        self.got.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        self.secure.append(server.transport.get_extra_info("sslcontext") is not None)
        return self.answer


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for localhost, signed by itself, and its key."""
    if not shutil.which("openssl"):
        pytest.skip("openssl is not installed, and makes the server's certificate")
    folder = tmp_path_factory.mktemp("certificate")
    made, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(made),
        ],
        check=True, capture_output=True,
    )  # fmt: skip
    return made, key


Serve = Callable[..., MailSettings]


@pytest.fixture
def serve(request: pytest.FixtureRequest) -> Iterator[Serve]:
    """Starts servers: ``serve(desk, security="tls", login=True)`` → the settings with which to reach it."""
    controllers = pytest.importorskip(
        "aiosmtpd.controller", reason="the server of these tests is aiosmtpd (extra 'dev')"
    )
    from aiosmtpd.smtp import AuthResult, LoginPassword

    started = []

    def start(desk: Desk, security: str = "none", login: bool = False, offered: str | None = None) -> MailSettings:
        offered = offered or security

        def authenticate(_server: Any, _session: Any, _envelope: Any, _how: Any, data: Any) -> Any:
            assert isinstance(data, LoginPassword)
            desk.logins.append((data.login, data.password))
            return AuthResult(success=data.password == SECRET.encode(), handled=False)

        options: dict[str, Any] = {}  # without TLS the server offers no login
        if login:
            options |= {"auth_require_tls": False, "authenticator": authenticate, "auth_required": True}
        if offered != "none":
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(*request.getfixturevalue("certificate"))
            options |= {"tls_context": context} if offered == "starttls" else {"ssl_context": context}
        port = free_port()
        controller = controllers.Controller(desk, "127.0.0.1", port, server_hostname="desk", **options)
        controller.start()
        started.append(controller)
        user = "desk" if login else ""
        settings = {"host": "localhost", "port": port, "security": security, "user": user, "from": "desk@example.org"}
        return mail.read_settings({**settings, "timeout": 5.0}, "test")

    yield start
    for controller in started:
        controller.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def trusted(certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))


def test_a_message_arrives_as_it_was_written(serve: Serve) -> None:
    desk = Desk()
    message = compose("Përmbledhje", ("a@example.org", "b@example.org"), plain="Një\n.\nDy\n" * 50)
    assert mail.send_message(message, serve(desk), {}) == ()
    ((sender, recipients, content),) = desk.got
    assert (sender, recipients) == ("desk@example.org", ["a@example.org", "b@example.org"])
    read = email.message_from_bytes(content.replace(b"\r\n", b"\n"), policy=email.policy.default)
    assert read["Subject"] == "Përmbledhje"
    body = read.get_body(("plain",))
    assert body is not None
    assert body.get_content() == "Një\n.\nDy\n" * 50


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.usefixtures("trusted")
def test_login_and_message_go_over_a_secure_connection(serve: Serve, security: str) -> None:
    desk = Desk()
    assert mail.send_message(compose(), serve(desk, security, login=True), {PASSWORD: SECRET}) == ()
    assert desk.secure == [True]
    assert desk.logins == [(b"desk", SECRET.encode())]


def test_a_refused_recipient_does_not_keep_the_message_from_the_others(serve: Serve) -> None:
    desk = Desk(refuse=("b@example.org",))
    refused = mail.send_message(compose(to=("a@example.org", "b@example.org")), serve(desk), {})
    assert refused == (mail.Refusal("b@example.org", "550 5.1.1 No such desk [31m here"),)
    assert desk.got[0][1] == ["a@example.org"]
    everyone = mail.send_message(compose(to=("b@example.org",)), serve(desk), {})
    assert [r.address for r in everyone] == ["b@example.org"]
    assert len(desk.got) == 1


def fail(settings: MailSettings, words: str, password: str = "", kind: type[Exception] = MailError) -> None:
    with pytest.raises(kind, match=words) as caught:
        mail.send_message(compose(), settings, {PASSWORD: password} if password else {})
    error: BaseException | None = caught.value
    assert "\n" not in str(error)
    while error:
        if error is caught.value or not caught.value.__suppress_context__:
            assert SECRET not in str(error)
            assert "wrong-secret" not in str(error)
        error = error.__cause__


@pytest.mark.usefixtures("trusted")
def test_a_wrong_password_is_one_sentence_without_it(serve: Serve) -> None:
    desk = Desk()
    fail(serve(desk, "starttls", login=True), f"desk or the password in {PASSWORD}", "wrong-secret")
    assert desk.got == []


def test_passwords_are_wanted_and_never_sent_unprotected(serve: Serve) -> None:
    settings = serve(Desk(), login=True)
    fail(settings, f"give it in the variable {PASSWORD}", kind=UsageError)
    away = mail.read_settings({"host": "mail.example.org", "security": "none", "user": "desk", "from": "d@x.org"}, "")
    fail(away, "not sent unprotected", SECRET, UsageError)


@pytest.mark.usefixtures("trusted")
def test_a_password_that_smtp_cannot_carry_is_not_shown(serve: Serve) -> None:
    with pytest.raises(UsageError, match="must be ASCII") as caught:
        mail.send_message(compose(), serve(Desk(), "starttls", login=True), {PASSWORD: "fjalëkalim"})
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_a_certificate_nobody_vouches_for_is_refused(serve: Serve) -> None:
    for security in ("starttls", "tls"):
        desk = Desk()
        fail(serve(desk, security), "certificate cannot be trusted")
        assert desk.got == []


def test_what_a_server_does_not_offer_is_said(serve: Serve) -> None:
    fail(serve(Desk(), "starttls", offered="none"), "does not offer STARTTLS")
    fail(serve(Desk(), "tls", offered="none"), "No secure connection")
    settings = serve(Desk())
    login = mail.read_settings(
        {"host": "localhost", "port": settings.port, "security": "none", "user": "desk", "from": "d@x.org"}, ""
    )
    fail(login, "does not offer logging in", SECRET)


def test_a_refused_message_is_said_with_the_servers_reason(serve: Serve) -> None:
    fail(serve(Desk(answer="554 5.7.1 Looks like spam")), "refused the message .554 5.7.1 Looks like spam")


def test_no_server_is_one_sentence() -> None:
    settings = {"host": "127.0.0.1", "port": free_port(), "security": "none", "from": "d@x.org"}
    fail(mail.read_settings(settings, ""), "cannot be reached .*check host and port")


@pytest.mark.parametrize(
    ("says", "words"), [(b"", "no answer in 0.5 s"), (b"HTTP/1.1 400 Bad\r\n", "refused|broke off")]
)
def test_a_server_that_is_silent_or_none_is_one_sentence(says: bytes, words: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        held = []

        def answer() -> None:
            connection, _ = listener.accept()
            connection.sendall(says)
            held.append(connection)

        thread = threading.Thread(target=answer)
        thread.start()
        port = listener.getsockname()[1]
        settings = {"host": "127.0.0.1", "port": port, "security": "none", "timeout": 0.5, "from": "d@x.org"}
        try:
            fail(mail.read_settings(settings, ""), words)
        finally:
            thread.join()
            for connection in held:
                connection.close()


# ── sendmail ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def make_sendmail(folder: Path, script: str) -> MailSettings:
    program = folder / "sendmail"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return MailSettings(sendmail=str(program), timeout=2)


def test_sendmail_gets_sender_recipients_and_message(tmp_path: Path) -> None:
    settings = make_sendmail(tmp_path, f'printf "%s|" "$@" > {tmp_path}/arguments; cat > {tmp_path}/message')
    assert mail.send_message(compose(to=("a@example.org", "b@example.org")), settings, {}) == ()
    assert (tmp_path / "arguments").read_text() == "-i|-f|desk@example.org|--|a@example.org|b@example.org|"
    content = (tmp_path / "message").read_bytes()
    assert b"\r" not in content
    assert email.message_from_bytes(content, policy=email.policy.default)["Subject"] == "Lajme"


def test_a_sendmail_that_fails_hangs_or_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    fail(make_sendmail(tmp_path, "echo queue is full >&2; exit 75"), "exit 75: queue is full")
    fail(make_sendmail(tmp_path, "exec sleep 30"), "no answer in 2 s")
    fail(MailSettings(sendmail="no-such-sendmail"), "no mail server is set", kind=UsageError)


# ── the command ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill_store(tmp_path_factory.mktemp("store") / "s.sqlite3")


def write_config(folder: Path, settings: MailSettings) -> None:
    (folder / "c.toml").write_text(
        f'[mail]\nhost = "{settings.host}"\nport = {settings.port}\nsecurity = "{settings.security}"\n'
        f'user = "{settings.user}"\nfrom = "Desk <desk@example.org>"\ntimeout = 5.0\n'
    )


def test_the_command_writes_a_message(brief: Brief, store: Path, tmp_path: Path) -> None:
    arguments = ("digest", "--format", "eml", "--email", "Ana <a@example.org>", "--store", store, "-o", "d.eml")
    (tmp_path / "c.toml").write_text(f'[mail]\nfrom = "desk@example.org"\nsendmail = "{tmp_path / "none"}"\n')
    done = brief(*arguments, "--config", "c.toml", SOURCE_DATE_EPOCH=EPOCH)
    assert done.returncode == 2  # written, and then not sent: there is no sendmail
    assert "no mail server is set" in done.stderr
    content = (tmp_path / "d.eml").read_bytes()
    read = email.message_from_bytes(content, policy=email.policy.default)
    assert read["Subject"] == "Albanian news digest: 4 stories"
    assert str(read["To"]) == "Ana <a@example.org>"
    html = read.get_body(("html",))
    assert html is not None
    assert "&lt;script&gt;" in html.get_content()
    assert "<script" not in html.get_content()
    assert content.count(b"\n") == content.count(b"\r\n")


@pytest.mark.usefixtures("trusted")
def test_the_command_sends_to_all_and_prints_nothing_else(
    brief: Brief, store: Path, serve: Serve, tmp_path: Path
) -> None:
    desk = Desk()
    write_config(tmp_path, serve(desk, "starttls", login=True))
    to = ("--email", "a@example.org", "--email", "b@example.org, c@example.org")
    done = brief("digest", *to, "--config", "c.toml", "--store", store, SOURCE_DATE_EPOCH=EPOCH, **{PASSWORD: SECRET})
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "brief: sent to 3 recipients\n")
    assert desk.got[0][1] == ["a@example.org", "b@example.org", "c@example.org"]


def test_the_command_names_refused_recipients_and_exits_1(
    brief: Brief, store: Path, serve: Serve, tmp_path: Path
) -> None:
    write_config(tmp_path, serve(Desk(refuse=("b@example.org",))))
    to = ("--email", "a@example.org,b@example.org")
    done = brief("digest", *to, "--config", "c.toml", "--store", store, SOURCE_DATE_EPOCH=EPOCH)
    assert done.returncode == 1
    lines = done.stderr.splitlines()
    assert lines[0].startswith("brief: b@example.org: The mail server refused it (550")
    assert lines[1] == "brief: sent to 1 recipient"


@pytest.mark.usefixtures("trusted")
def test_the_command_fails_in_one_sentence_and_exit_code_2(
    brief: Brief, store: Path, serve: Serve, tmp_path: Path
) -> None:
    write_config(tmp_path, serve(Desk(), "starttls", login=True))
    arguments = ("digest", "--email", "a@example.org", "--config", "c.toml", "--store", store)
    done = brief(*arguments, SOURCE_DATE_EPOCH=EPOCH, **{PASSWORD: "wrong-secret"})
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert "wrong-secret" not in done.stderr
    write_config(tmp_path, MailSettings(host="127.0.0.1", port=free_port(), security="none"))
    done = brief(*arguments, SOURCE_DATE_EPOCH=EPOCH)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "cannot be reached" in done.stderr


def test_nothing_new_sends_nothing(brief: Brief, store: Path, serve: Serve, tmp_path: Path) -> None:
    desk = Desk()
    write_config(tmp_path, serve(desk))
    arguments = ("digest", "--since", "5m", "--email", "a@example.org", "--config", "c.toml", "--store", store)
    done = brief(*arguments, SOURCE_DATE_EPOCH=EPOCH)
    assert (done.returncode, done.stdout, desk.got) == (0, "", [])
    assert "No message was sent." in done.stderr
