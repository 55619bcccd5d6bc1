# Everything Parcours needs is installed into .venv, and every cache lies in .venv or .cache:
# nothing is written outside this folder. Needs Python >= 3.11 and make; PYTHON= chooses another.

PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8000
RUN := $(BIN)/python -m

# The stamp bears the folder's name: a checkout that was moved or copied is installed anew, for an
# editable install would otherwise go on importing the old place.
HERE := $(shell printf '%s' '$(CURDIR)' | cksum | cut -d' ' -f1)
INSTALLED := .venv/installed-$(HERE)
MEASURED := .venv/measured-$(HERE)

export TMPDIR := $(CURDIR)/.venv/tmp
export PIP_CACHE_DIR := $(CURDIR)/.venv/pip
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export MPLCONFIGDIR := $(CURDIR)/.cache/matplotlib
unexport PYTHONPATH PYTHONHOME PYTHONPYCACHEPREFIX

.DEFAULT_GOAL := help
.PHONY: help demo test test-long bench lint format schemas catalog clean

help:  ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(firstword $(MAKEFILE_LIST)) | expand -t 12

demo: export DEMO := .cache/demo
demo: $(INSTALLED)  ## check the procedures, write a guide, then open the portal with invented people
	$(BIN)/parcours validate procedures/
	@rm -rf $$DEMO && mkdir -p $$DEMO
	$(BIN)/parcours graph bpi_family_case_3 --format svg -o $$DEMO/bpi_family_case_3.svg
	$(BIN)/parcours guide bpi_case_2 bpi_family_case_3 -o $$DEMO/guide.pdf
	@echo "In $$DEMO: guide.pdf, the user guide, and bpi_family_case_3.svg, the procedure as a picture."
	@echo
	$(BIN)/parcours serve --data $$DEMO/portal --seed --open --port $(PORT)

test: lint  ## style, types and tests: what continuous integration runs
	$(RUN) pytest

test-long: export PARCOURS_LONG := 1
test-long: lint  ## the same, with the campaigns at full size and new random examples
	$(RUN) pytest

bench: $(MEASURED)  ## measure; the figures kept stand in bench/README.md
	$(RUN) parcours.bench.run

lint: $(INSTALLED)  ## style and types
	$(RUN) ruff check
	$(RUN) ruff format --check
	$(RUN) mypy

format: $(INSTALLED)  ## let ruff lay out the code and repair what it can
	$(RUN) ruff check --fix-only
	$(RUN) ruff format

schemas: $(INSTALLED)  ## compose schemas/procedure.schema.json again from its base and the types
	$(BIN)/parcours schema procedure -o schemas/procedure.schema.json

catalog: $(INSTALLED)  ## gather every French sentence into .cache/parcours.pot and procedures.pot, for translators
	@mkdir -p .cache
	$(BIN)/pybabel --quiet extract -F babel.cfg -o .cache/parcours.pot engine renderers portal cli.py
	$(BIN)/pybabel --quiet extract -F babel-procedures.cfg -o .cache/procedures.pot procedures

clean:  ## remove the environment, the caches and what builds left
	rm -rf .venv .cache build dist parcours.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(INSTALLED): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo >&2 \
	  "Parcours needs Python 3.11 or later, and $(PYTHON) is $$($(PYTHON) --version 2>&1)." \
	  "Choose another: make PYTHON=python3.12 $(or $(MAKECMDGOALS),test)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo >&2 \
	  "$(PYTHON) cannot create a virtual environment." \
	  "Debian, Ubuntu: apt install python3-venv. Fedora: dnf install python3-pip."; exit 1; }
	@rm -f .venv/installed-* .venv/measured-*
	@mkdir -p "$(TMPDIR)"
	$(PYTHON) -m venv .venv
	$(RUN) pip install --quiet --editable '.[dev,all]'
	@touch $@

$(MEASURED): $(INSTALLED)
	$(RUN) pip install --quiet --editable '.[bench]'
	@touch $@
