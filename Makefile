# The one entry. A fresh Debian needs python3, python3-venv, git and make; everything else comes locked by hash.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
RUN_STAMP := $(VENV)/.clearway-run
DEV_STAMP := $(VENV)/.clearway-dev
NATIVE_STAMP := $(VENV)/.clearway-native
MAP_STAMP := src/clearway/site/assets/vendor/leaflet/.lock
PYTEST := $(BIN)/python -m pytest
LOCK := $(BIN)/uv pip compile --quiet --universal --no-strip-extras --generate-hashes --python-version 3.11 \
    --custom-compile-command "make lock"
ENGINE := $(BIN)/python -c 'from clearway.index import ENGINE; print("The check index runs on:", ENGINE)'
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help demo map native test check format laws mutants coverage bench generate docs approve lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(RUN_STAMP): requirements/run.lock requirements/build.lock pyproject.toml | $(BIN)/python
	$(PIP) install --no-deps --require-hashes --requirement requirements/run.lock --requirement requirements/build.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV_STAMP): requirements/dev.lock $(RUN_STAMP)
	$(PIP) install --no-deps --require-hashes --requirement requirements/dev.lock
	@touch $@

# Best effort: without npm and without a registry in reach the pages have no map and say so.
$(MAP_STAMP): assets/package-lock.json requirements/node.lock | $(RUN_STAMP)
	@command -v npm > /dev/null || $(PIP) install --no-deps --require-hashes --requirement requirements/node.lock || true
	@$(BIN)/python hatch_build.py
	@touch -c $@

map: $(MAP_STAMP) ## bring the map's script from npm's lock file

# The compiled engine is optional: without it the index runs on shapely, and demo and test say which one answers.
$(NATIVE_STAMP): requirements/native.lock native/Cargo.toml native/Cargo.lock native/pyproject.toml \
    $(wildcard native/src/*.rs) | $(RUN_STAMP)
	@command -v cargo > /dev/null || { echo "There is no cargo: a Rust toolchain (1.85 or newer) is needed."; exit 1; }
	$(PIP) install --no-deps --require-hashes --requirement requirements/native.lock
	rm -rf native/target/wheels
	$(BIN)/python -m maturin build --quiet --release --locked --manifest-path native/Cargo.toml \
	    --interpreter $(BIN)/python --out native/target/wheels
	$(PIP) install --no-deps --no-index --force-reinstall native/target/wheels/*.whl
	@touch $@

native: $(NATIVE_STAMP) ## build the compiled engine of the check index and install it (needs cargo)

demo: $(RUN_STAMP) $(MAP_STAMP) ## Benghazi 2014 to 2018 on a scripted clock: built, published, opened in a browser
	@$(ENGINE)
	$(BIN)/clearway demo $(ARGS)

test: $(DEV_STAMP) ## every test, on two cores
	@$(ENGINE)
	$(PYTEST) -n 2 --dist loadfile $(ARGS)

check: $(DEV_STAMP) ## style, types, layers, dependencies
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry src

format: $(DEV_STAMP) ## rewrite to the one format
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

laws: $(DEV_STAMP) ## the laws over many more generated cases
	HYPOTHESIS_PROFILE=thorough $(PYTEST) -m law $(ARGS)

mutants: $(DEV_STAMP) ## plant named faults; each must be caught
	$(BIN)/python -m tests.mutants $(ARGS)

coverage: $(DEV_STAMP) ## branches that no test takes
	$(PYTEST) --cov --cov-report=term-missing $(ARGS)

bench: $(DEV_STAMP) ## measure; prints one JSON line a figure
	@for file in bench/bench_*.py; do $(BIN)/python $$file $(ARGS) || exit 1; done

generate: $(DEV_STAMP) ## rewrite the generated reference pages
	@for file in tools/generate_*.py; do $(BIN)/python $$file || exit 1; done

docs: generate ## reference pages current, links whole
	$(BIN)/python tools/check_docs.py

approve: $(DEV_STAMP) ## accept the present output as the golden files; look at the difference before you commit it
	CLEARWAY_APPROVE=1 $(PYTEST) -m golden $(ARGS)
	git diff --stat -- tests

lock: $(DEV_STAMP) ## resolve the locked requirements anew
	$(LOCK) --output-file requirements/run.lock pyproject.toml
	$(LOCK) --constraint requirements/run.lock --output-file requirements/build.lock requirements/build.in
	$(LOCK) --extra dev --extra tables --extra cluster --constraint requirements/run.lock --constraint requirements/build.lock \
	    --output-file requirements/dev.lock pyproject.toml

clean: ## remove what the recipes made
	rm -rf $(VENV) native/target build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
