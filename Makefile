# Everything runs in .venv, made on the first call; PORT and DATABASE_URL are honoured everywhere but in the demo.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
PY = .venv/bin/python
MANAGE = $(PY) manage.py

.PHONY: run demo install develop test check bench lock evaluate screenshots train evaluate-pipeline

run: install
	$(MANAGE) migrate --verbosity 0
	$(MANAGE) collectstatic --no-input --verbosity 0
	$(MANAGE) ingest seeds
	@echo "The archive is at http://127.0.0.1:$(PORT)/ (stop it with Ctrl+C)"
	@$(PY) -m gunicorn newsarchive.wsgi --bind 127.0.0.1:$(PORT) --workers 2 --threads 4 --log-level warning

# An invented archive to look at, on SQLite in a folder of its own.
DEMO = env -u DATABASE_URL NEWSARCHIVE_DEMO=1 NEWSARCHIVE_DATA=$(CURDIR)/.data/demo

demo: install
	$(DEMO) $(MANAGE) migrate --verbosity 0
	$(DEMO) $(MANAGE) collectstatic --no-input --verbosity 0
	$(DEMO) $(MANAGE) demo --workers 2
	@echo "The demo is at http://127.0.0.1:$(PORT)/ (stop it with Ctrl+C)"
	@$(DEMO) $(PY) -m gunicorn newsarchive.wsgi --bind 127.0.0.1:$(PORT) --workers 2 --threads 4 --log-level warning

install: .venv/installed locale/nl/LC_MESSAGES/django.mo

.venv/installed: requirements.lock
	$(PYTHON) -m venv .venv
	$(PY) -m pip install --quiet --require-hashes -r requirements.lock
	@touch $@

locale/nl/LC_MESSAGES/django.mo: locale/nl/LC_MESSAGES/django.po .venv/installed
	.venv/bin/pybabel --quiet compile --domain django --input-file $< --output-file $@

develop: .venv/developing install

.venv/developing: .venv/installed requirements-dev.lock
	$(PY) -m pip install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

test: develop
	$(PY) -m tests.everything

check: develop
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	git ls-files -z 'templates/*.html' | xargs -0 -r .venv/bin/djade --target-version 5.2 --check
	$(MANAGE) makemigrations --check --dry-run
	NEWSARCHIVE_HTTPS=1 $(MANAGE) check --deploy --fail-level WARNING

# Names, versions and hashes of every package; needs uv.
lock:
	uv pip compile pyproject.toml --output-file requirements.lock $(LOCK)
	uv pip compile pyproject.toml --group dev --output-file requirements-dev.lock $(LOCK)
LOCK = --quiet --generate-hashes --no-annotate --no-header --no-emit-index-url --python-version 3.11 --universal

# How well the archive reads a folder of annotated articles.
evaluate: install
	$(PY) -m training.evaluate_archive $(GOLD)

# The pictures of README and docs/using.md, of invented articles.
screenshots: develop
	$(PY) -m docs.screenshots

# Training and measuring the Dutch pipeline: see training/README.md. CORPORA holds the material.
CORPORA ?= corpora
PIPELINES ?= analysis/models/nl_newsarchive

train: develop
	$(PY) -m training.recipe --corpora $(CORPORA) --out analysis/models/nl_newsarchive

evaluate-pipeline: develop
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(PY) -m training.evaluate $(PIPELINES) --speed \
		--articles training/annotations/development.jsonl --corpora $(CORPORA) \
		--treebank $(CORPORA)/treebank/nl_alpino-ud-dev.conllu.gz \
		--conll $(CORPORA)/ner/conll2002-ned.testa.iob.gz

# How quick the pages are on a synthetic archive, and the largest merge.
bench: develop
	$(PY) -m benchmarks.pages
	$(PY) -m benchmarks.merging
