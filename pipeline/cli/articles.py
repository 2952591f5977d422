"""brief translate, brief summarize, brief run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from pipeline.cli.terminal import Terminal, guard, write
from pipeline.config import Settings
from pipeline.errors import SourceError, UsageError
from pipeline.records import Article, Brief, Outcome, Translation

Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCE...",
        help="Files (.txt, .md, .html, .jsonl), folders, web addresses, or - for standard input.",
        show_default=False,
    ),
]
Profile = Annotated[
    str | None,
    typer.Option(help="Which models: starter, standard or gpu.", show_default=False),
]
Config = Annotated[Path | None, typer.Option(help="A TOML file with settings; flags are stronger.", show_default=False)]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="Write to this file.", show_default="standard output")
]
Device = Annotated[str | None, typer.Option(help="auto, cpu, cuda, cuda:N or mps.", show_default="auto")]
Engine = Annotated[str | None, typer.Option(help="auto, ctranslate2 or transformers.", show_default="auto")]
Beam = Annotated[int | None, typer.Option(min=1, help="Beam width: 1 is fastest.", show_default="4")]
Threads = Annotated[int | None, typer.Option(min=0, help="CPU threads; 0 uses every core.", show_default="0")]
Force = Annotated[bool, typer.Option("--force", help="Translate text that does not look Albanian too.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Say which device and models are used, and why.")]
Sentences = Annotated[int | None, typer.Option(min=1, help="Most sentences in a brief.", show_default="3")]
Words = Annotated[int | None, typer.Option(min=0, help="Most words in a brief; 0 for no limit.", show_default="0")]
Method = Annotated[str | None, typer.Option(help="auto, extractive or abstractive.", show_default="auto")]
StyleOption = Annotated[str | None, typer.Option("--style", help="paragraph or bullets.", show_default="paragraph")]
BriefFormat = Annotated[Literal["text", "md", "jsonl", "html"], typer.Option("--format", help="Form of the output.")]
TranslationFormat = Annotated[
    Literal["text", "tsv", "jsonl", "md"], typer.Option("--format", help="Form of the output.")
]

Flags = dict[str, Any]


def register(app: typer.Typer) -> None:
    """Add this module's commands to the application."""
    app.command()(translate)
    app.command()(summarize)
    app.command()(run)


def translate(
    sources: Sources,
    output: Output = None,
    form: TranslationFormat = "text",
    profile: Profile = None,
    config: Config = None,
    device: Device = None,
    engine: Engine = None,
    beam: Beam = None,
    threads: Threads = None,
    force: Force = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Translate Albanian articles into English, sentence by sentence.

    Example: brief translate article.txt --format md
    """
    with guard():
        terminal = _start(quiet, verbose)
        flags = _flags(profile, device, engine, beam, threads, force)
        settings = _load(flags, config)
        from pipeline.render import stream_translations

        with terminal.progress("translating") as advance:
            outcomes, seen = _journey(settings, config, sources, None, terminal, advance)
            write(stream_translations(outcomes, form), output)
        _end(terminal, seen)


def run(
    sources: Sources,
    output: Output = None,
    form: BriefFormat = "text",
    profile: Profile = None,
    config: Config = None,
    sentences: Sentences = None,
    words: Words = None,
    method: Method = None,
    style: StyleOption = None,
    device: Device = None,
    engine: Engine = None,
    beam: Beam = None,
    threads: Threads = None,
    force: Force = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Translate Albanian articles and write an English brief of each.

    Example: brief run seeds/ --format html -o briefs.html
    """
    with guard():
        terminal = _start(quiet, verbose)
        flags = _flags(profile, device, engine, beam, threads, force)
        flags |= {"sentences": sentences, "words": words, "method": method, "style": style}
        settings = _load(flags, config)
        from pipeline.render import stream_briefs

        summarise = _summariser(settings)
        with terminal.progress("translating") as advance:
            outcomes, seen = _journey(settings, config, sources, summarise, terminal, advance)
            write(stream_briefs(outcomes, form, settings.style, _options(settings)), output)
        _end(terminal, seen)


def summarize(
    sources: Sources,
    output: Output = None,
    form: BriefFormat = "text",
    profile: Profile = None,
    config: Config = None,
    sentences: Sentences = None,
    words: Words = None,
    method: Method = None,
    style: StyleOption = None,
    device: Device = None,
    engine: Engine = None,
    threads: Threads = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Write a brief of each English text, or of each translation that `brief translate --format jsonl` wrote.

    Example: brief translate a.txt --format jsonl | brief summarize -
    """
    with guard():
        terminal = _start(quiet, verbose)
        flags = _flags(profile, device, engine, None, threads, None)
        flags |= {"sentences": sentences, "words": words, "method": method, "style": style}
        settings = _load(flags, config)
        from pipeline import sources as reading
        from pipeline.render import stream_briefs

        summarise = _summariser(settings)
        seen: list[Outcome] = []
        reads = reading.read_files(_named(sources), translations=True)
        write(
            stream_briefs(terminal.watch(_conclude(reads, summarise), seen), form, settings.style, _options(settings)),
            output,
        )
        _end(terminal, seen)


def _conclude(
    reads: Iterable[Article | Translation | SourceError], summarise: Callable[[Translation], Brief]
) -> Iterator[Outcome]:
    from pipeline.run import conclude
    from pipeline.sources import read_english

    for read in reads:
        if isinstance(read, SourceError):
            yield Outcome(read.about or "", "failed", reason=read.message)
        else:
            yield conclude(read_english(read) if isinstance(read, Article) else read, summarise)


def _start(quiet: bool, verbose: bool) -> Terminal:
    if quiet and verbose:
        raise UsageError("-q and -v contradict each other; give one of them.")
    terminal = Terminal(quiet, verbose)
    terminal.start_logging()
    return terminal


def _flags(
    profile: str | None,
    device: str | None,
    engine: str | None,
    beam: int | None,
    threads: int | None,
    force: bool | None,
) -> Flags:
    """Flags that were given; ``--force`` absent leaves the configuration's word."""
    return {
        "profile": profile,
        "device": device,
        "engine": engine,
        "beam": beam,
        "threads": threads,
        "force": force or None,
    }


def _load(flags: Flags, config: Path | None) -> Settings:
    from pipeline import config as configuration

    return configuration.load(flags, config)


def _named(sources: list[str]) -> list[str]:
    if not sources:
        raise UsageError("Name at least one file or folder, or - for standard input.")
    if sources.count("-") > 1:
        raise UsageError("Standard input (-) can be read only once.")
    return sources


def _options(settings: Settings) -> dict[str, Any]:
    """The settings that shape a brief, for the record."""
    return {key: getattr(settings, key) for key in ("profile", "beam", "sentences", "words", "method", "style")}


def _journey(
    settings: Settings,
    config: Path | None,
    sources: list[str],
    summarise: Callable[[Translation], Brief] | None,
    terminal: Terminal,
    advance: Callable[[int], None],
) -> tuple[Iterator[Outcome], list[Outcome]]:
    """The outcomes of ``sources`` as they come, and the list in which each is noted."""
    from pipeline.config import read_section
    from pipeline.pages import is_address, read_sources
    from pipeline.run import Plan
    from pipeline.run import run as travel
    from pipeline.translate import Translator

    fetch_settings = None
    if any(is_address(name) for name in _named(sources)):
        from pipeline.fetch import read_settings

        fetch_settings = read_settings(*read_section("fetch", config))
    reads = read_sources(sources, settings=fetch_settings)
    model = _load_model(settings.translation, settings)
    plan = Plan(Translator(model, settings.beam), summarise, settings.force)
    seen: list[Outcome] = []
    return terminal.watch(travel(reads, plan, advance), seen), seen


def _load_model(name: str, settings: Settings) -> Any:
    from pipeline.catalogue import find_model
    from pipeline.engines.loading import load_model

    return load_model(find_model(name), device=settings.device, engine=settings.engine, threads=settings.threads)


def _summariser(settings: Settings) -> Callable[[Translation], Brief]:
    """The summarising step of ``settings``; loads the abstractive model only when it will be used."""
    from pipeline.config import assets
    from pipeline.summarize import Length, load_ranker, summarize

    has_model = settings.summary != "extractive"
    if settings.method == "abstractive" and not has_model:
        raise UsageError(
            f"The profile '{settings.profile}' has no abstractive model; use --profile standard or set 'summary' to a model."
        )
    ranker = load_ranker(assets() / "models" / "starter" / "ranker")
    model = _load_model(settings.summary, settings) if has_model and settings.method != "extractive" else None
    length = Length(settings.sentences, settings.words or None)
    return lambda translation: summarize(translation, length, settings.method, ranker, model)


def _end(terminal: Terminal, seen: list[Outcome]) -> None:
    """The last line on standard error when something went wrong or was doubtful, and the exit code."""
    from pipeline.run import exit_code, tally

    if line := tally(seen):
        terminal.say(line)
    raise typer.Exit(exit_code(seen))
