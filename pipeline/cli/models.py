"""brief models …"""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.cli.terminal import guard

models = typer.Typer(help="Which models there are and where they lie.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add this module's commands to the application."""
    app.add_typer(models, name="models")


@models.command("path")
def print_path(name: Annotated[str, typer.Argument(help="A model's name, such as starter, or a directory.")]) -> None:
    """Print the directory of a model's weights.

    Example: brief models path starter
    """
    with guard():
        from pipeline.catalogue import find_model

        typer.echo(str(find_model(name)))
