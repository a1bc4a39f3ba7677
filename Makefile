# make demo   set up, build Hengyang's report of 2019, check it, ask it a question, draw a page
# make test   set up with the developers' tools and run all tests
# Both need Python 3.11 or newer, make, and the network of pip the first time.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python3.14 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: demo test lint reason wheel bench clean

demo: $(VENV)/installed
	@$(BIN)/kg demo

test: $(VENV)/installed-dev
	@$(BIN)/python -m pytest --numprocesses auto --dist loadfile

lint: $(VENV)/installed-dev
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports && $(BIN)/python -m kg.vocabulary --check

# Needs Java; on Debian: apt-get install default-jre-headless.
reason: $(VENV)/installed-dev
	@$(BIN)/kg build && $(BIN)/python bench/reason.py

wheel: $(VENV)/installed-dev
	@$(BIN)/python -m hatchling build

bench: $(VENV)/installed-dev
	@$(BIN)/python bench/startup.py

$(VENV)/python:
	@test -n "$(PYTHON)" || { echo "make: expected Python 3.11 or newer, found none; install one or give PYTHON=…" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "make: expected Python's venv module; on Debian: apt-get install python3-venv" >&2; exit 1; }
	@touch $@

# What pages run in a browser is built by the installation (npm, esbuild: some ten seconds, only where a source changed).
WEB := $(wildcard kg/web/.npmrc kg/web/*.json kg/web/*.mjs kg/web/*.py kg/web/src/* kg/web/src/*/*)

$(VENV)/installed: $(VENV)/python pyproject.toml constraints.txt $(WEB)
	@echo "installing into $(VENV), and building what pages run …"
	@$(PIP) install --constraint constraints.txt --editable .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	@echo "installing the developers' tools into $(VENV) …"
	@$(PIP) install --constraint constraints.txt --editable '.[dev]'
	@touch $@

clean:
	rm -rf build dist .venv
