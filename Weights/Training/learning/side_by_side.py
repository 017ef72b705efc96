"""Training in several processes, each with one core: where a network is small, a step's many little
operations gain nothing from threads.

Every process sees samples of its own and keeps the same parameters as the others, because all take the
mean of their gradients before a step (Goyal et al., "Accurate, Large Minibatch SGD", 2017).
"""

import os
import socket

import cv2
import torch
from torch import distributed, multiprocessing


def _port():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def _on_one_thread():
    torch.set_num_threads(1)
    cv2.setNumThreads(1)


def _joined(rank, count, port, refusals, work, arguments):
    _on_one_thread()
    os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT=str(port))
    distributed.init_process_group("gloo", rank=rank, world_size=count)
    try:
        work(*arguments)
    except OSError as error:
        refusals.put(str(error))
        raise
    distributed.destroy_process_group()


def run(work, arguments, count):
    """Calls `work(*arguments)` in so many processes, or here where that is one.

    An exception in one of them ends all; an `OSError`, of a full disk or a missing file, is raised here
    with the same words.
    """
    if count == 1:
        _on_one_thread()
        return work(*arguments)
    refusals = multiprocessing.get_context("spawn").SimpleQueue()
    try:
        multiprocessing.spawn(_joined, (count, _port(), refusals, work, arguments), count)
    except multiprocessing.ProcessRaisedException:
        if refusals.empty():
            raise
        raise OSError(refusals.get()) from None


def place():
    """The number of this process, and of all."""
    if not distributed.is_initialized():
        return 0, 1
    return distributed.get_rank(), distributed.get_world_size()


@torch.no_grad()
def average(tensors):
    """Gives every process the mean of each of the tensors."""
    if place()[1] > 1:
        together = torch.cat([tensor.flatten() for tensor in tensors])
        distributed.all_reduce(together)
        together /= place()[1]
        for tensor, mean in zip(tensors, together.split([t.numel() for t in tensors])):
            tensor.copy_(mean.view_as(tensor))


def average_gradients(network):
    """Gives every process the mean of all gradients."""
    average([p.grad for p in network.parameters() if p.grad is not None])


def average_statistics(network):
    """Gives every process the mean of all running figures of batch normalisation."""
    average([b for b in network.buffers() if b.is_floating_point()])


def least(number):
    """The smallest of the numbers of all processes."""
    value = torch.tensor(number)
    if place()[1] > 1:
        distributed.all_reduce(value, distributed.ReduceOp.MIN)
    return int(value)


def wait():
    """Goes on once all processes have come as far."""
    if place()[1] > 1:
        distributed.barrier()
