# Two commands for a newcomer: `make demo` and `make test`. Stamps keep a second run from repeating work.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
BIN := .venv/bin
PYTHON_READY := .venv/.ready
NODE_READY := frontend/node_modules/.ready
PAGE := graphsvc/web/page/index.html
PAGE_SOURCES := $(shell find frontend -type f -not -path '*/node_modules/*' -not -path '*/tests/*' \
                  -not -path '*/test-results/*' -not -path '*/playwright-report/*')

.PHONY: help install page demo test faults lint types contracts docs oidc sbom bench truth wheel clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: $(PYTHON_READY) $(NODE_READY) ## everything that running and testing needs, into .venv and frontend/node_modules

$(PYTHON_READY): pyproject.toml hatch_build.py
	@echo "== Python packages into .venv"
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "graphsvc needs Python 3.11 or newer")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --progress-bar off --disable-pip-version-check --no-compile -e '.[dev]'
	@touch $@

$(NODE_READY): frontend/package-lock.json
	@echo "== Node packages into frontend/node_modules"
	cd frontend && npm ci --no-audit --no-fund
	@touch $@

page: $(PAGE) ## the web page, built into graphsvc/web/page

$(PAGE): $(PAGE_SOURCES) $(NODE_READY)
	@echo "== page"
	cd frontend && npm run build
	@touch $@

demo: install page ## ingests two recorded clusters and serves them on 127.0.0.1 until Ctrl-C
	@exec $(BIN)/graphsvc demo

test: install page ## every test: Python, page, browser
	@scripts/test

faults: install ## the faults of docs/faults.md in their long versions: an hour or more
	$(BIN)/python -m pytest -m fault --long

lint: install ## style of Python and page
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	cd frontend && npm run check

types: install ## mypy --strict
	$(BIN)/mypy

oidc: install ## signs in with a real Keycloak, which it fetches from Maven: minutes
	@scripts/oidc

sbom: install ## lists what graphsvc is made of, and what the registries know against it
	@scripts/sbom

contracts: install ## who may import whom
	$(BIN)/lint-imports

docs: install ## writes the generated reference pages anew
	$(BIN)/python docs/generate.py
	cd frontend && npm run --silent codegen

bench: install ## Polygraph, tables and HTTP against peers; CALLS=100000 for a smaller one
	@$(BIN)/python -c 'import duckdb, pyarrow' 2>/dev/null || $(BIN)/python -m pip install --progress-bar off -e '.[bench]'
	$(BIN)/python -m bench $(if $(CALLS),--calls $(CALLS))

truth: install ## what the detections make of recorded attacks in ../shared/data/logs
	@$(BIN)/python -m bench.truth

wheel: install page ## the wheel, into dist/
	$(BIN)/python -m build --wheel --outdir dist

clean: ## removes what the targets above made; the stored graph in .graphsvc stays
	rm -rf .venv frontend/node_modules graphsvc/web/page dist build .mypy_cache .pytest_cache .ruff_cache
