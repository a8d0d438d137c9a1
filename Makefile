# make serve   the app on http://localhost:6543
# make test    every test
# make check   lint, format, types, direction of imports
# make bench   how fast it is, as ratios measured in one run

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
CHROMIUM ?= $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)
export CHROMIUM

.PHONY: serve test check bench clean

serve: $(VENV)/.serve
	$(BIN)/pserve --reload development.ini

test: $(VENV)/.test
	@$(BIN)/python -m pytest -m 'not browser' --cov --cov-report=term $(ARGS)
	@$(BIN)/python -m pytest -m browser $(ARGS) || test $$? = 5 # which is: there was none among them
	@test -n "$(CHROMIUM)" || printf '\n%s\n%s\n' \
	  'The browser tests did not run: there is no Chromium on this machine.' \
	  'Install it with: apt-get install chromium'

check: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.test
	$(BIN)/python -m tests.bench $(ARGS)

clean:
	rm -rf $(VENV) build dist *.egg-info

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo 'eventapp needs Python 3.11 or later: make PYTHON=python3.12 ...'; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo 'Python can make no venv. On Debian: apt-get install python3-venv'; exit 1; }

$(VENV)/.serve: $(BIN)/python setup.py
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.test: $(BIN)/python setup.py
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,check]'
	@touch $@ $(VENV)/.serve
