# The commands of the project. `make demo` and `make test` do all the set-up that they need.

PACKAGES := libblas-dev libopenblas-dev libspng-dev libturbojpeg0-dev
SAMPLES  := Documentation/Examples/Captures
REPORT   := .build/demo/report.html

# OpenBLAS chooses its kernels for the processor, unless the shell tells it otherwise.
unexport $(filter OPENBLAS_%,$(.VARIABLES))

.PHONY: help demo test setup build lint check-packaging check-sharding test-oracles test-sanitizers fuzz weights

help:
	@echo 'make demo             judge the sample captures and write a report'
	@echo 'make test             run every test'
	@echo 'make lint             check the style of the sources'
	@echo 'make check-packaging  check what the library links, and that a package can depend on it'
	@echo 'make check-sharding   evaluate in shards on Ray from PyPI, and compare with a single run'
	@echo 'make test-oracles     compare the layers with PyTorch from PyPI on fresh random cases'
	@echo 'make test-sanitizers  run the concurrency tests under the thread sanitizer'
	@echo 'make fuzz             fuzz the decoders, SECONDS=60 each'
	@echo 'make weights          train the default weights, FACES=face3d_ict_light_min.npz'

demo: build
	@mkdir -p $(dir $(REPORT))
	@Tests/Packaging/demo.sh .build/release/liveness $(SAMPLES) $(REPORT)

build: setup
	@echo 'Building (release) …'
	@swift build --configuration release --product liveness --quiet

test: setup
	@swift test --disable-xctest

setup:
	@Tests/Packaging/install.sh $(PACKAGES)

lint:
	@swift format lint --strict --recursive Package.swift Sources Tests

check-packaging: setup
	@Tests/Packaging/check.sh

check-sharding: build
	@Documentation/Examples/Sharding/check.sh

ORACLES := .build/oracles
SEEDS   ?= 1 2 3
test-oracles: setup
	@test -d $(ORACLES)/environment || python3 -m venv $(ORACLES)/environment
	@$(ORACLES)/environment/bin/pip install --quiet torch numpy safetensors
	@for seed in $(SEEDS); do \
	  cases=$(CURDIR)/$(ORACLES)/layers-$$seed.safetensors; \
	  $(ORACLES)/environment/bin/python Tests/Goldens/layers/make_goldens.py $$seed "$$cases" && \
	  LIVENESS_LAYER_CASES="$$cases" swift test --disable-xctest --filter GoldenTests || exit 1; done

test-sanitizers: setup
	@swift test --disable-xctest --sanitize=thread --scratch-path .build-thread --filter Concurrency

SECONDS ?= 60
fuzz: setup
	@for target in $$(Tests/Fuzzing/run.sh --list); do \
	  Tests/Fuzzing/run.sh $$target $(SECONDS) || exit 1; done

WEIGHTS_ENV := .build/weights-environment
weights:
	@test -f '$(FACES)' || { echo 'Name the 3-D faces: make weights FACES=face3d_ict_light_min.npz' >&2; exit 64; }
	@test -d $(WEIGHTS_ENV) || python3 -m venv $(WEIGHTS_ENV)
	@$(WEIGHTS_ENV)/bin/pip install --quiet --requirement Weights/Training/requirements.txt
	@$(WEIGHTS_ENV)/bin/python Weights/Training/make_weights.py all --faces '$(FACES)' --work .build/weights
