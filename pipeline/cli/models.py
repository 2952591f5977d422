"""brief models …"""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from pipeline.cli.options import Config, Json, Quiet
from pipeline.cli.terminal import Terminal, guard
from pipeline.errors import ModelError, UsageError

if TYPE_CHECKING:
    from pipeline.catalogue import Catalogue, Installed

EXAMPLES = """\b
Examples:
  brief models list                        what is known and installed
  brief models pull standard               fetch and convert a profile's models
  brief models use standard                make it the default
  brief models verify                      are the files still what they were?
"""

models = typer.Typer(
    help="List, pull, verify and choose models. Only pull uses the network.", epilog=EXAMPLES, no_args_is_help=True
)

Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Say what is done, and each try that failed.")]
Name = Annotated[str | None, typer.Option(help="Install it under this name.", show_default="its own")]


def register(app: typer.Typer) -> None:
    """Add this module's commands to the application."""
    app.add_typer(models, name="models")


@models.command("list")
def list_all(
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Print the models that are known or installed: kind, size, quality, licence, and which are the default.

    Example: brief models list --json
    """
    with guard():
        from pipeline import config as configuration
        from pipeline.catalogue import describe_installed, read_catalogue
        from pipeline.installation import list_unfinished

        settings = configuration.load({}, config)
        rows = tabulate(read_catalogue(config), describe_installed(), {settings.translation, settings.summary})
        if as_json:
            typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        elif sys.stdout.isatty():
            _show_table(rows)
        else:
            typer.echo("\t".join(COLUMNS))
            for row in rows:
                typer.echo("\t".join(_cell(row[c]) for c in COLUMNS))
        for name, size in list_unfinished().items():
            typer.echo(
                f"brief: {name}: a pull was not finished ({size / 1e6:,.0f} MB are here); pull it again to go on, or remove it.",
                err=True,
            )


COLUMNS = ("name", "kind", "installed", "default", "bytes", "licence", "quality", "repository", "profiles", "problem")
"""Of the plain listing and the keys of the JSON one. ``bytes`` is what is on the disk, of a model that is not installed what
is to be downloaded."""


def tabulate(catalogue: Catalogue, installed: dict[str, Installed], defaults: set[str]) -> list[dict[str, Any]]:
    """One row a model, the starter first, then the catalogue's in its order, then what else is installed."""
    rows = []
    for name in dict.fromkeys(["starter", *catalogue.models, *installed]):
        entry, here = catalogue.models.get(name), installed.get(name)
        manifest = here.manifest if here else None
        known = manifest.notes if manifest else {}
        rows.append(
            {
                "name": name,
                "kind": entry.kind if entry else manifest.kind if manifest else "",
                "installed": here is not None,
                "default": name in defaults or bool(entry and entry.repository in defaults),
                "bytes": here.size if here else entry.size if entry else 0,
                "licence": entry.licence if entry else manifest.licence if manifest else "",
                "quality": entry.quality if entry else _quality(known),
                "repository": entry.repository if entry else known.get("repository", ""),
                "profiles": [p for p, profile in catalogue.profiles.items() if name == p or name in profile.models],
                "problem": here.problem if here else "",
            }
        )
    return rows


def _quality(notes: Any) -> str:
    """The figure of a manifest: as it was pulled with, or the scores that the trainer wrote."""
    dev = notes.get("scores", {}).get("dev", {}) if isinstance(notes.get("scores"), dict) else {}
    if "bleu" in dev and "chrf" in dev:
        return f"BLEU {dev['bleu']:.1f}, chrF {dev['chrf']:.1f} on its own development set"
    return str(notes.get("quality", ""))


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ",".join(value) if isinstance(value, list) else " ".join(str(value).split())


def _show_table(rows: list[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("model", "kind", "installed", "size", "licence", "quality", "profile"):
        table.add_column(title, overflow="fold", justify="right" if title == "size" else "left")
    for row in rows:
        state = "damaged" if row["problem"] else "yes" if row["installed"] else "–"
        table.add_row(
            row["name"] + (" *" if row["default"] else ""), row["kind"], state, f"{row['bytes'] / 1e6:,.0f} MB",
            row["licence"], row["quality"], ", ".join(row["profiles"]),
        )  # fmt: skip
    Console().print(table)
    Console().print(
        "* default. Fetch with brief models pull NAME; make a profile the default with brief models use PROFILE."
    )


@models.command("pull")
def pull_models(
    target: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="A model or profile of 'models list', or owner/name of a hub, with @revision if wanted.",
        ),
    ],
    name: Name = None,
    kind: Annotated[
        Literal["translation", "summary"] | None,
        typer.Option(help="What the model is for, when its architecture does not say.", show_default=False),
    ] = None,
    no_convert: Annotated[
        bool, typer.Option("--no-convert", help="Keep the checkpoint as it is, for --engine transformers.")
    ] = False,
    keep_weights: Annotated[
        bool, typer.Option("--keep-weights", help="Keep the original weights beside the converted ones.")
    ] = False,
    accept_licence: Annotated[
        bool, typer.Option("--accept-licence", help="Agree to a licence that forbids commercial use.")
    ] = False,
    config: Config = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Fetch a model from the hub, convert it and install it; goes on where an earlier pull stopped.

    Example: brief models pull standard
    """
    with guard():
        from pipeline import config as configuration
        from pipeline import hub, installation
        from pipeline.catalogue import read_catalogue

        terminal = Terminal.start(quiet, verbose)
        hub.refuse_offline()
        if no_convert and keep_weights:
            raise UsageError("--no-convert and --keep-weights contradict each other; give one of them.")
        orders = installation.plan_pull(target, read_catalogue(config), name=name, kind=kind)
        if not orders:
            terminal.say("the starter is part of brief; there is nothing to pull.")
        form = installation.Form(convert=not no_convert, keep_weights=keep_weights)
        for order in orders:
            done = installation.pull(
                order, form, accept=_consent(accept_licence), say=terminal.say, watch=_progress(terminal)
            )
            if done.was_there:
                terminal.say(f"{done.name}: up to date at {done.commit[:12]} in {done.directory}")
            else:
                was = f" (was {done.before[:12]})" if done.before and done.before != done.commit else ""
                terminal.say(f"{done.name}: installed {done.commit[:12]}{was} in {done.directory}")
        if target in configuration.profiles() and configuration.load({}, config).profile != target:
            terminal.say(f"use it with --profile {target}, or always: brief models use {target}")


def _consent(accepted: bool) -> Callable[[str], None]:
    """Says terms, and returns only when the user agrees to them."""

    def ask(terms: str) -> None:
        typer.echo(f"brief: {terms}", err=True)
        if accepted:
            return
        if not sys.stdin.isatty():
            raise UsageError("Nothing was downloaded; give --accept-licence if you agree to these terms.")
        if not typer.confirm("Download it all the same?", err=True):
            raise UsageError("Nothing was downloaded.")

    return ask


def _progress(terminal: Terminal) -> Callable[[str, int], contextlib.AbstractContextManager[Callable[[int], None]]]:
    """A bar of bytes on standard error, on a terminal only."""

    @contextlib.contextmanager
    def watch(label: str, total: int) -> Iterator[Callable[[int], None]]:
        if terminal.quiet or not sys.stderr.isatty():
            yield lambda _: None
            return
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            DownloadColumn,
            Progress,
            TextColumn,
            TimeRemainingColumn,
            TransferSpeedColumn,
        )

        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            DownloadColumn(),
            TransferSpeedColumn(),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(label, total=total)
            yield lambda n: bar.advance(task, n)

    return watch


@models.command("verify")
def verify_models(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="Models or directories; all that are installed.")
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Read every byte of installed models and compare it with the hashes in their manifests.

    Example: brief models verify opus-mt-sq-en
    """
    with guard():
        from pipeline.catalogue import find_model, list_models, verify

        terminal = Terminal.start(quiet)
        wanted = {name: find_model(name) for name in names} if names else list_models()
        broken = 0
        for name, directory in wanted.items():
            try:
                problems = verify(directory)
            except ModelError as error:
                typer.echo(f"brief: {error}", err=True)
                broken += 1
                continue
            for problem in problems:
                typer.echo(f"brief: {directory / problem.file}: {problem.detail}", err=True)
            broken += bool(problems)
            if not problems and not terminal.quiet:
                typer.echo(f"{name}: intact")
        if broken:
            raise typer.Exit(ModelError.exit_code)


@models.command("convert")
def convert_model(
    directory: Annotated[
        str, typer.Argument(metavar="DIR", help="A checkpoint's folder, or a model that was pulled with --no-convert.")
    ],
    name: Name = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Write the model there instead of installing it.", show_default=False),
    ] = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Convert a checkpoint (Hugging Face or Marian .npz) to CTranslate2 int8 and install it.

    Example: brief models convert ./opus-mt-sq-en
    """
    with guard():
        from pipeline import installation

        terminal = Terminal.start(quiet, verbose)
        if name and output:
            raise UsageError("--name and --output contradict each other; give one of them.")
        place = installation.convert_folder(installation.find_source(directory), name, output)
        terminal.say(f"{place.name}: converted into {place}")


@models.command("add")
def add_model(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="A model directory copied from another machine.")],
    name: Name = None,
    replace: Annotated[bool, typer.Option("--replace", help="Take the place of an installed model.")] = False,
    quiet: Quiet = False,
) -> None:
    """Install a model directory copied from another machine, after verifying each of its files.

    Example: brief models add /media/usb/opus-mt-sq-en
    """
    with guard():
        from pipeline import installation

        terminal = Terminal.start(quiet)
        place = installation.add_folder(directory, name, replace_old=replace)
        terminal.say(f"{place.name}: installed in {place}")


@models.command("remove")
def remove_model(
    name: Annotated[str, typer.Argument(help="An installed model, or one whose pull was not finished.")],
    quiet: Quiet = False,
) -> None:
    """Delete an installed model.

    Example: brief models remove distilbart-cnn-12-6
    """
    with guard():
        from pipeline import installation

        terminal = Terminal.start(quiet)
        freed = installation.remove(name)
        terminal.say(f"{name}: removed, {freed / 1e6:,.0f} MB freed")


@models.command("use")
def use_profile(
    profile: Annotated[str, typer.Argument(help="starter, standard, best, wide or gpu.")], quiet: Quiet = False
) -> None:
    """Make a profile the default of later runs. A configuration file, BRIEF_PROFILE and --profile are stronger.

    Example: brief models use standard
    """
    with guard():
        from pipeline.catalogue import choose_profile

        terminal = Terminal.start(quiet)
        path = choose_profile(profile)
        terminal.say(f"{profile} is the default now; {path} says so.")


@models.command("path")
def print_path(
    name: Annotated[
        str | None, typer.Argument(help="A model's name, such as starter, or a directory.", show_default=False)
    ] = None,
) -> None:
    """Print the directory of a model, or the folder in which models are installed.

    Example: brief models path starter
    """
    with guard():
        from pipeline.catalogue import find_model, models_root

        typer.echo(str(find_model(name) if name else models_root()))
