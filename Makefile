# make serve   the app on http://localhost:6543
# make test    every test
# make check   lint, format, types, direction of imports
# make bench   how fast it is, as ratios measured in one run
# make texts   what is marked for translation into eventapp/locale, and what is translated there, compiled
#
# For a release: make lock (the newest parts, with digests, into requirements*.txt), make audit (has one of
# them a known hole?), make sbom (a list of them in dist/)

PYTHON ?= python3
VENV ?= .venv
PARTS ?= build/parts
DIST ?= dist
BIN := $(VENV)/bin
CHROMIUM ?= $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)
export CHROMIUM

.PHONY: serve test test-code test-browser check bench texts lock audit sbom clean

serve: $(VENV)/.serve
	$(BIN)/pserve --reload development.ini

# Two halves, which `make -j2 test` runs side by side
test: test-code test-browser
	@test -n "$(CHROMIUM)" || printf '\n%s\n%s\n' \
	  'The browser tests did not run: there is no Chromium on this machine.' \
	  'Install it with: apt-get install chromium'

test-code: $(VENV)/.test
	@$(BIN)/python -m pytest -m 'not browser' --cov --cov-report=term $(ARGS)

test-browser: $(VENV)/.test
	@$(BIN)/python -m pytest -m browser $(ARGS) || test $$? = 5 # which is: there was none among them

check: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.test
	$(BIN)/python -m tests.bench $(ARGS)

# What is marked in the code goes into the catalogues, and what is translated in them is compiled
LOCALE := eventapp/locale
texts: $(VENV)/.test
	@mkdir -p build
	$(BIN)/pybabel --quiet extract --mapping=pyproject.toml --keywords=many:1,2 --keywords=Wrong --add-location=file --sort-by-file --output=build/eventapp.pot .
	$(BIN)/pybabel --quiet update --ignore-pot-creation-date --domain=eventapp --input-file=build/eventapp.pot --output-dir=$(LOCALE) --no-fuzzy-matching --ignore-obsolete
	$(BIN)/pybabel --quiet compile --domain=eventapp --directory=$(LOCALE)

# For every Python from 3.11 on, whichever this one is
LOCK = $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
  --custom-compile-command 'make lock' setup.py

lock: $(VENV)/.release
	$(LOCK) --output-file requirements.txt
	$(LOCK) --output-file requirements-redis.txt --extra redis --constraint requirements.txt

# It asks PyPI. A part that it can't ask about is a failure, too
audit: $(VENV)/.release
	$(BIN)/pip-audit --strict --require-hashes --disable-pip --requirement requirements-redis.txt

sbom: $(VENV)/.release $(PARTS)/.installed
	@mkdir -p $(DIST)
	$(BIN)/cyclonedx-py environment --output-reproducible --output-file $(DIST)/eventapp-sbom.json $(PARTS)/bin/python

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

$(VENV)/.release: $(BIN)/python setup.py
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[release]'
	@touch $@ $(VENV)/.serve

# What a server has, and nothing else
$(PARTS)/.installed: $(BIN)/python requirements.txt setup.py
	@rm -rf $(PARTS)
	@$(PYTHON) -m venv --without-pip $(PARTS)
	$(BIN)/python -m pip --python $(PARTS)/bin/python install --quiet --require-hashes --requirement requirements.txt
	$(BIN)/python -m pip --python $(PARTS)/bin/python install --quiet --no-deps .
	@rm $(PARTS)/lib/python*/site-packages/eventapp-*.dist-info/direct_url.json # where the sources lie here
	@touch $@
