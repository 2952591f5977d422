# The two commands that matter: make demo, make test. Everything else serves them.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help demo test check format bench corpus words starter starter-eval ranker wheel clean

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 16

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

demo: $(READY)  ## brief the seed article with the starter models
	@$(BIN)/brief run seeds/

check: $(READY)  ## formatting, lint, types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

test: check  ## checks, then the whole test suite
	$(BIN)/python -m pytest

format: $(READY)  ## rewrite the code in the project's format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(READY)  ## measure speed, ratios side by side
	$(BIN)/python -m pytest tests/bench/bench_*.py -p no:randomly -s

corpus: $(READY)  ## make the synthetic lines the starter is trained on
	@mkdir -p models/train/runs
	$(BIN)/python models/train/generate.py --n 500000 --seed 1 --out models/train/runs/synthetic.tsv
	$(BIN)/python models/train/generate.py --kind dictionary --n 80000 --seed 1 --out models/train/runs/dictionary.tsv

words: $(READY)  ## rewrite the list of English words, after the corpus has changed
	$(BIN)/python models/train/wordlist.py

starter: $(READY)  ## train the starter translation model; stop with Ctrl-C, start again to go on
	@test -f models/train/runs/synthetic.tsv || $(MAKE) corpus
	$(BIN)/python models/train/training.py

starter-eval: $(READY)  ## score the committed starter on the dev split and the probes
	$(BIN)/python models/train/evaluation.py

ranker: $(READY)  ## train the extractive summariser
	$(BIN)/python models/train/ranker.py

wheel: $(READY)  ## build the wheel into dist/
	$(BIN)/python -m build --wheel --no-isolation

clean:  ## remove everything that can be made again, except training runs
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
