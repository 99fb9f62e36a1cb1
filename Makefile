# Everything is done in .venv, from the hashed lists in requirements/. `make help` lists what there is.

PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$python"; exit; }; \
	done; echo none)
VENV := .venv
BIN := $(VENV)/bin
OUTPUT ?= output
PORT ?= 8000
SECONDS ?= 60
TARGET ?=
EDITS ?= 500
PIP := $(BIN)/python -m pip --disable-pip-version-check
# What comes as source only runs a program of its own (setup.py) while it is installed; all else comes as a wheel and runs
# none. `make FROM_SOURCE=…` names more, for a system that a package has no wheel for; `make FROM_SOURCE=:all:` all.
FROM_SOURCE := dkimpy,docopt
INSTALL := $(PIP) install --quiet --require-hashes --no-build-isolation --only-binary :all: --no-binary '$(FROM_SOURCE)'
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	--custom-compile-command 'make lock' --no-config --upgrade $(if $(BEFORE),--exclude-newer '$(BEFORE)')

.PHONY: help html fetch test serve check lint format publish fuzz soak messages bench bench-site screenshots lock audit sbom dist \
	clean distclean
.DELETE_ON_ERROR:

help: ## list the targets
	@echo 'make html && open $(OUTPUT)/index.html'
	@echo
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  \1 \2/p' Makefile | while read -r name what; do \
		printf '  %-12s %s\n' "$$name" "$$what"; done

html: $(VENV)/.build ## build the site and its search index into output/
	$(BIN)/briefing build --search --output '$(OUTPUT)'

fetch: $(VENV)/.build ## bring in what the outlets of content/sources.yml published
	$(BIN)/briefing fetch

serve: $(VENV)/.build ## build, show the site at http://127.0.0.1:8000/ and rebuild on every change
	$(BIN)/briefing serve --port '$(PORT)'

check: $(VENV)/.build ## look for what is wrong in content/, without building
	$(BIN)/briefing check

publish: $(VENV)/.build ## build with publishconf.py, for the address in SITEURL
	$(BIN)/briefing build --search --settings publishconf.py --output '$(OUTPUT)'

test: $(VENV)/.test ## run the tests; those of markup and accessibility where npm is there
	@command -v npm >/dev/null && $(MAKE) --no-print-directory $(VENV)/.web || \
		echo 'Without what npm brings, the tests of markup and accessibility are skipped.'
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 8 --dist loadgroup

lint: $(VENV)/.test ## check style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/zizmor --quiet --offline .github

format: $(VENV)/.test ## put the code into the house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

fuzz: $(VENV)/.fuzz ## search for input that breaks a parser, SECONDS=60 shared among all, or TARGET=text alone
	cd tests && ../$(BIN)/python -m fuzzing --seconds '$(SECONDS)' $(TARGET)

soak: $(VENV)/.test ## edit a generated site EDITS=500 times, kill builds, and compare with clean ones
	$(BIN)/python -m benchmarks kills --articles 6 --sample 60
	$(BIN)/python -m benchmarks soak --edits '$(EDITS)' --kill

messages: $(VENV)/.build ## bring the catalogues of translators in step with what the code says
	$(BIN)/pybabel --quiet extract -F pyproject.toml -k say -k count:2,3 -k mark --no-location --sort-output \
		--output-file $(VENV)/briefing.pot .
	$(BIN)/pybabel --quiet update --ignore-obsolete --no-fuzzy-matching --no-wrap --ignore-pot-creation-date \
		--domain briefing --input-file $(VENV)/briefing.pot --output-dir briefing/locale

bench: $(VENV)/.test ## run the benchmarks that need no data from elsewhere
	$(BIN)/python -m benchmarks build
	$(BIN)/python -m benchmarks mail-crash
	$(BIN)/python -m benchmarks mail-speed

bench-site: $(VENV)/.test $(VENV)/.web $(VENV)/.lighthouse ## measure the pages of the sample: needs Chromium, Java, Node
	$(BIN)/python -m benchmarks site

screenshots: $(VENV)/.test ## renew docs/screenshots/: needs Chromium
	$(BIN)/python docs/screenshots.py

# npm notes in a lock where each author takes money: hosts, and nothing that is installed.
WITHOUT_FUNDING = const fs = require("fs"), name = "package-lock.json", lock = JSON.parse(fs.readFileSync(name)); \
	for (const each of Object.values(lock.packages)) delete each.funding; \
	fs.writeFileSync(name, JSON.stringify(lock, null, 2) + "\n")

# Of the commit, so that whoever builds it later gets the same bytes; without a repository the day that hatchling takes.
MOMENT = $(or $(SOURCE_DATE_EPOCH),$(shell git log -1 --format=%ct 2>/dev/null),1580601600)

dist: $(VENV)/.release ## build wheel and sdist, the same bytes each time, and the list of what they bring, into dist/
	rm -rf dist
	SOURCE_DATE_EPOCH='$(MOMENT)' $(BIN)/python -m hatchling build --directory dist
	SOURCE_DATE_EPOCH='$(MOMENT)' $(BIN)/python requirements/sbom.py > dist/sbom.cdx.json

sbom: $(VENV)/.release ## list what an installed Briefing consists of (CycloneDX), into dist/sbom.cdx.json
	mkdir -p dist
	SOURCE_DATE_EPOCH='$(MOMENT)' $(BIN)/python requirements/sbom.py > dist/sbom.cdx.json

audit: $(VENV)/.release ## look for known vulnerabilities in what is locked: asks a database on the network
	$(BIN)/pip-audit --strict --disable-pip --require-hashes $(patsubst %,--requirement %,$(wildcard requirements/*.txt))

lock: $(VENV)/.lock ## renew the lock files in requirements/, with nothing newer than BEFORE=2026-01-31
	$(COMPILE) --extra search --output-file requirements/build.txt pyproject.toml
	for group in setup test release fuzz lock; do \
		$(COMPILE) --group "$$group" --constraint requirements/build.txt --output-file "requirements/$$group.txt" || exit; \
	done
	for list in web lighthouse; do \
		(cd "requirements/$$list" && rm -f package-lock.json && \
		npm install $(if $(BEFORE),--before='$(BEFORE)') --package-lock-only --omit-lockfile-registry-resolved \
			--ignore-scripts --no-audit --no-fund && \
		node -e '$(WITHOUT_FUNDING)') || exit; \
	done

clean: ## remove what a build makes
	rm -rf '$(OUTPUT)' .briefing build dist

distclean: clean ## remove the virtual environment and the tools' caches as well
	rm -rf $(VENV) .hypothesis .mypy_cache .pytest_cache .ruff_cache *.egg-info

# A stamp is written last, so an installation that broke off is taken up again.

$(VENV)/.made:
	@test '$(PYTHON)' != none || { \
		echo 'Briefing needs Python 3.11 or later. Install it, or name it: make PYTHON=/path/to/python3' >&2; exit 1; }
	@'$(PYTHON)' -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo '$(PYTHON) is older than Python 3.11, which Briefing needs.' >&2; exit 1; }
	'$(PYTHON)' -m venv --clear $(VENV) || { \
		echo 'No virtual environment could be made. On Debian and Ubuntu: apt install python3-venv' >&2; exit 1; }
	@touch $@

$(VENV)/.build: $(VENV)/.made requirements/setup.txt requirements/build.txt pyproject.toml
	$(INSTALL) -r requirements/setup.txt
	$(INSTALL) -r requirements/build.txt
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: $(VENV)/.build requirements/test.txt
	$(INSTALL) -r requirements/test.txt
	@touch $@

# What comes from npm, from hashed lists as well. No package runs a program of its own while it is installed.
$(VENV)/.web $(VENV)/.lighthouse: $(VENV)/.%: $(VENV)/.made requirements/%/package.json requirements/%/package-lock.json
	@command -v npm >/dev/null || { echo 'npm is missing. On Debian and Ubuntu: apt install nodejs npm' >&2; exit 1; }
	mkdir -p $(VENV)/$*
	cp requirements/$*/package.json requirements/$*/package-lock.json $(VENV)/$*
	cd $(VENV)/$* && npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

$(VENV)/.release: $(VENV)/.build requirements/release.txt
	$(INSTALL) -r requirements/release.txt
	@touch $@

$(VENV)/.fuzz: $(VENV)/.test requirements/fuzz.txt
	$(INSTALL) -r requirements/fuzz.txt
	@touch $@

$(VENV)/.lock: $(VENV)/.made requirements/lock.txt
	$(INSTALL) -r requirements/lock.txt
	@touch $@
