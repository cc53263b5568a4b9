# Everything starts from here. `make brief` and `make test` set up what they need on a fresh machine.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: brief test check lint types walls floors docs lock clean help

help:            ## List the targets.
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

brief: $(VENV)/runtime.done  ## Write a brief from the example reports, to the terminal and build/hama-2024.html.
	@mkdir -p build
	$(BIN)/sitroom brief examples/hama-2024/reports.jsonl --html build/hama-2024.html --md build/hama-2024.md

test: $(VENV)/dev.done  ## Run the tests.
	$(BIN)/pytest -n 2

check: lint types walls test floors  ## Run every gate that CI runs.

lint: $(VENV)/dev.done  ## Style: ruff's rules and format.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/dev.done  ## Types: mypy, strict.
	$(BIN)/mypy

walls: $(VENV)/dev.done  ## Import walls between the stages.
	$(BIN)/lint-imports

floors: $(VENV)/dev.done  ## Accuracy: no measure under its floor.
	$(BIN)/python -m evals.floors

COMPILE := $(BIN)/pip-compile -q --strip-extras --generate-hashes --allow-unsafe --no-emit-index-url --no-emit-trusted-host --no-emit-find-links

lock: $(VENV)/dev.done  ## Pin every dependency again.
	$(COMPILE) --only-build-deps --all-build-deps -o requirements-build.lock pyproject.toml
	$(COMPILE) -o requirements.lock pyproject.toml
	$(COMPILE) --extra dev --extra outlook --extra postgres -c requirements.lock -o requirements-dev.lock pyproject.toml

clean:           ## Remove what make made.
	rm -rf $(VENV) build

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

# Sitroom itself is installed from the working tree, after its locked dependencies and without asking for any other.
$(VENV)/runtime.done: requirements.lock requirements-build.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-build.lock -r requirements.lock
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.done: requirements-dev.lock $(VENV)/runtime.done
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@
