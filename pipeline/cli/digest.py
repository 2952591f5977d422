"""brief digest."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from pipeline.cli.options import Quiet
from pipeline.cli.terminal import Terminal, guard, write
from pipeline.config import read_section
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from email.headerregistry import Address
    from email.message import EmailMessage

    from pipeline.digest import Digest
    from pipeline.mail import MailSettings

Form = Literal["html", "md", "text", "atom", "json", "eml"]


def register(app: typer.Typer) -> None:
    """Add this module's command to the application."""
    app.command()(digest)


def digest(
    since: Annotated[
        str, typer.Option(help="A span such as 90m, 24h, 7d or 2w, or a date such as 2026-01-31.")
    ] = "24h",
    form: Annotated[
        Form | None, typer.Option("--format", help="html, md, text, atom, json or eml.", show_default="text")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to this file.", show_default="standard output")
    ] = None,
    store: Annotated[
        Path | None,
        typer.Option(envvar="BRIEF_STORE", help="The store to read.", show_default="the user's own"),
    ] = None,
    config: Annotated[
        Path | None, typer.Option(help="A TOML file with [digest] and [mail] tables.", show_default=False)
    ] = None,
    limit: Annotated[int | None, typer.Option(min=0, help="Most stories; 0 shows all.", show_default="0")] = None,
    email: Annotated[
        list[str] | None,
        typer.Option(metavar="ADDRESS", help="Send it there too; may be given several times.", show_default=False),
    ] = None,
    timezone: Annotated[
        str | None,
        typer.Option(help="Zone of all times, such as Europe/Tirane or UTC.", show_default="the computer's own"),
    ] = None,
    url: Annotated[
        str | None, typer.Option(help="Where the Atom feed will be published, for its link to itself.")
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Show the stories of a time, grouped, ranked and traceable, as a page, a feed, a mail or text.

    Example: brief digest --since 24h --format html -o digest.html
    """
    with guard():
        from pipeline import mail
        from pipeline.render import period_line

        # Hundreds of thousands of records live until the end: looking for garbage among them took a third of the time.
        gc.disable()
        terminal = Terminal(quiet)
        post = mail.read_settings(*read_section("mail", config))
        recipients = mail.parse_addresses(email or [])
        now = _now()
        made = _make(since, now, store, config, limit, timezone)
        if not made.items:
            terminal.say(period_line(made))
        if output or form or not recipients:
            write([_write_form(form or "text", made, url, lambda: _compose(made, post, recipients, now))], output)
        if recipients and made.items:
            raise typer.Exit(_send(_compose(made, post, recipients, now), post, terminal))
        if recipients:
            terminal.say("No message was sent.")


def _now() -> datetime:
    """The clock, or the moment that a caller who wants repeatable output fixed (reproducible-builds.org)."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        return datetime.fromtimestamp(int(fixed), UTC) if fixed else datetime.now(UTC)
    except (ValueError, OverflowError, OSError) as exc:
        raise UsageError("This is no number of seconds since 1970.", about="SOURCE_DATE_EPOCH") from exc


def _make(
    since: str, now: datetime, store: Path | None, config: Path | None, limit: int | None, timezone: str | None
) -> Digest:
    from pipeline import digest
    from pipeline.feeds import feeds_file, load_feeds
    from pipeline.store import Store, default_path

    settings = digest.read_settings(*read_section("digest", config))
    weights = {feed.name: feed.weight for feed in load_feeds(feeds_file())}
    settings = digest.override(settings, weights, limit, timezone)
    zone = digest.find_zone(settings.timezone)
    window = digest.parse_since(since, now, zone)
    with Store.open(store or default_path(), write=False) as opened:
        stories = opened.read_stories(window.start)
    return digest.make_digest(stories, window, zone, settings, now)


def _write_form(form: Form, made: Digest, url: str | None, compose: Callable[[], EmailMessage]) -> str:
    from pipeline import mail, render

    if form == "atom":
        return render.digest_atom(made, url)
    if form == "eml":
        return mail.format_message(compose())
    writers = {
        "html": render.digest_html,
        "md": render.digest_md,
        "text": render.digest_text,
        "json": render.digest_json,
    }
    return writers[form](made)


def _compose(made: Digest, post: MailSettings, recipients: Sequence[Address], now: datetime) -> EmailMessage:
    from pipeline import mail, render

    count = f"{len(made.items):,} {'story' if len(made.items) == 1 else 'stories'}" if made.items else "nothing new"
    return mail.compose_message(
        f"{made.title}: {count}",
        render.digest_text(made),
        render.digest_mail_html(made),
        mail.find_sender(post),
        recipients,
        made.zone.localise(now),
    )


def _send(message: EmailMessage, post: MailSettings, terminal: Terminal) -> int:
    """Send, say who was refused, and give the exit code."""
    from pipeline import mail

    refused = mail.send_message(message, post)
    for refusal in refused:
        typer.echo(f"brief: {refusal.address}: The mail server refused it ({refusal.reason}).", err=True)
    if taken := len(message["To"].addresses) - len(refused):
        terminal.say(f"sent to {taken} {'recipient' if taken == 1 else 'recipients'}")
    return 1 if refused else 0
