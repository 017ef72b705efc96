"""What outlives an interrupted training: its state after every epoch, and its curve as CSV."""

import csv
from pathlib import Path

import torch


def save_state(path, network, optimiser, epoch):
    """Replaces the state at once, so that a full disk or a kill leaves the one before."""
    path = Path(path)
    state = {"network": network.state_dict(), "optimiser": optimiser.state_dict(), "epoch": epoch,
             "description": network.description}
    partial = path.with_suffix(".part")
    torch.save(state, partial)
    partial.replace(path)


def described(path):
    """The description of the network in a state; `None` where there is none to go on from."""
    return torch.load(path, weights_only=False)["description"] if Path(path).exists() else None


def resumed(path, network, optimiser):
    """Takes up a state where there is one; returns the epoch that comes next."""
    if not Path(path).exists():
        return 0
    state = torch.load(path, weights_only=False)
    network.load_state_dict(state["network"])
    optimiser.load_state_dict(state["optimiser"])
    return state["epoch"] + 1


def append_row(path, row):
    """Adds one epoch's numbers to a curve; the first writes the names of the columns."""
    path = Path(path)
    begins = not path.exists()
    with open(path, "a", newline="") as file:
        writer = csv.DictWriter(file, list(row))
        if begins:
            writer.writeheader()
        writer.writerow({k: f"{v:.6g}" if isinstance(v, float) else v for k, v in row.items()})
