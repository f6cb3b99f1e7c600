# Two commands do everything: `make demo` opens the demo bank, `make test` installs what it needs and runs all tests.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.PHONY: help demo test test-core search lint bench fuzz docs lock clean

VENV ?= .venv
PYTHON ?= python3
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet
RUN := $(VENV)/.installed-run
TEST := $(VENV)/.installed-test

help:
	@echo "make demo       install into $(VENV) and open the demo bank on localhost (PORT=8080 for another port)"
	@echo "make test       install all that the tests need (system packages too) and run every test"
	@echo "make test-core  the tests that need no system package (no browser)"
	@echo "make search     the generated tests on data never drawn before: what fails there is a bug to pin"
	@echo "make lint       ruff, strict types, the import contract"
	@echo "make bench      the benchmark tables"
	@echo "make fuzz       a fuzzer on one reader of foreign files: ARGS=\"package -max_total_time=60\""
	@echo "make docs       write docs/reference/ anew from the code"
	@echo "make lock       renew the locks (needs uv)"

demo: $(RUN)
	@$(BIN)/effectbank demo $(if $(PORT),--port $(PORT)) $(ARGS)

test: $(TEST)
	@PYTHON=$(PYTHON) scripts/system-packages.sh chromium fonts-liberation libatomic1
	@$(BIN)/python -m pytest -n auto --dist loadfile -m "not browser" $(ARGS)
	@# In a process of their own: the browser's driver runs an event loop, in which Django refuses its database.
	@$(BIN)/python -m pytest -n auto --dist loadfile -m browser $(ARGS)

test-core: $(TEST)
	@$(BIN)/python -m pytest -n auto --dist loadfile -m "not browser" $(ARGS)

search: $(TEST)
	@$(BIN)/python -m pytest -n auto --dist loadfile -m hypothesis --hypothesis-profile new-data $(ARGS)

lint: $(TEST)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

fuzz: $(TEST)
	@$(BIN)/python -m fuzz $(ARGS)

bench: $(TEST)
	@$(BIN)/python -m benchmarks $(ARGS)

docs: $(TEST)
	@$(BIN)/python docs/generate.py

lock:
	scripts/lock.sh

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(BIN)/python:
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; v >= (3, 11) or sys.exit(f"EffectBank needs Python 3.11 or newer; $(PYTHON) is {v[0]}.{v[1]}. Try: make PYTHON=python3.11 …")'
	@PYTHON=$(PYTHON) scripts/system-packages.sh python3-venv
	@echo "Making $(VENV) …"
	@$(PYTHON) -m venv $(VENV)

# The locks pin every package by version and hash; the project itself is then installed in place, offline.
$(RUN): requirements/run.lock pyproject.toml | $(BIN)/python
	@echo "Installing EffectBank into $(VENV) (once) …"
	@$(PIP) install --require-hashes -r requirements/run.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(TEST): requirements/test.lock pyproject.toml | $(BIN)/python
	@echo "Installing EffectBank and its test tools into $(VENV) (once) …"
	@$(PIP) install --require-hashes -r requirements/test.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@ $(RUN)
