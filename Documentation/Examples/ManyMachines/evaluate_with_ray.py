"""Evaluates a data set in shards on a Ray cluster, or on the cores of this machine.

    pip install ray
    python evaluate_with_ray.py DATASET --shards 8 --work /shared/run -- --report report.html

Every machine of the cluster must see DATASET and the folder WORK under the same paths, and have the
command `liveness`. A shard that fails is started again where it stopped; so is the whole run, if the
same line is given once more. What stands behind `--` goes to `liveness evaluate --merge`.
"""

import argparse
import subprocess
import sys
from pathlib import Path

import ray


@ray.remote(max_retries=3, retry_exceptions=True)
def judge(command):
    """Judges one shard into its file of results."""
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}: {done.stderr}")
    return done.stdout.strip()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dataset", type=Path)
    parser.add_argument("--shards", type=int, required=True)
    parser.add_argument("--work", type=Path, required=True, help="folder for the files of results")
    parser.add_argument("--liveness", default="liveness", help="the command")
    parser.add_argument("--cores", type=int, default=1, help="cores that one shard takes")
    parser.add_argument("--address", help="a running cluster; without it, this machine")
    arguments = sys.argv[1:]
    split = arguments.index("--") if "--" in arguments else len(arguments)
    options, others = parser.parse_args(arguments[:split]), arguments[split + 1 :]

    options.work.mkdir(parents=True, exist_ok=True)
    work, dataset = options.work.resolve(), options.dataset.resolve()
    ray.init(address=options.address, log_to_driver=False)
    parts, waiting = [], []
    for number in range(1, options.shards + 1):
        parts.append(str(work / f"part-{number}-of-{options.shards}.jsonl"))
        waiting.append(judge.options(num_cpus=options.cores).remote([
            options.liveness, "evaluate", str(dataset), "--shard", f"{number}/{options.shards}",
            "--results", parts[-1], "--jobs", str(options.cores),
        ]))
    while waiting:
        done, waiting = ray.wait(waiting)
        print(f"{options.shards - len(waiting)} of {options.shards}: {ray.get(done[0])}",
              file=sys.stderr)
    ray.shutdown()
    merge = [options.liveness, "evaluate", "--merge", *parts, *others]
    return subprocess.run(merge).returncode


if __name__ == "__main__":
    sys.exit(main())
