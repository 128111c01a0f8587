# make demo        the TUI on a copy of an invented vault
# make test        every check; .ci/run calls exactly this
# make bench       what it costs, as ratios of one run
# make torture     what takes minutes to try to break: faults, races, kills, hostile notes
# make package-test the wheel and the sdist, built and installed where nothing else is
# make screenshots the pictures in docs, from the demo vault
#
# Needs python >= 3.11, make and a package index. PYTHON=python3.13 chooses one, VENV=dir another place.

VENV ?= .venv
BIN := $(VENV)/bin
PIP := PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip install --quiet

CORES := $(shell getconf _NPROCESSORS_ONLN)

.PHONY: demo test check lint types layers tests floors bench torture screenshots package-test clean
.DELETE_ON_ERROR:

demo: $(VENV)/.installed
	@$(BIN)/winnow demo

test: lint types layers tests floors

check: test

# Installed in place, so a stamp is out of date only where the dependencies are.
$(VENV)/.installed: pyproject.toml | $(BIN)/python
	@echo "installing winnow into $(VENV)" >&2
	@$(PIP) --editable .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml | $(BIN)/python
	@echo "installing winnow and the tools that check it into $(VENV)" >&2
	@$(PIP) --editable '.[dev]'
	@touch $@ $(VENV)/.installed

$(BIN)/python:
	@for python in $(or $(PYTHON),python3 python python3.13 python3.12 python3.11); do \
	    if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	        exec "$$python" -m venv $(VENV); \
	    fi; \
	done; \
	echo "winnow needs python 3.11 or newer$(if $(PYTHON),; $(PYTHON) is none,, and found none; make PYTHON=/path/to/python3.12 names one)" >&2; \
	exit 1

lint: $(VENV)/.installed-dev
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet

types: $(VENV)/.installed-dev
	@$(BIN)/mypy

layers: $(VENV)/.installed-dev
	@$(BIN)/lint-imports

# What needs no screen holds the core to its floors. Measuring the rest too would double what it costs; it waits
# for timers and terminals more than it computes, so more of it runs at once than there are processors.
tests: $(VENV)/.installed-dev
	@$(BIN)/coverage erase
	@$(BIN)/coverage run -m pytest --numprocesses=auto --dist=worksteal --quiet \
	    tests/core tests/test_*.py tests/tui/test_cli_*.py
	@$(BIN)/coverage combine --quiet
	@$(BIN)/python -m pytest --numprocesses=$$(($(CORES) * 3 / 2)) --dist=worksteal --quiet \
	    tests/tui --ignore-glob='*/test_cli_*.py'

# A missed branch in these four loses somebody's words; the rest of the core is held a little looser.
floors: tests
	@$(BIN)/coverage report --fail-under=100 \
	    --include='core/text.py,core/edit.py,core/journal.py,core/store.py'
	@$(BIN)/coverage report --fail-under=95 --include='core/*'

bench: $(VENV)/.installed-dev
	@$(BIN)/python tests/bench/run.py

torture: $(VENV)/.installed-dev
	@$(BIN)/python tests/torture/run.py

screenshots: $(VENV)/.installed-dev
	@$(BIN)/python docs/pictures.py

# What a person gets who installs it: not from the checkout, but from what would be published.
package-test: $(VENV)/.installed-dev
	@$(BIN)/python tests/package/run.py

clean:
	rm -rf $(VENV)
