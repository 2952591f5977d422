"""brief translate, brief summarize, brief run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn

import typer

from pipeline.cli.options import Config, Quiet
from pipeline.cli.round import RoundOptions, run_round
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
OptionalSources = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="SOURCE",
        help="Files (.txt, .md, .html, .jsonl), folders, web addresses, or -.",
        show_default=False,
    ),
]
Profile = Annotated[
    str | None,
    typer.Option(help="Which models: starter, standard, best, wide or gpu.", show_default=False),
]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="Write to this file.", show_default="standard output")
]
Device = Annotated[str | None, typer.Option(help="auto, cpu, cuda, cuda:N, cuda:0,cuda:1 or mps.", show_default="auto")]
Engine = Annotated[str | None, typer.Option(help="auto, ctranslate2 or transformers.", show_default="auto")]
Beam = Annotated[int | None, typer.Option(min=1, help="Beam width: 1 is fastest.", show_default="by profile, 4 or 6")]
Threads = Annotated[int | None, typer.Option(min=0, help="CPU threads; 0 uses every core.", show_default="0")]
Force = Annotated[bool, typer.Option("--force", help="Translate text that does not look Albanian too.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Say which device and models are used, and why.")]
Sentences = Annotated[int | None, typer.Option(min=1, help="Most sentences in a brief.", show_default="3")]
Words = Annotated[int | None, typer.Option(min=0, help="Most words in a brief; 0 for no limit.", show_default="0")]
Method = Annotated[str | None, typer.Option(help="auto, extractive or abstractive.", show_default="auto")]
StyleOption = Annotated[str | None, typer.Option("--style", help="paragraph or bullets.", show_default="paragraph")]
BriefFormat = Annotated[Literal["text", "md", "jsonl", "html"], typer.Option("--format", help="Form of the output.")]
RunFormat = Annotated[
    Literal["text", "md", "jsonl", "html"] | None,
    typer.Option("--format", help="Form of the output.", show_default="text"),
]
TranslationFormat = Annotated[
    Literal["text", "tsv", "jsonl", "md"], typer.Option("--format", help="Form of the output.")
]

Feeds = Annotated[
    bool, typer.Option("--feeds", help="Brief what is new in the list of feeds, and store it: one round, as from cron.")
]
FeedsFile = Annotated[
    Path | None, typer.Option("--feeds-file", help="The list of feeds (with --feeds).", show_default="the user's own")
]
StorePath = Annotated[
    Path | None, typer.Option("--store", help="The store (with --feeds).", show_default="the user's own")
]
MaxArticles = Annotated[
    int | None,
    typer.Option("--max-articles", min=1, help="Take up so many articles at most (with --feeds).", show_default=False),
]
TimeLimit = Annotated[
    str | None,
    typer.Option(
        "--time-limit", help="End in time; the rest is for the next round (with --feeds): 90s, 10m.", show_default=False
    ),
]
LogFile = Annotated[
    Path | None, typer.Option("--log-file", help="Add what happens to this file (with --feeds).", show_default=False)
]
LogJson = Annotated[
    Path | None, typer.Option("--log-json", help="The same, an object a line (with --feeds).", show_default=False)
]
Metrics = Annotated[
    Path | None,
    typer.Option("--metrics", help="Write Prometheus metrics to this file (with --feeds).", show_default=False),
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
        terminal = Terminal.start(quiet, verbose)
        flags = _flags(profile, device, engine, beam, threads, force)
        settings = _load(flags, config)
        from pipeline.render import stream_translations

        with terminal.progress("translating") as advance:
            outcomes, seen = _journey(settings, config, sources, None, terminal, advance)
            write(stream_translations(outcomes, form), output)
        _end(terminal, seen)


def run(
    sources: OptionalSources = None,
    output: Output = None,
    form: RunFormat = None,
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
    feeds: Feeds = False,
    feeds_file: FeedsFile = None,
    store: StorePath = None,
    max_articles: MaxArticles = None,
    time_limit: TimeLimit = None,
    log_file: LogFile = None,
    log_json: LogJson = None,
    metrics: Metrics = None,
) -> None:
    """Translate Albanian articles and write an English brief of each: of files and addresses, or of what feeds bring.

    With --feeds the briefs are stored, and written as well unless -q is given without --format or -o.

    Example: brief run seeds/ --format html -o briefs.html

    Example: brief run --feeds --time-limit 10m -q
    """
    with guard():
        terminal = Terminal.start(quiet, verbose)
        flags = _flags(profile, device, engine, beam, threads, force)
        flags |= {"sentences": sentences, "words": words, "method": method, "style": style}
        settings = _load(flags, config)
        options = RoundOptions(feeds_file, store, max_articles, time_limit, log_file, log_json, metrics)
        if feeds:
            _run_feeds(sources, options, settings, config, form, output, terminal)
        if unused := options.named():
            raise UsageError(f"{unused[0]} is for a round of feeds; add --feeds.")
        from pipeline.render import stream_briefs

        summarise = _summariser(settings)
        with terminal.progress("translating") as advance:
            outcomes, seen = _journey(settings, config, sources or [], summarise, terminal, advance)
            write(stream_briefs(outcomes, form or "text", settings.style, _options(settings)), output)
        _end(terminal, seen)


def _run_feeds(
    sources: list[str] | None,
    options: RoundOptions,
    settings: Settings,
    config: Path | None,
    form: str | None,
    output: Path | None,
    terminal: Terminal,
) -> NoReturn:
    from pipeline.render import stream_briefs
    from pipeline.run import Plan
    from pipeline.translate import Cache, Translator

    if sources:
        raise UsageError("Give sources or --feeds, not both.")
    _check_method(settings)

    def make_plan(cache: Cache) -> Plan:
        model = _load_model(settings.translation, settings)
        return Plan(Translator(model, settings.beam, cache), _summariser(settings), settings.force)

    def render(outcomes: Iterable[Outcome]) -> Iterator[str]:
        return stream_briefs(outcomes, form or "text", settings.style, _options(settings))

    wanted = form or output or not terminal.quiet
    run_round(options, settings, config, make_plan, render if wanted else None, output, terminal)


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
        terminal = Terminal.start(quiet, verbose)
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
        raise UsageError("Name at least one SOURCE: a file, a folder, a web address, or - for standard input.")
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

    _check_method(settings)
    has_model = settings.summary != "extractive"
    ranker = load_ranker(assets() / "models" / "starter" / "ranker")
    model = _load_model(settings.summary, settings) if has_model and settings.method != "extractive" else None
    length = Length(settings.sentences, settings.words or None)
    return lambda translation: summarize(translation, length, settings.method, ranker, model)


def _check_method(settings: Settings) -> None:
    if settings.method == "abstractive" and settings.summary == "extractive":
        raise UsageError(
            f"The profile '{settings.profile}' has no abstractive model; use --profile standard or set 'summary' to a model."
        )


def _end(terminal: Terminal, seen: list[Outcome]) -> None:
    """The last line on standard error when something went wrong or was doubtful, and the exit code."""
    from pipeline.run import exit_code, tally

    if line := tally(seen):
        terminal.say(line)
    raise typer.Exit(exit_code(seen))
