# FaceNet in Swift. The rules, each of which may be run on a fresh machine:
#
#   make run                        the page: enroll, recognize, sort unknown faces, in a browser at http://127.0.0.1:8080/
#   make run PHOTOS="a.jpg b.jpg"   who is the same person: every two photos compared; of one photo, its faces found
#   make test                       set up, build, run all tests (release: they compute a lot)
#   make build                      set up, build the library and the command line (release)
#   make lint | format              check or change the layout of the sources
#   make check                      lint + test, warnings as errors: what .ci/run does
#   make models DATA=folder         train the shipped embedder again, from the photos that Scripts/make-models names (hours)
#   make bench                      measure embedding and the whole pipeline
#   make load                       measure the service under load, from 1 to 64 clients, and over its capacity
#   make fuzz-service               fuzz the service's API by its own document (schemathesis)
#   make goldens                    recompute the tests' reference values with Python
#   make test-onednn                engine tests against the oneDNN under ONEDNN=prefix, such as a version 3
#   make fuzz                       feed broken files to every reader
#   make check-mpi                  train on two ranks over MPI: the same curve as on one, and a lost rank
#   make sanitize-address           engine and imaging tests under the address sanitizer
#   make sanitize-thread            the same under the thread sanitizer
#   make clean                      remove what was built
#
# Variables: PHOTOS, GALLERY (the page's people) and PORT, MODEL (another model than the one that comes with it), DATA,
# OPTIONS (more for the command line), FILTER (a regular expression of tests), CASES (of the service's fuzzer), PYTHON (with the versions the golden scripts name), FACENET_DATA (weights and data sets, see NOTICE.md).

PHOTOS ?=
GALLERY ?= people.facegallery
PORT ?= 8080
MODEL ?=
OPTIONS ?=
FILTER ?=
PYTHON ?= python3

FACENET = .build/release/facenet
SOURCES = Sources Tests Package.swift
# Without debug information, which takes a fifth of the compiler's time; names of functions stay.
LEAN = -debug-info-format none
# Release, and yet with the internals in sight: the references are loops that a debug build takes minutes for. Tests and
# sanitizers have folders of their own, as each change of options would build everything again.
RELEASE = -c release -Xswiftc -enable-testing
TESTING = $(RELEASE) $(LEAN) --scratch-path .build-tests
SANITIZED = 'FaceEngineTests|FaceImagingTests|FaceEmbeddingTests|FaceEvaluationTests'

.PHONY: run setup build test test-onednn lint format check bench load models goldens fuzz fuzz-service check-mpi sanitize-address sanitize-thread clean

# When it was built last. The package manager takes seconds to see that nothing has changed since; the page takes one.
BUILT = .build/built

run: $(BUILT)
ifeq ($(strip $(PHOTOS)),)
	@echo 'The page of $(GALLERY), for this machine alone; control-C ends it. At a prompt: $(FACENET) --help'
	@$(FACENET) serve --gallery '$(GALLERY)' --port $(PORT) --backups '$(GALLERY).backups' --keep-pictures \
		$(if $(strip $(MODEL)),--model $(MODEL)) $(OPTIONS) 2>>'$(GALLERY).log' || { tail -n 1 '$(GALLERY).log' >&2; exit 1; }
else
	@Scripts/compare-photos $(FACENET) $(if $(strip $(MODEL)),--model $(MODEL)) $(OPTIONS) -- $(PHOTOS)
endif

setup:
	@Scripts/setup

build: setup
	swift build -c release $(LEAN) --product facenet
	@touch $(BUILT)

$(BUILT): Package.swift $(shell find Sources Models -type f)
	@$(MAKE) --no-print-directory build

test: setup
	swift build --build-tests $(TESTING)
	swift test --skip-build $(TESTING) $(if $(FILTER),--filter '$(FILTER)')

# As the distribution's own oneDNN may be another: headers in ONEDNN/include, libraries in ONEDNN/lib. Once with all
# instruction sets the processor has, then as if it had fewer. The flags before the prefix's are those of `make test`.
OTHER_ONEDNN = $(RELEASE) --scratch-path .build-onednn -Xcc -I$(ONEDNN)/include \
	-Xlinker -L$(ONEDNN)/lib -Xlinker -rpath -Xlinker $(ONEDNN)/lib

test-onednn: setup
	@test -n "$(ONEDNN)" || { echo 'test-onednn: say where oneDNN is, ONEDNN=/a/prefix'; exit 1; }
	swift build --build-tests $(OTHER_ONEDNN)
	for isa in DEFAULT AVX512_CORE AVX2 SSE41; do \
		ONEDNN_MAX_CPU_ISA=$$isa swift test --skip-build $(OTHER_ONEDNN) --filter FaceEngineTests || exit 1; \
	done

lint:
	swift format lint --strict --recursive $(SOURCES)

format:
	swift format --in-place --recursive $(SOURCES)

check: export FACENET_WARNINGS_AS_ERRORS = 1
check: lint test

bench: build
	$(FACENET) benchmark embed $(OPTIONS)
	$(FACENET) benchmark pipeline $(OPTIONS)

models: build
	@test -n "$(DATA)" || { echo 'models: say where the photos are, DATA=folder; Scripts/make-models says which'; exit 1; }
	Scripts/make-models $(DATA)

goldens:
	@for script in Scripts/make-*golden*.py; do echo "$$script"; $(PYTHON) "$$script" || exit 1; done

fuzz: setup
	Scripts/fuzz

load: build
	@test -n "$(PHOTOS)" || { echo 'load: say which photos are sent, PHOTOS=folder'; exit 1; }
	Scripts/load-service $(FACENET) $(PHOTOS) --pipeline $(OPTIONS)

fuzz-service: build
	FACENET=$(FACENET) Scripts/fuzz-service $(CASES)

check-mpi:
	Scripts/check-mpi

# Leaks are not looked for: the test runner itself leaves a few hundred bytes behind.
sanitize-address: setup
	ASAN_OPTIONS=detect_leaks=0 swift test $(RELEASE) --sanitize address --scratch-path .build-address --filter $(SANITIZED)

sanitize-thread: setup
	swift test $(RELEASE) --sanitize thread --scratch-path .build-thread --filter $(SANITIZED)

clean:
	rm -rf .build .build-tests .build-mpi .build-onednn .build-address .build-thread
