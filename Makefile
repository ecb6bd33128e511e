# The chores; each is one script or a few commands.
#
#   make run     builds program and page, makes a sample company the first time, serves it
#   make test    every test there is: Rust on SQLite and PostgreSQL, page, browser
#   make web     the page alone, into web/dist
#   make fmt     formats Rust
#   make fuzz    the API by its own document, against the program (e2e/fuzz/run.sh)
#   make bench   the measurements of docs/dev/measurements.md

DATA ?= data
LISTEN ?= 127.0.0.1:8080
# A scenario and its options, such as BENCH="list --rows 1000000"; all of them without.
BENCH ?= all
PROGRAM := target/quick/shuke

PAGE := web/dist/index.html
PAGE_FROM := web/package-lock.json web/index.html web/vite.config.ts \
	$(shell find web/src web/public web/build docs/manual -type f 2>/dev/null)

.PHONY: run web test fmt fuzz bench
.DEFAULT_GOAL := run
# A page that is over its budgets is not there.
.DELETE_ON_ERROR:

run: $(PAGE)
	@scripts/ensure-rust.sh
	@echo "== program (the first time takes some minutes)"
	cargo build --locked --profile quick -p shuke
	@exec $(PROGRAM) serve --data "$(DATA)" --listen "$(LISTEN)" --sample small

web: $(PAGE)

$(PAGE): $(PAGE_FROM)
	@scripts/web-packages.sh web
	@echo "== page"
	npm --prefix web run build
	@touch $(PAGE)

test:
	@exec scripts/test.sh

fmt:
	cargo fmt --all

fuzz:
	cargo build --locked -p shuke
	e2e/fuzz/run.sh

bench: $(PAGE)
	cargo build --locked --release -p shuke -p bench
	@exec target/release/bench $(BENCH)
