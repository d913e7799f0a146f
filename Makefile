# Two commands do everything on a machine with Python ≥ 3.11 and make:
#   make demo    sets up a private environment and opens the desk on the sample workspace
#   make check   sets up and runs format check, lint, types, import contracts and every test
# PYTHON=python3.12 make demo   takes another Python.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DEV := $(VENV)/.dev

.PHONY: demo check wheel clean
.DEFAULT_GOAL := demo

demo: $(READY)
	@$(BIN)/kanwu demo $(ARGS)

check: $(DEV)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/pytest -n auto

wheel: $(DEV)
	$(BIN)/python -m build --wheel --outdir dist .

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "kanwu needs Python 3.11 or newer; name one: PYTHON=/path/to/python3 make" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'

$(READY): $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(DEV): $(READY)
	$(BIN)/python -m pip install --quiet --group dev
	@touch $@

clean:
	rm -rf $(VENV) dist build .mypy_cache .pytest_cache .ruff_cache .hypothesis .kanwu
