# Every verb of the house. The work is done by the small scripts in tools/; `make help` lists the verbs.
PORT ?= 8000
PYTHON3 = $$(sh tools/find_python.sh)
PY := .venv/bin/python
PYTEST_ARGS ?=

export NO_MKDOCS_2_WARNING := 1

.PHONY: help serve build test lint outputs outputs-check figures results browser lighthouse clean site-env test-env browser-env vectors-env
.NOTPARALLEL:
.DEFAULT_GOAL := help

help:  ## list the verbs
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | while IFS="$$(printf '\t')" read -r verb does; do \
		printf '  make %-14s %s\n' "$$verb" "$$does"; done

serve:  ## install what reading needs, then serve the book on http://127.0.0.1:8000 (PORT=8001 for another)
	@python=$(PYTHON3) && "$$python" tools/free_port.py "$(PORT)" && "$$python" tools/environment.py site
	@$(PY) tools/serve.py $(PORT)

build: site-env  ## build the site into site/, as strictly as the checks do
	UNROLLED_EXECUTE_NOTEBOOKS=true $(PY) -m mkdocs build --strict

test: test-env  ## run every check that needs no browser, with one summary
	@$(PY) tools/check.py lint unit pages outputs downloads ledgers+build completeness+links

lint: test-env  ## check style, spelling and the workflows
	@$(PY) tools/check.py lint

outputs: test-env  ## run the snippets and record what they print
	$(PY) -m press outputs

outputs-check: test-env  ## run the snippets again and compare with what is recorded
	$(PY) -m press outputs-check

figures: test-env  ## draw every figure from its recorded result
	$(PY) -m press figures

results: test-env vectors-env  ## run the experiments whose records are stale, then write their numbers (ALL=1: run every one)
	$(PY) -m unrolled rerun $(if $(ALL),--all)
	$(PY) -m press results

browser: browser-env  ## check the built site in a real Chromium
	@$(PY) tools/check.py build browser

lighthouse: site-env  ## measure the chapters with Lighthouse (needs node and Chromium)
	@$(PY) tools/check.py lighthouse

clean:  ## remove what the other verbs made, .venv included
	rm -rf .venv site build .cache .pytest_cache .ruff_cache .hypothesis src/*.egg-info
	find docs snippets src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

site-env:
	@python=$(PYTHON3) && "$$python" tools/environment.py site

test-env:
	@python=$(PYTHON3) && "$$python" tools/environment.py test

browser-env:
	@python=$(PYTHON3) && "$$python" tools/environment.py browser

vectors-env:
	@python=$(PYTHON3) && "$$python" tools/environment.py vectors
