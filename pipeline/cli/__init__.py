"""The command line: parse, call one function, print, exit. The only package that prints or exits.

cli.articles   translate, summarize, run
cli.round      run --feeds
cli.digest     digest
cli.feeds      feeds …
cli.store      store …
cli.schedule   schedule …
cli.models     models …
cli.doctor     doctor
cli.terminal   messages, progress, results, exit codes
"""

from __future__ import annotations

from pipeline.cli.app import app, main

__all__ = ["app", "main"]
