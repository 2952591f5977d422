"""Models come and go: pulled from a hub, converted from a folder, added from another machine, removed.

Pulling one model, in the models folder ``ROOT`` (the numbers are those of the code):

    1. lock      ROOT/.pull-NAME.lock: a second pull of the same model is refused at once
    2. list      the hub resolves the revision to a commit; what is installed and intact at that commit is left alone
    3. licence   terms that forbid commercial use are said before a byte of the model is fetched
    4. room      what is left to fetch and what converting needs must fit on the disk
    5. download  into ROOT/.pull-NAME/files, going on from what an earlier pull left of the same commit
    6. assemble  ROOT/.pull-NAME/ready: CTranslate2 int8 or safetensors, tokenizer, manifest.json; tried once
    7. rename    ready becomes ROOT/NAME: the model is there whole or not at all

However the process ends, ROOT/NAME is what it was before or the finished model (killed between the two renames of an upgrade it
is missing, and the next pull puts it back). Every other way in (convert, add) goes through 6 and 7. Weights end as safetensors or
CTranslate2: pickles are read as plain tensors only, and not kept.

Does not speak to the hub (:mod:`pipeline.hub` does), does not convert weights (:mod:`pipeline.engines` does), does not print.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import logging
import os
import pickle
import re
import shutil
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pipeline
from pipeline import hub
from pipeline.catalogue import STARTER, Catalogue, Entry, find_model, is_name, models_root
from pipeline.engines.conversion import UNSAFE_WEIGHTS, convert
from pipeline.engines.manifest import (
    CONVERTIBLE,
    FILE_NAME,
    Kind,
    Manifest,
    find_problems,
    infer_manifest,
    list_weights,
    read_json,
    read_manifest,
    verify,
    write_manifest,
)
from pipeline.errors import LockedError, ModelError, OutputError, UsageError
from pipeline.hub import Listing, RemoteFile, explain_disk

log = logging.getLogger(__name__)

STAGING, ASIDE = ".pull-", ".old-"
"""Hidden folders beside the models: what is not finished yet, and what is about to be deleted."""

WEIGHT_SUFFIXES = (".safetensors", ".bin", ".npz")
INT8_SHARE = 0.55
"""Size of a converted model over its checkpoint's: a quarter of float32 weights, half of float16, and scales."""
MARGIN = 64 * 2**20
"""Bytes to leave free on the disk."""

NON_COMMERCIAL = re.compile(r"(?:^|[^a-z])nc(?:[^a-z]|$)|non-?commercial", re.IGNORECASE)
TRIAL = "Qeveria miratoi buxhetin."
"""What a converted model is tried on before it is installed."""

Watch = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]
"""Shows progress: a label and a total in bytes → a function that is told how many came."""


@dataclass(frozen=True, slots=True)
class Order:
    """A model to pull. ``entry`` is None for a repository that the catalogue does not know, ``kind`` None for what its
    architecture is used for."""

    name: str
    repository: str
    revision: str
    entry: Entry | None = None
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """What becomes of a checkpoint: converted to CTranslate2 int8 or kept as it is; ``keep_weights`` keeps both."""

    convert: bool = True
    keep_weights: bool = False

    @property
    def name(self) -> str:
        """How the manifest notes it."""
        return "int8, with the original weights" if self.keep_weights else "int8" if self.convert else "original"


@dataclass(frozen=True, slots=True)
class Pulled:
    """What a pull did; ``before`` is the commit that was installed before, ``was_there`` that nothing was to do."""

    name: str
    directory: Path
    commit: str
    before: str = ""
    was_there: bool = False


# Deciding


def plan_pull(
    text: str, catalogue: Catalogue, *, name: str | None = None, kind: Kind | None = None
) -> tuple[Order, ...]:
    """The models that NAME, PROFILE or owner/name, each with an optional @revision, stands for; none for the starter.

    Raises UsageError when it stands for nothing, or a new name is given to several models.
    """
    wanted, _, revision = text.partition("@")
    if "@" in text and not revision:
        raise UsageError("A branch, tag or commit should follow the @.", about=text)
    if wanted == STARTER and wanted not in catalogue.profiles:
        return ()
    if (profile := catalogue.profiles.get(wanted)) and wanted not in catalogue.models:
        if revision or name or kind:
            raise UsageError(
                "A profile has several models; name one of them to give it a revision, name or kind.", about=text
            )
        return tuple(_order(model, catalogue.models[model], "", None, None) for model in profile.models)
    if known := catalogue.find(wanted):
        return (_order(*known, revision, name, kind),)
    if wanted.count("/") == 1:
        own = name or wanted.split("/")[1]
        _refuse_name(own)
        return (Order(own, wanted, revision or "main", None, kind),)
    raise UsageError(
        f"No model or profile has this name; known are {', '.join([*catalogue.profiles, *catalogue.models])}. A model of a hub "
        "is named as owner/name.",
        about=wanted,
    )


def _order(name: str, entry: Entry, revision: str, own_name: str | None, kind: Kind | None) -> Order:
    if own_name:
        _refuse_name(own_name)
    return Order(own_name or name, entry.repository, revision or entry.revision, entry, kind)


def _refuse_name(name: str) -> None:
    if not is_name(name):
        raise UsageError(
            "This cannot be a model's name: letters, digits, '.', '_' and '-', starting with a letter or digit.",
            about=name,
        )


def state_terms(order: Order, licence: str) -> str:
    """The sentence to be agreed to before a model is fetched, empty when its licence lets it be used for anything."""
    terms = order.entry.licence if order.entry else licence
    if order.entry and not order.entry.commercial:
        return f"{order.name}: its licence, {terms}, forbids commercial use."
    if found := next((text for text in (terms, licence) if NON_COMMERCIAL.search(text)), ""):
        return f"{order.name}: its licence, {found}, forbids commercial use."
    return ""


def estimate_room(files: Sequence[RemoteFile], have: int, form: Form) -> int:
    """Bytes of disk that a pull still needs: the rest of the download, and what converting writes."""
    weights = sum(f.size for f in files if f.name.endswith(WEIGHT_SUFFIXES))
    pickles = sum(f.size for f in files if f.name.endswith(".bin"))
    converted = int(weights * INT8_SHARE) if form.convert else 0
    return sum(f.size for f in files) - have + pickles + converted + MARGIN


def describe_order(order: Order, listing: Listing, files: Sequence[RemoteFile], inferred: Manifest) -> Manifest:
    """The manifest of a pulled model: the architecture's conventions under the catalogue's, and what it was made from."""
    manifest = replace(inferred, name=order.name, revision=listing.commit, licence=listing.licence)
    notes: dict[str, Any] = {"repository": order.repository, "asked_revision": order.revision}
    notes["pulled_files"] = {f.name: f.sha256 for f in files if f.sha256}
    if entry := order.entry:
        given = ("normalise", "text_prefix", "source_prefix", "source_suffix", "target_prefix", "max_source")
        manifest = replace(
            manifest, kind=entry.kind, licence=entry.licence, **{k: v for k in given if (v := getattr(entry, k))}
        )
        notes |= {k: v for k in ("quality", "quality_source") if (v := getattr(entry, k))}
    if order.kind:
        manifest = replace(manifest, kind=order.kind)
    return replace(manifest, notes={**inferred.notes, **notes})


# Acting


def pull(
    order: Order,
    form: Form,
    *,
    accept: Callable[[str], None],
    say: Callable[[str], None],
    watch: Watch,
) -> Pulled:
    """Fetch, convert and install one model; the module's docstring gives the steps.

    ``accept`` is given the terms that need the user's consent and raises UsageError without it. Raises HubError, OutputError
    (no room), ModelError (not a model brief can run), LockedError.
    """
    root = models_root()
    with locked(root, order.name):  # 1
        target, staging = root / order.name, root / f"{STAGING}{order.name}"
        restore(root, order.name)
        if terms := state_terms(order, ""):
            accept(terms)
        listing = hub.list_files(order.repository, order.revision)  # 2
        before = _installed_commit(target, order)
        if before == listing.commit and _is_current(target, form):
            return Pulled(order.name, target, listing.commit, before, was_there=True)
        if (later := state_terms(order, listing.licence)) and later != terms:  # 3
            accept(later)
        if not (order.entry or listing.licence):
            say(f"{order.name}: the hub states no licence; look at its page before you use it.")
        files = hub.choose_files(listing, order.entry.files if order.entry else ())
        downloads = _open_staging(staging, listing, order)
        have = sum(_size(downloads / f.name) or _size(downloads / (f.name + hub.PART)) for f in files)
        check_room(root, estimate_room(files, have, form), order.name)  # 4
        total = sum(f.size for f in files)
        say(f"{order.name}: downloading {total / 1e6:,.0f} MB from {listing.repository} at {listing.commit[:12]}")
        with watch(order.name, total) as advance:  # 5
            for file in sorted(files, key=lambda f: (f.name != "config.json", f.size)):
                hub.download(listing, file, downloads, advance)
                if file.name == "config.json":  # says whether the rest is worth fetching
                    refuse_architecture(downloads, form)
        say(f"{order.name}: {'converting to CTranslate2 int8' if form.convert else 'checking'}")
        ready = staging / "ready"
        assemble(  # 6
            downloads, ready, form, lambda inferred: describe_order(order, listing, files, inferred)
        )
        _put(ready, target)  # 7
        shutil.rmtree(staging, ignore_errors=True)
        return Pulled(order.name, target, listing.commit, before)


def convert_folder(source: Path, name: str | None = None, output: Path | None = None) -> Path:
    """Install a checkpoint folder, or an installed model that was pulled unconverted, as CTranslate2 int8; its place.

    With ``output`` the model is written there instead. Raises ModelError when it is not a checkpoint that can be converted,
    UsageError when there is nothing to convert or something else is in the way.
    """
    root, source = models_root(), source.resolve()
    own = output.name if output else name or source.name
    _refuse_name(own)
    target = output or root / own
    if (source / "ctranslate2" / "model.bin").exists():
        raise UsageError("The model is converted already; 'brief models add' installs it.", about=str(source))
    if target.exists() and target.resolve() != source:
        raise UsageError("There is a model already; remove it first or give another --name.", about=str(target))
    place = target.parent
    with locked(place, own):
        restore(place, own)
        staging = place / f"{STAGING}{own}"
        with _swept(staging):
            check_room(place, int(_measure(source) * (1 + INT8_SHARE)) + MARGIN, own)
            assemble(source, staging / "ready", Form(), lambda m: replace(m, name=own))
            _put(staging / "ready", target)
    return target


def add_folder(source: Path, name: str | None = None, *, replace_old: bool = False) -> Path:
    """Install a model directory that describes itself, copied from elsewhere; every byte is verified before and after.

    Raises ModelError naming the file that differs, UsageError when a model of that name is there and not to be replaced.
    """
    source = source.resolve()
    _raise_problems(source)
    own = name or read_manifest(source).name
    _refuse_name(own)
    root = models_root()
    target = root / own
    if target.resolve() == source:
        raise UsageError("The model is installed already.", about=own)
    with locked(root, own):
        restore(root, own)
        if target.exists() and not replace_old:
            raise UsageError("A model of this name is installed; give --replace, or another --name.", about=own)
        staging = root / f"{STAGING}{own}"
        with _swept(staging):
            check_room(root, _measure(source) + MARGIN, own)
            try:
                shutil.copytree(source, staging / "ready", ignore=shutil.ignore_patterns(".*"))
            except shutil.Error as exc:
                raise OutputError(f"The model cannot be copied ({exc.args[0][0][2]}).", about=str(source)) from exc
            except OSError as exc:
                raise explain_disk(exc, staging) from exc
            _raise_problems(staging / "ready")
            if own != read_manifest(source).name:
                _rename_model(staging / "ready", own)
            _put(staging / "ready", target)
    return target


def remove(name: str) -> int:
    """Delete an installed model and what an unfinished pull of it left; returns the bytes freed.

    Raises UsageError for the starter, ModelError when there is no such model.
    """
    if name == STARTER:
        raise UsageError("The starter is part of brief and cannot be removed.", about=name)
    root = models_root()
    _refuse_name(name)
    with locked(root, name):
        restore(root, name)
        target, staging = root / name, root / f"{STAGING}{name}"
        if not target.is_dir() and not staging.is_dir():
            raise ModelError(
                f"No model of this name is installed in {root}; 'brief models list' shows them.", about=name
            )
        freed = _measure(target) + _measure(staging)
        try:
            if target.is_dir():
                target.rename(root / f"{ASIDE}{name}")
            shutil.rmtree(staging, ignore_errors=True)
            shutil.rmtree(root / f"{ASIDE}{name}")
        except FileNotFoundError:
            pass  # only an unfinished pull was there
        except OSError as exc:
            raise OutputError(
                f"The model cannot be deleted ({exc.strerror}).", about=str(exc.filename or target)
            ) from exc
        return freed


def list_unfinished() -> dict[str, int]:
    """Names of pulls that were not finished, and the bytes they hold."""
    root = models_root()
    if not root.is_dir():
        return {}
    folders = (p for p in sorted(root.iterdir()) if p.name.startswith(STAGING) and p.is_dir())
    return {p.name.removeprefix(STAGING): _measure(p) for p in folders}


@contextlib.contextmanager
def locked(root: Path, name: str) -> Iterator[None]:
    """Hold the lock of one model; the kernel lets go of it when the process ends. Raises LockedError, OutputError."""
    from filelock import FileLock, Timeout

    try:
        root.mkdir(parents=True, exist_ok=True)
        lock = FileLock(root / f"{STAGING}{name}.lock")
        lock.acquire(timeout=0)
    except Timeout as exc:
        raise LockedError("Another command is pulling or changing this model; wait for it to end.", about=name) from exc
    except OSError as exc:
        raise explain_disk(exc, root) from exc
    try:
        yield
    finally:
        lock.release()


def restore(root: Path, name: str) -> None:
    """Mend what a process killed between two renames left: the old model comes back, or what replaced it stays."""
    aside, target = root / f"{ASIDE}{name}", root / name
    if aside.is_dir() and not target.exists() and not (root / f"{STAGING}{name}").is_dir():
        shutil.rmtree(aside, ignore_errors=True)  # it was being removed
    elif aside.is_dir() and not target.exists():
        aside.rename(target)
    else:
        shutil.rmtree(aside, ignore_errors=True)


def check_room(place: Path, needed: int, name: str) -> None:
    """Raise OutputError when fewer than ``needed`` bytes are free where ``place`` is."""
    free = shutil.disk_usage(place).free
    if free < needed:
        raise OutputError(
            f"It needs {needed / 1e9:,.2f} GB and {free / 1e9:,.2f} GB are free in {place}; free some space or set BRIEF_MODELS "
            "to another place.",
            about=name,
        )


def refuse_architecture(directory: Path, form: Form) -> None:
    """Raise ModelError when a config.json is of a model that brief cannot run, or not in this form."""
    family = infer_manifest(directory, read_json(directory / "config.json")).family
    if form.convert and family not in CONVERTIBLE:
        raise ModelError(
            f"CTranslate2 cannot run the architecture '{family}'; pull it with --no-convert and run it with --engine transformers.",
            about=str(directory / "config.json"),
        )


def assemble(source: Path, ready: Path, form: Form, describe: Callable[[Manifest], Manifest]) -> None:
    """Make a model directory that describes itself out of a checkpoint's files. ``describe`` completes what is inferred.

    Raises ModelError when the files are not a checkpoint that brief runs, OutputError when the disk is full.
    """
    from pipeline.engines.loading import force_offline

    force_offline()
    shutil.rmtree(ready, ignore_errors=True)
    try:
        ready.parent.mkdir(parents=True, exist_ok=True)
        with hub.switched(online=False):
            if (source / "config.json").exists():
                manifest = _assemble_transformers(source, ready, form)
            elif any(source.glob("*.npz")):
                manifest = _assemble_marian(source, ready, form)
            else:
                raise ModelError("The folder holds neither a config.json nor a Marian .npz.", about=str(source))
            made = {"form": form.name, "made_with": f"brief {pipeline.__version__}"}
            final = describe(manifest)
            write_manifest(ready, replace(final, notes={**final.notes, **made}))
            if form.convert:
                _try(ready)
    except OSError as exc:
        raise explain_disk(exc, ready) from exc


def _assemble_marian(source: Path, ready: Path, form: Form) -> Manifest:
    if not form.convert:
        raise UsageError("A Marian .npz runs only converted; leave --no-convert out.", about=str(source))
    importlib.import_module("pipeline.engines.npz").convert_npz(source, ready)
    _copy_texts(source, ready)
    return read_manifest(ready)


def _assemble_transformers(source: Path, ready: Path, form: Form) -> Manifest:
    refuse_architecture(source, form)
    config = read_json(source / "config.json")
    manifest = read_manifest(source) if (source / FILE_NAME).exists() else infer_manifest(source, config)
    ready.mkdir(parents=True)
    keeps = form.keep_weights or not form.convert
    for path in sorted(p for p in source.iterdir() if p.is_file()):
        if path.name.startswith(".") or path.name == FILE_NAME or path.name.endswith(hub.PART):
            continue
        if path.suffix not in WEIGHT_SUFFIXES and not path.name.endswith(".index.json"):
            shutil.copyfile(path, ready / path.name)
    weights = list_weights(source)
    if weights[0].suffix == ".bin":
        _unpickle(weights, ready)
    else:
        index = source / "model.safetensors.index.json"
        for path in [*weights, *([index] if len(weights) > 1 or weights[0].name != "model.safetensors" else [])]:
            _place(path, ready / path.name, keeps=keeps)
    _complete_tokenizer(ready, manifest)
    if form.convert:
        (ready / "ctranslate2").mkdir()
        convert(ready, ready / "ctranslate2", "int8")
        if not keeps:
            for path in [*list_weights(ready), ready / "model.safetensors.index.json"]:
                path.unlink(missing_ok=True)
    return replace(manifest, files={})


def _place(path: Path, target: Path, *, keeps: bool) -> None:
    """Weights where conversion looks for them: a link when they will not stay, else a second name of the file or a copy."""
    if not path.exists():
        raise ModelError("The file is missing; the model is incomplete: pull or copy it again.", about=str(path))
    try:
        if not keeps:
            target.symlink_to(path.resolve())
        elif path.parent.parent.name.startswith(STAGING):
            os.link(path, target)
        else:
            shutil.copyfile(path, target)
    except (NotImplementedError, OSError):  # a file system without links; whatever else is wrong fails the copy, too
        shutil.copyfile(path, target)


def _unpickle(weights: Sequence[Path], ready: Path) -> None:
    """Write .bin shards as safetensors. Raises ModelError when they hold more than tensors or are damaged."""
    import torch
    from safetensors.torch import save_file

    placed: dict[str, str] = {}
    for path in weights:
        try:
            tensors = torch.load(path, map_location="cpu", weights_only=True)
        except pickle.UnpicklingError as exc:
            raise ModelError(UNSAFE_WEIGHTS, about=str(path)) from exc
        except (RuntimeError, EOFError, OSError, ValueError) as exc:
            raise ModelError(f"The weights are damaged ({' '.join(str(exc).split())[:100]}).", about=str(path)) from exc
        if not isinstance(tensors, dict) or not all(isinstance(t, torch.Tensor) for t in tensors.values()):
            raise ModelError(UNSAFE_WEIGHTS, about=str(path))
        name = (
            "model.safetensors"
            if len(weights) == 1
            else path.name.replace("pytorch_model", "model").replace(".bin", ".safetensors")
        )
        kept = drop_aliases(tensors)
        save_file(kept, ready / name, metadata={"format": "pt"})
        placed |= dict.fromkeys(kept, name)
    if len(weights) > 1:
        index = {"metadata": {}, "weight_map": placed}
        (ready / "model.safetensors.index.json").write_text(json.dumps(index), encoding="utf-8")


def drop_aliases(tensors: dict[str, Any]) -> dict[str, Any]:
    """One name for each tensor: safetensors holds no ties, and a model ties its own when it is loaded.

    Of the names of one embedding the shared one is kept, from which the others are tied.
    """
    first: dict[tuple[Any, ...], str] = {}
    for name in sorted(tensors, key=lambda n: ("shared" not in n, n)):
        tensor = tensors[name]
        first.setdefault((tensor.data_ptr(), tuple(tensor.shape), tensor.stride()) if tensor.numel() else (name,), name)
    return {name: tensors[name].contiguous().clone() for name in sorted(first.values())}


def _complete_tokenizer(directory: Path, manifest: Manifest) -> None:
    """Write tokenizer.json where the checkpoint has only older files, so that a run need not import transformers."""
    from pipeline.engines.tokenizers import VOCABULARIES

    is_old = not (directory / "tokenizer.json").exists() and any((directory / n).exists() for n in VOCABULARIES)
    if manifest.family == "marian" or not is_old:
        return
    hub.import_constants()  # which transformers would import with the user's timeouts in sight
    import transformers

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tokenizer = transformers.AutoTokenizer.from_pretrained(str(directory), local_files_only=True)
    except (OSError, ValueError, KeyError, TypeError, ImportError, AttributeError) as exc:
        raise ModelError(
            f"The directory's tokenizer cannot be read ({' '.join(str(exc).split())[:200]}).", about=str(directory)
        ) from exc
    if tokenizer.is_fast:  # M2M100's is not, and has no such file
        tokenizer.backend_tokenizer.save(str(directory / "tokenizer.json"))


def _copy_texts(source: Path, ready: Path) -> None:
    for pattern in hub.TEXTS:
        for path in source.glob(pattern):
            shutil.copyfile(path, ready / path.name)


def _try(directory: Path) -> None:
    """Translate a sentence: a model that does not load or decode must not be installed."""
    from pipeline.engines import Options
    from pipeline.engines.loading import load_model

    model = load_model(directory, device="cpu", engine="ctranslate2")
    model.engine.generate([model.tokenizer.encode(TRIAL)], Options(beam=1, max_length=8))


def _open_staging(staging: Path, listing: Listing, order: Order) -> Path:
    """The folder of downloads; what is there of another commit is thrown away."""
    note, wanted = staging / "source.json", {"repository": order.repository, "commit": listing.commit}
    try:
        if not note.exists() or json.loads(note.read_text(encoding="utf-8")) != wanted:
            shutil.rmtree(staging, ignore_errors=True)
    except ValueError:
        shutil.rmtree(staging, ignore_errors=True)
    try:
        (staging / "files").mkdir(parents=True, exist_ok=True)
        note.write_text(json.dumps(wanted), encoding="utf-8")
    except OSError as exc:
        raise explain_disk(exc, staging) from exc
    return staging / "files"


def _installed_commit(target: Path, order: Order) -> str:
    """The commit that is installed, empty when none is. Raises UsageError when another model has the name."""
    if not target.exists():
        return ""
    try:
        manifest = read_manifest(target)
    except ModelError:
        return ""  # broken: pulling mends it
    other = manifest.notes.get("repository")
    if other != order.repository:
        raise UsageError(
            f"A model of this name is installed from {other or 'elsewhere'}; give --name for another, or remove it first.",
            about=order.name,
        )
    return manifest.revision


def _is_current(target: Path, form: Form) -> bool:
    return read_manifest(target).notes.get("form") == form.name and not verify(target)


def _put(ready: Path, target: Path) -> None:
    """Give the finished directory its name; an older one of that name goes aside first and is then deleted."""
    aside = target.with_name(f"{ASIDE}{target.name}")
    try:
        shutil.rmtree(aside, ignore_errors=True)
        if target.exists():
            target.rename(aside)
        ready.rename(target)
    except OSError as exc:
        raise explain_disk(exc, target) from exc
    shutil.rmtree(aside, ignore_errors=True)
    find_problems(
        target, read_manifest(target)
    )  # notes the hashes of big files, which the first run need not read then


@contextlib.contextmanager
def _swept(staging: Path) -> Iterator[None]:
    """An empty staging folder that does not outlive the block: nothing in it is worth resuming."""
    shutil.rmtree(staging, ignore_errors=True)
    try:
        yield
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _rename_model(directory: Path, name: str) -> None:
    write_manifest(directory, replace(read_manifest(directory), name=name))


def _raise_problems(directory: Path) -> None:
    for problem in verify(directory):
        raise ModelError(problem.detail, about=str(directory / problem.file))


def _measure(directory: Path) -> int:
    return sum(p.stat().st_size for p in directory.rglob("*") if p.is_file()) if directory.is_dir() else 0


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def find_source(text: str) -> Path:
    """The directory of a model given by path or installed name, a plain folder of the current directory first.

    Raises ModelError when there is none.
    """
    path = Path(text).expanduser()
    return path if path.is_dir() else find_model(text)
