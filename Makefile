# make prints its targets. Everything runs offline once the modules are there, except gen.
GO          ?= go
STATICCHECK  = honnef.co/go/tools/cmd/staticcheck@v0.8.2
VULNCHECK    = golang.org/x/vuln/cmd/govulncheck@v1.9.0
FUZZTIME    ?= 60s
export CGO_ENABLED = 1

.PHONY: help test check race gen coverage samdiff slsdiff cdkdiff bench fuzz score build

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

build: ## ./bin/pare
	$(GO) build -trimpath -o bin/pare ./cmd/pare

test: ## every test
	$(GO) test ./...

race: ## every test under the race detector
	$(GO) test -race ./...

check: ## gofmt, vet, staticcheck; govulncheck where its data can be had
	@test -z "$$(gofmt -l cmd internal webhooks)" || { gofmt -l cmd internal webhooks; exit 1; }
	$(GO) vet ./...
	$(GO) run $(STATICCHECK) ./...
	@$(GO) run $(VULNCHECK) ./... || { rc=$$?; [ $$rc -eq 3 ] && exit 3; echo "govulncheck: no verdict (its data could not be had)"; }

gen: ## AWS's tables and GitHub's contract anew, from pinned packages
	$(GO) generate ./internal/serviceref/... ./internal/githubtest/...

samdiff: ## what SAM templates are read as, against aws-sam-translator itself (UPDATE=1 writes what it says); needs Python with pip
	@version=$$(sed -n 's/.*profiles of aws-sam-translator \([0-9.]*\) .*/\1/p' internal/serviceref/connectors.txt); \
	venv=$$(mktemp -d) && trap 'rm -rf "$$venv"' EXIT; \
	python3 -m venv "$$venv" && "$$venv/bin/pip" install --quiet --disable-pip-version-check "aws-sam-translator==$$version" || \
		{ echo "samdiff: skipped, pip could not install aws-sam-translator $$version; what it said last is held by make test"; exit 0; }; \
	$(GO) test -count=1 -v -run '^TestAgreesWithTheTranslator$$' ./internal/formats/sam -args -translator "$$venv/bin/python" $(if $(UPDATE),-update) >"$$venv/said"; \
	rc=$$?; grep -v -e '^=== ' -e '--- PASS' "$$venv/said"; exit $$rc

SERVERLESS = 3.40.0
SERVERLESS_PLUGIN = 3.2.0

slsdiff: ## what services of the Serverless Framework are read as, against `serverless package` itself (UPDATE=1 writes what it says); needs node with npm
	@home=$$(mktemp -d) && trap 'rm -rf "$$home"' EXIT; \
	(cd "$$home" && npm init --yes >/dev/null && npm install --silent --ignore-scripts --no-audit --no-fund \
		"serverless@$(SERVERLESS)" "serverless-iam-roles-per-function@$(SERVERLESS_PLUGIN)" lodash >/dev/null) || \
		{ echo "slsdiff: skipped, npm could not install serverless@$(SERVERLESS); what it said last is held by make test"; exit 0; }; \
	$(GO) test -count=1 -v -run '^TestAgreesWithThePackager$$' ./internal/formats/serverless -args -packager "$$home" $(if $(UPDATE),-update) >"$$home/said"; \
	rc=$$?; grep -v -e '^=== ' -e '--- PASS' "$$home/said"; exit $$rc

CDK = 2.276.0

cdkdiff: ## what apps of the CDK are read as, against the templates that it writes itself (UPDATE=1 writes what they say); needs node with npm
	@home=$$(mktemp -d) && trap 'rm -rf "$$home"' EXIT; \
	(cd "$$home" && npm init --yes >/dev/null && npm install --silent --ignore-scripts --no-audit --no-fund "aws-cdk-lib@$(CDK)" constructs >/dev/null) || \
		{ echo "cdkdiff: skipped, npm could not install aws-cdk-lib@$(CDK); what it said last is held by make test"; exit 0; }; \
	$(GO) test -count=1 -v -run '^TestAgreesWithTheSynthesizer$$' ./internal/formats/cdk -args -synthesizer "$$home" $(if $(UPDATE),-update) >"$$home/said"; \
	rc=$$?; grep -v -e '^=== ' -e '--- PASS' "$$home/said"; exit $$rc

coverage: ## AWS's operations as each SDK spells them: by name, by override, unverified
	@said=$$($(GO) test -count 1 -run '^TestCoverage$$' -v ./internal/serviceref); rc=$$?; echo "$$said" | grep -v '^[=-]'; exit $$rc

bench: ## every benchmark, once
	$(GO) test -run '^$$' -bench . -benchtime 1x ./...

fuzz: ## each fuzz target for FUZZTIME (60s)
	@set -e; $(GO) list ./... | while read -r pkg; do \
		for f in $$($(GO) test -list '^Fuzz' $$pkg | grep '^Fuzz' || true); do \
			echo "$$pkg $$f"; $(GO) test -run '^$$' -fuzz "^$$f\$$" -fuzztime $(FUZZTIME) $$pkg; \
		done; done

score: build ## against a truth file: make score TRUTH=dev-truth.json CORPORA=folder SCORE=score.py
	python3 $(SCORE) --pare bin/pare --truth $(TRUTH) --corpora $(CORPORA)
	@said=$$($(GO) test -count 1 -v -run '^TestCorpora$$' ./cmd/pare -args -corpora "$(abspath $(CORPORA))"); rc=$$?; echo "$$said" | grep -v '^[=-]'; exit $$rc
