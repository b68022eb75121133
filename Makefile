# Two commands matter: `make archive` and `make test`. Everything else is for those who work on Gongbao.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
SHARED ?= ../shared
PORT ?= 8000

.PHONY: archive serve desk elasticsearch test check lint unit bench bench-large bench-pdf bench-crawl bench-site bench-desk soak score lock clean help

help:
	@echo 'make archive   安装并用 samples/ 生成存档            install, and build the archive of samples/'
	@echo 'make serve     在浏览器里看存档                      look at it on http://127.0.0.1:$(PORT)/'
	@echo 'make desk      编辑台：记者标注，编辑查、改、发布     the desk on http://127.0.0.1:8010/ (docs/desk.md)'
	@echo 'make elasticsearch  启动真正的 Elasticsearch          a real one on http://127.0.0.1:9200/, without docker'
	@echo 'make test      安装测试所需并运行全部检查            install what tests need and run everything'
	@echo 'make lint      只做静态检查                          ruff and mypy only'
	@echo 'make bench     测速（docs/benchmarks.md）            measure speed; bench-large: a million articles'
	@echo 'make bench-pdf   排 200 个版面再读回来                 typeset 200 pages and read them; bench-crawl: fetching'
	@echo 'make soak      长时间的模糊测试                      long fuzz run'
	@echo 'make score     用 SHARED 里的标注集打分              score on the labelled sets in SHARED'
	@echo 'make lock      重新锁定依赖                          resolve and lock the dependencies again'

archive: .venv/installed
	$(BIN)/gongbao build samples
	@echo
	@echo '打开存档：浏览器打开 public/index.html，或运行 make serve'
	@echo 'Open the archive: open public/index.html in a browser, or run make serve'

serve: .venv/installed
	$(BIN)/gongbao serve --port $(PORT)

desk: .venv/installed
	sh scripts/install-desk-scripts.sh
	$(BIN)/gongbao desk

elasticsearch: .venv/installed-dev
	$(BIN)/python -m scripts.elasticsearch_server run

test: .venv/installed-dev
	sh scripts/install-test-packages.sh
	$(MAKE) --no-print-directory check

# The checks alone, for a machine where everything is installed.
check: lint unit

lint: .venv/installed-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

unit: .venv/installed-dev
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

bench: .venv/installed-dev
	$(BIN)/python -m tests.bench --shared '$(SHARED)'
	$(BIN)/python -m tests.bench.search_speed --shared '$(SHARED)'

# A million articles: some two hours on two cores, 10 GB of disk.
bench-large: .venv/installed-dev
	$(BIN)/python -m tests.bench.search_speed --shared '$(SHARED)' --sizes 1000000

# Typesets 200 newspaper pages and reads them, beside pdftotext (docs/quality-pdf.md).
bench-pdf: .venv/installed-dev
	sh scripts/install-test-packages.sh bench
	$(BIN)/python -m tests.bench.pdf_layout --pages 200

# Beside `scrapy bench`, on loopback.
bench-crawl: .venv/installed-dev
	$(BIN)/python -m tests.bench.crawl_speed

# Beside Hugo (apt-get install hugo), and beside Pelican where PELICAN names its program.
bench-site: .venv/installed-dev
	$(BIN)/python -m tests.bench.site_build --shared '$(SHARED)' --pelican '$(PELICAN)'

# The desk under load, on loopback; half an hour for 100,000 articles.
bench-desk: .venv/installed-dev
	$(BIN)/python -m tests.bench.desk_load --shared '$(SHARED)'

soak: .venv/installed-dev
	HYPOTHESIS_PROFILE=soak $(BIN)/python -m pytest -n 2 --dist loadfile -m 'hypothesis or soak'

score: .venv/installed-dev
	$(BIN)/python '$(SHARED)/dev/score.py' all \
	  --segment '$(CURDIR)/$(BIN)/gongbao parse --format jsonl' \
	  --unwrap '$(CURDIR)/$(BIN)/gongbao parse --format jsonl' \
	  --tags '$(CURDIR)/$(BIN)/gongbao tag --format jsonl'

# Hashes only, no index address; `uv` is needed for this one alone. pip up to 23 fails on an extra that is spelt in two
# ways (html-clean, html_clean); what it brings is locked by itself.
lock:
	uv pip compile -q pyproject.toml --extra build --no-strip-extras --no-header --no-emit-index-url \
	  --generate-hashes --python-version 3.11 -o requirements.lock
	uv pip compile -q pyproject.toml --extra build --extra postgresql --no-strip-extras --no-header --no-emit-index-url \
	  --generate-hashes --python-version 3.11 -c requirements.lock -o requirements-server.lock
	uv pip compile -q pyproject.toml --extra build --extra dev --no-strip-extras --no-header --no-emit-index-url \
	  --generate-hashes --python-version 3.11 -c requirements.lock -o requirements-dev.lock
	sed -i 's/^lxml\[html-clean\]==/lxml==/' requirements.lock requirements-dev.lock requirements-server.lock

clean:
	rm -rf .venv archive public .mypy_cache .ruff_cache .pytest_cache

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo '需要 Python 3.11 或更新：make PYTHON=/path/to/python3.11'; exit 1; }
	$(PYTHON) -m venv .venv || \
	  { rm -rf .venv; echo '缺少 venv：在 Debian 上先运行 apt install python3-venv'; exit 1; }

.venv/installed: requirements.lock pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/installed-dev: requirements-dev.lock pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@ .venv/installed
