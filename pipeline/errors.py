"""The error tree. Every error a user can cause is one of these; anything else is a bug and stays a traceback.

    BriefError                  exit 1
    ├── SourceError             exit 1   one article or file could not be read; the run goes on
    │   ├── FetchError          exit 1   a URL could not be fetched
    │   │   └── NotAPageError   exit 1   it leads to something else than a web page
    │   └── ExtractionError     exit 1   a page holds no article
    ├── UsageError              exit 2   a command line or a configuration that cannot mean anything
    ├── StoreError              exit 2   the store cannot be opened, read or written
    ├── OutputError             exit 2   a result could not be written (full disk, no permission)
    │   └── MailError           exit 2   a message could not be handed to a mail server
    ├── ModelError              exit 3   a model is missing, broken or cannot run here
    │   ├── DeviceError         exit 3   the asked device is not there
    │   └── HubError            exit 3   a download failed
    └── LockedError             exit 4   another run holds the lock

A message is one sentence that says what is wrong, with what, and what to do. ``str(error)`` is
"about: message" when the error is about one thing (a path, a URL, a key), else the message alone.
"""

from __future__ import annotations

from typing import ClassVar


class BriefError(Exception):
    """Root of the tree.

    ``about`` is the path, URL, key or name the error concerns; ``message`` overrides the class's default sentence.
    """

    default: ClassVar[str] = "Something went wrong."
    exit_code: ClassVar[int] = 1

    def __init__(self, message: str | None = None, *, about: str | None = None) -> None:
        self.message = message or self.default
        self.about = about
        super().__init__(f"{about}: {self.message}" if about else self.message)


class SourceError(BriefError):
    """One source (file, stdin, page) could not be read as Albanian text."""

    default = "The source could not be read."


class FetchError(SourceError):
    """A URL could not be fetched.

    ``temporary`` says that a later run may succeed, ``retry_now`` that a try a moment later may; ``retry_after`` is the
    seconds the server asked to wait; ``status`` is the HTTP status when there was an answer.
    """

    default = "The page could not be fetched."

    def __init__(
        self,
        message: str | None = None,
        *,
        about: str | None = None,
        temporary: bool = False,
        retry_now: bool = False,
        retry_after: float | None = None,
        status: int | None = None,
    ) -> None:
        super().__init__(message, about=about)
        self.temporary = temporary
        self.retry_now = retry_now
        self.retry_after = retry_after
        self.status = status


class NotAPageError(FetchError):
    """An address leads to something that is no web page: a PDF, an image, a feed."""

    default = "It is no web page."


class ExtractionError(SourceError):
    """A page was fetched but holds no article."""

    default = "No article text was found on the page."


class UsageError(BriefError):
    """A command line or configuration that cannot mean anything."""

    default = "The command cannot be run as given."
    exit_code = 2


class StoreError(BriefError):
    """The store cannot be opened, read or written."""

    default = "The store could not be used."
    exit_code = 2


class OutputError(BriefError):
    """A result could not be written."""

    default = "The output could not be written."
    exit_code = 2


class MailError(OutputError):
    """A message could not be handed to a mail server or to sendmail."""

    default = "The message could not be sent."


class ModelError(BriefError):
    """A model directory is missing, incomplete, corrupt, or cannot run on this machine."""

    default = "The model could not be loaded."
    exit_code = 3


class DeviceError(ModelError):
    """The asked device is not there."""

    default = "The device is not available on this machine."


class HubError(ModelError):
    """A download from a model hub failed."""

    default = "The model could not be downloaded."


class LockedError(BriefError):
    """Another run holds the lock."""

    default = "Another run is in progress; wait for it to end or use another --store."
    exit_code = 4
