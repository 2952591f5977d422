"""Sources as a user names them: files, folders, standard input and web addresses, in one sequence of articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, BinaryIO

from pipeline import sources
from pipeline.errors import SourceError
from pipeline.records import Article

if TYPE_CHECKING:
    from pipeline.fetch import Fetcher, FetchSettings


def is_address(name: str) -> bool:
    """Whether a source is a web address rather than a file: anything with a scheme, so that ``ftp://`` is refused by name."""
    return "://" in name


def read_page(address: str, fetcher: Fetcher) -> Article:
    """The article at ``address``. Raises FetchError when it cannot be fetched, ExtractionError when no article is there.

    The address is the user's own word: it may lead into a private network, where its redirects may not.
    """
    from pipeline.extract import extract_article

    response = fetcher.get(address, "page", trusted=True)
    return extract_article(response.body, address, response.url, content_type=response.content_type)


def read_sources(
    names: Sequence[str], stdin: BinaryIO | None = None, settings: FetchSettings | None = None
) -> Iterator[Article | SourceError]:
    """Articles of all ``names`` in the order named, failures among them; the network is touched only for addresses."""
    with ExitStack() as stack:
        fetcher: Fetcher | None = None
        for name in names:
            if not is_address(name):
                yield from sources.read_articles([name], stdin)
                continue
            if fetcher is None:
                from pipeline.fetch import Fetcher, FetchSettings

                fetcher = stack.enter_context(Fetcher(settings or FetchSettings()))
            try:
                yield read_page(name, fetcher)
            except SourceError as error:
                yield error
