"""The application: its commands and what `brief` alone shows."""

from __future__ import annotations

import sys

import typer

from pipeline import __version__

# A line holding only \\b tells click to leave the lines as they are.
EXAMPLES = """\b
Examples:
  brief run seeds/                         brief every article of a folder
  brief translate article.txt              English text, paragraph by paragraph
  brief translate *.txt --format jsonl -o day.jsonl
  brief summarize day.jsonl --format md    briefs of what was translated
  cat article.txt | brief run -            read standard input
  brief digest --since 24h --format html -o digest.html
"""

app = typer.Typer(
    name="brief",
    help="Albanian news in, trustworthy English briefs out.",
    epilog=EXAMPLES,
    no_args_is_help=False,
    invoke_without_command=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    pretty_exceptions_enable=False,
)


@app.callback()
def start(context: typer.Context) -> None:
    """Albanian news in, trustworthy English briefs out."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command()
def version() -> None:
    """Print the version."""
    typer.echo(f"brief {__version__}")


def main() -> None:
    """Entry point of the `brief` command."""
    from pipeline.cli import articles, digest, doctor, feeds, models, schedule, store

    articles.register(app)
    digest.register(app)
    feeds.register(app)
    store.register(app)
    schedule.register(app)
    models.register(app)
    doctor.register(app)
    app(prog_name="brief")
    sys.exit(0)
