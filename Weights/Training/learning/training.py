"""The course of a training in one process or several: epochs at a rate that is held and then falls."""

import time

import torch

from . import side_by_side
from .progress import last_state, resumed, save_states
from .schedule import held_until, set_held_rate

TOLD = 50  # steps from one line of progress to the next


def train(network, optimiser, made, loss, steps, epochs, seed, folder, keep, rate, stop=None):
    """Trains from the last state in `folder` to `epochs`, or with `stop` to before that epoch, while the rate
    is planned for all. A run to more epochs than before goes on from the last at the full rate.

    `made(epoch)` gives `steps` batches, which are the arguments of `loss`; `keep(epoch, loss, seconds)` is
    called after every epoch in the first process, before the state is written.
    """
    (rank, processes), started, held = side_by_side.place(), time.time(), held_until(epochs)
    for epoch in range(resumed(last_state(folder, held), network, optimiser), stop or epochs):
        network.train()
        torch.manual_seed((seed * 1000 + epoch) * processes + rank)
        total = 0.0
        for step, batch in enumerate(made(epoch)):
            set_held_rate(optimiser, epoch * steps + step, held * steps, epochs * steps, rate)
            value = loss(*batch)
            optimiser.zero_grad()
            value.backward()
            side_by_side.average_gradients(network)
            optimiser.step()
            total += value.item()
            if rank == 0 and step % TOLD == TOLD - 1:
                done = f"{step + 1}/{steps} loss {total / (step + 1):.4f}"
                print(f"  {done} {time.time() - started:.0f} s", flush=True)
        side_by_side.average_statistics(network)
        if rank == 0:
            keep(epoch, total / max(steps, 1), round(time.time() - started))
            save_states(folder, network, optimiser, epoch, held)
        side_by_side.wait()
