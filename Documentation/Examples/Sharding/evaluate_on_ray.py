"""Evaluates a data set in shards on a Ray cluster, or on this machine where there is none.

  python evaluate_on_ray.py --shards 8 DATASET FOLDER [--liveness PATH]

Every worker must see the data set and FOLDER under the same paths, and find the command `liveness`.
Each shard leaves FOLDER/part-I-of-N.jsonl; a shard that was stopped goes on where it was when the
script is run again. At the end the parts are put together, and the evaluation is printed as JSON.
"""
import argparse
import os
import pathlib
import subprocess

import ray


@ray.remote(num_cpus=1, max_retries=3)
def judge(liveness, dataset, part, shard, shards):
    subprocess.run(
        [liveness, "evaluate", dataset, "--shard", f"{shard}/{shards}", "--results", part,
         "--jobs", "1"],
        check=True, stdout=subprocess.DEVNULL)
    return part


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("dataset", type=os.path.abspath)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--shards", type=int, default=os.cpu_count())
    parser.add_argument("--liveness", default="liveness")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    folder = arguments.folder.resolve()
    ray.init()
    parts = ray.get([
        judge.remote(arguments.liveness, arguments.dataset,
                     str(folder / f"part-{shard}-of-{arguments.shards}.jsonl"), shard,
                     arguments.shards)
        for shard in range(1, arguments.shards + 1)
    ])
    subprocess.run([arguments.liveness, "evaluate", "--merge", "--json", *parts], check=True)


main()
