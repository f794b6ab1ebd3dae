# make run   the site at http://127.0.0.1:8000/     make help   all the words

PORT ?= 8000
# Not "?=": some shells export HOST with the machine's name.
HOST = 127.0.0.1
JOBS ?= 2
# Releases.
N ?= 10000
PYTHON = python3.13 python3.12 python3.11 python3

# The Nu HTML checker: a Java program that its makers give out by way of npm.
NU_CHECKER = vnu-jar@26.9.27

# Settings of a production site, for checks that read the settings and must not touch var/.
PRODUCTION = env SECRET_KEY="$$(.venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(45))')" \
	ALLOWED_HOSTS=www.example.org DEBUG=false TLS=true DATABASE_URL=sqlite://:memory:

.PHONY: help run test bench lint format

help:
	@echo "make run [PORT=8000] [HOST=127.0.0.1]   install what is missing, then start the site and the desk"
	@echo "make test [JOBS=2]                      all tests, on SQLite, on PostgreSQL and in a browser"
	@echo "make bench [N=10000]                    what pages cost with so many releases, beside a bare and a naive site"
	@echo "make lint                               style, types, migrations, settings; changes nothing"
	@echo "make format                             rewrite Python and templates in the house style"

run: .venv/.installed
	@exec .venv/bin/python manage.py run --host '$(HOST)' --port '$(PORT)'

# A journey that failed is walked once more, alone: on a busy machine a browser can be late. What fails twice, fails.
test: .venv/.installed-dev
	@status=0; \
	.venv/bin/python -m pytest -n $(JOBS) --database sqlite -m "not browser" || status=1; \
	.venv/bin/python -m pytest -n $(JOBS) --database postgresql -m "not browser" || status=1; \
	.venv/bin/python -m pytest -n $(JOBS) --database sqlite -m browser || \
	.venv/bin/python -m pytest --database sqlite -m browser --last-failed || status=1; \
	exit $$status

bench: .venv/.installed-dev
	@.venv/bin/python -m tests.load.bench $(N)

lint: .venv/.installed-dev
	.venv/bin/ruff check --quiet --output-format=concise
	.venv/bin/ruff format --check --quiet --output-format=concise
	.venv/bin/djangofmt --check templates
	@$(PRODUCTION) .venv/bin/mypy
	@$(PRODUCTION) .venv/bin/python manage.py makemigrations --check --dry-run
	@$(PRODUCTION) .venv/bin/python manage.py check --deploy --fail-level WARNING

format: .venv/.installed-dev
	.venv/bin/ruff check --fix
	.venv/bin/ruff format
	.venv/bin/djangofmt templates

# pyproject.toml is the one list of packages. The site itself is run from this folder, not installed,
# so pip gets the names that stand there: the main ones and those of the extras named.
define install
	@.venv/bin/python -c 'import sys, tomllib; \
	project = tomllib.load(open("pyproject.toml", "rb"))["project"]; \
	extras = project["optional-dependencies"]; \
	print(*project["dependencies"], *[name for extra in sys.argv[1:] for name in extras[extra]], sep="\n")' \
	$(1) > .venv/wanted.txt
	@.venv/bin/python -m pip install -qq --disable-pip-version-check -r .venv/wanted.txt -c constraints.txt
	@touch $@
endef

.venv/.installed: pyproject.toml constraints.txt
	@test -w . || { echo "This folder cannot be written: $$PWD"; exit 1; }
	@for python in $(PYTHON) none; do \
		"$$python" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; \
	done; \
	if [ $$python = none ]; then \
		echo "Python 3.11 or newer is needed, with venv (Debian: apt install python3-venv, macOS: brew install python), or PYTHON=/its/path."; \
		exit 1; \
	fi; \
	echo "Installing packages into .venv (the first time takes a minute)"; \
	.venv/bin/python -m pip --version >/dev/null 2>&1 || "$$python" -m venv --clear .venv
	$(call install,postgres)

# Its script would fetch a Java; the one of the machine is used. Without npm the tests that need it say what is missing.
.venv/.installed-$(NU_CHECKER): | .venv/.installed
	@if command -v npm >/dev/null; then \
		npm install --silent --ignore-scripts --no-save --no-package-lock --prefix .venv/node $(NU_CHECKER) && touch $@; \
	fi

.venv/.installed-dev: .venv/.installed | .venv/.installed-$(NU_CHECKER)
	$(call install,postgres redis s3 dev)
