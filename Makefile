# The commands of the project. `make demo` and `make test` do all the set-up that they need.

PACKAGES := libblas-dev libopenblas-dev libspng-dev libtiff-dev libturbojpeg0-dev zlib1g-dev
SAMPLES  := Documentation/Examples/Captures
REPORT   := .build/demo/report.html

# OpenBLAS chooses its kernels for the processor, unless the shell tells it otherwise.
unexport $(filter OPENBLAS_%,$(.VARIABLES))

# The processor level of `make demo` and `make bench`: the machine's own, or MARCH=x86-64-v3 and the
# like, and vectors as wide as it has; MARCH=default is the portable build. Each has a scratch folder of its own.
MARCH ?= native
ifeq ($(shell uname -m),x86_64)
  march-flags = $(if $(filter default,$(1)),,-Xswiftc -Xcc -Xswiftc -march=$(1) \
    -Xswiftc -Xcc -Xswiftc -mprefer-vector-width=512)
endif
release = swift build --configuration release --quiet $(call march-flags,$(1))

.PHONY: help demo test setup build lint check-packaging check-documentation test-oracles \
  test-sanitizers fuzz mutate weights download-models convert-models test-conversion \
  test-training check-shards bench bench-profile bench-batches bench-peers bench-cold-start \
  check-levels

help:
	@echo 'make demo             judge the sample captures and write a report'
	@echo 'make test             run every test'
	@echo 'make lint             check the style of the sources'
	@echo 'make bench            time kernels, layers, networks and the detector; FILTER= THREADS= BATCH= JSON='
	@echo 'make bench-profile    time each step of a network; NETWORK='
	@echo 'make bench-batches    compare what an image costs in a batch and alone; NETWORKS='
	@echo 'make bench-peers      time the networks beside other engines; NETWORKS= ROUNDS='
	@echo 'make bench-cold-start time a whole process beside a Python script'
	@echo 'make check-packaging  check what the library links, and that a package can depend on it'
	@echo 'make check-documentation  run every example in the guides, and build the pages'
	@echo 'make check-levels     check that one shared library for each processor level can be shipped'
	@echo 'make test-oracles     compare layers and networks with PyTorch from PyPI on fresh random cases'
	@echo 'make check-shards     evaluate in shards on Ray from PyPI, and compare with a single run'
	@echo 'make test-sanitizers  run the concurrency tests under the thread sanitizer, all under that of addresses'
	@echo 'make fuzz             fuzz the decoders, SECONDS=60 each'
	@echo 'make mutate           change the decision code in every way, and show what no test notices; FILES='
	@echo 'make download-models  fetch the networks of other authors; OUT=DIR FILES='
	@echo 'make convert-models   turn their files into weight files; SRC=DIR OUT=DIR OPTIONS='
	@echo 'make test-conversion  test both'
	@echo 'make test-training    test how manifests for training are read'
	@echo 'make weights          train the default weights, FACES=face3d_ict_light_min.npz'

demo: build
	@mkdir -p $(dir $(REPORT))
	@Tests/Packaging/demo.sh .build-$(MARCH)/release/liveness $(SAMPLES) $(REPORT)

# Swift's runtime becomes part of the program where the toolchain has it to link with: the program
# starts sooner, and the machine where it runs needs no Swift. SWIFT_RUNTIME=shared leaves it out.
SWIFT_RUNTIME ?= static
swift-libraries = $(shell swiftc -static-stdlib -print-target-info 2>/dev/null | \
  sed -n 's/.*"runtimeResourcePath": "\(.*\)".*/\1/p')
runtime-flags = $(if $(filter static,$(SWIFT_RUNTIME)),$(if \
  $(wildcard $(swift-libraries)/linux/libswiftCore.a),--static-swift-stdlib -Xswiftc -use-ld=lld))

build: setup
	@echo 'Building (release, $(MARCH)) …'
	@$(call release,$(MARCH)) $(runtime-flags) --product liveness --scratch-path .build-$(MARCH)

# Optimized: the vector code of the kernels takes hundreds of times longer in a debug build.
tests = swift test --disable-xctest --configuration release -Xswiftc -enable-testing

test: setup
	@$(tests) --scratch-path .build-test

setup:
	@Tests/Packaging/install.sh $(PACKAGES)

lint:
	@swift format lint --strict --recursive Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources
	@Tests/Packaging/systems.sh

check-packaging: setup
	@Tests/Packaging/check.sh

check-documentation: setup
	@Tests/Packaging/documentation.sh

check-levels: setup
	@Tests/Packaging/levels.sh

benchmarks = Benchmarks/.build-$(1)/release/LivenessBenchmarks
build-benchmarks = echo 'Building the benchmarks (release, $(1)) …' && \
  $(call release,$(1)) --package-path Benchmarks --scratch-path Benchmarks/.build-$(1)
bench: setup
	@$(call build-benchmarks,$(MARCH))
	@$(call benchmarks,$(MARCH)) $(if $(FILTER),--filter '$(FILTER)') \
	  $(if $(THREADS),--threads $(THREADS)) $(if $(BATCH),--batch $(BATCH)) \
	  $(if $(ROUNDS),--rounds $(ROUNDS)) $(if $(JSON),--json '$(JSON)')

NETWORK ?= fusion-default
bench-profile: setup
	@$(call build-benchmarks,$(MARCH))
	@$(call benchmarks,$(MARCH)) profile $(NETWORK)

bench-batches: setup
	@$(call build-benchmarks,$(MARCH))
	@$(call benchmarks,$(MARCH)) batches $(if $(NETWORKS),--networks $(NETWORKS))

PEERS        := .build/peers
PEERS_PYTHON ?= $(PEERS)/environment/bin/python
$(PEERS)/environment/bin/python: Benchmarks/Peers/requirements.txt
	@echo 'Installing the other engines …'
	@python3 -m venv $(PEERS)/environment
	@$(PEERS)/environment/bin/pip install --quiet --requirement Benchmarks/Peers/requirements.txt
	@touch $@

bench-peers: setup $(PEERS_PYTHON)
	@$(call build-benchmarks,default)
	@$(call build-benchmarks,$(MARCH))
	@$(PEERS_PYTHON) Benchmarks/Peers/bench_peers.py --default $(call benchmarks,default) \
	  --native $(call benchmarks,$(MARCH)) $(if $(NETWORKS),--networks $(NETWORKS)) \
	  $(if $(THREADS),--threads $(THREADS)) $(if $(BATCH),--batch $(BATCH)) \
	  $(if $(ROUNDS),--rounds $(ROUNDS))

bench-cold-start: build $(PEERS_PYTHON)
	@$(PEERS_PYTHON) Benchmarks/Peers/cold_start.py .build-$(MARCH)/release/liveness

ORACLES := .build/oracles
SEEDS   ?= 1 2 3
test-oracles: setup
	@test -d $(ORACLES)/environment || python3 -m venv $(ORACLES)/environment
	@$(ORACLES)/environment/bin/pip install --quiet torch numpy safetensors
	@for seed in $(SEEDS); do \
	  cases=$(CURDIR)/$(ORACLES)/layers-$$seed.safetensors; \
	  $(ORACLES)/environment/bin/python Tests/Goldens/layers/make_goldens.py $$seed "$$cases" && \
	  networks=$(CURDIR)/$(ORACLES)/networks-$$seed && rm -rf "$$networks" && \
	  $(ORACLES)/environment/bin/python Tests/Goldens/networks/make_goldens.py $$seed "$$networks" && \
	  LIVENESS_LAYER_CASES="$$cases" LIVENESS_NETWORK_CASES="$$networks" \
	    $(tests) --scratch-path .build-test --filter 'GoldenTests|RandomNetworkTests' || exit 1; done

check-shards: build
	@Documentation/Examples/ManyMachines/check.sh $(CURDIR)/.build-$(MARCH)/release/liveness

test-sanitizers: setup
	@$(tests) --sanitize=thread --scratch-path .build-thread --filter Concurrency
	@$(tests) --sanitize=address --scratch-path .build-address

SECONDS ?= 60
fuzz: setup
	@for target in $$(Tests/Fuzzing/run.sh --list); do \
	  Tests/Fuzzing/run.sh $$target $(SECONDS) || exit 1; done

mutate: setup
	@python3 Tests/Mutation/mutate.py $(FILES)

WEIGHTS_ENV := .build/weights-environment
weights:
	@test -f '$(FACES)' || { echo 'Name the 3-D faces: make weights FACES=face3d_ict_light_min.npz' >&2; exit 64; }
	@test -d $(WEIGHTS_ENV) || python3 -m venv $(WEIGHTS_ENV)
	@$(WEIGHTS_ENV)/bin/pip install --quiet --requirement Weights/Training/requirements.txt
	@for stage in all 'simulate --product frames --counts 5000,500,1000' face-detector \
	  export-face-detector; do \
	  $(WEIGHTS_ENV)/bin/python Weights/Training/make_weights.py $$stage --faces '$(FACES)' \
	    --work .build/weights || exit 1; done

CONVERSION        := .build/conversion-environment
CONVERSION_PYTHON ?= $(CONVERSION)/bin/python
$(CONVERSION)/bin/python: Weights/conversion/requirements.txt
	@python3 -m venv $(CONVERSION)
	@$(CONVERSION)/bin/pip install --quiet --requirement Weights/conversion/requirements.txt
	@touch $@

download-models:
	@test -n '$(OUT)' || { echo 'Name a folder: make download-models OUT=DIR' >&2; exit 64; }
	@Weights/download.sh '$(OUT)' $(FILES)

convert-models: $(CONVERSION_PYTHON)
	@test -n '$(SRC)' -a -n '$(OUT)' || \
	  { echo 'Name two folders: make convert-models SRC=DIR OUT=DIR' >&2; exit 64; }
	@OPENBLAS_NUM_THREADS=1 $(CONVERSION_PYTHON) Weights/convert.py '$(SRC)' '$(OUT)' $(OPTIONS)

test-conversion: $(CONVERSION_PYTHON)
	@OPENBLAS_NUM_THREADS=1 PYTHONPATH=Weights:Tests/Conversion \
	  $(CONVERSION_PYTHON) -m unittest discover -s Tests/Conversion

test-training: $(CONVERSION_PYTHON)
	@PYTHONPATH=Weights/Training $(CONVERSION_PYTHON) -m unittest discover -s Tests/Training
