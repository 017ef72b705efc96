"""What outlives an interrupted training: its state after every epoch, and its curve as CSV."""

import csv
import shutil
from pathlib import Path

import torch


STATE, FULL = "state.pt", "held.pt"  # the last, and the last at the full rate


def save(thing, path):
    """Writes what torch can write; until that is whole, a file that was there before stays.

    A full disk, of which torch tells as a RuntimeError, becomes an OSError that says what is kept.
    """
    path = Path(path)
    partial = path.with_suffix(".part")
    try:
        torch.save(thing, partial)
        partial.replace(path)
    except (OSError, RuntimeError) as error:
        partial.unlink(missing_ok=True)
        free = shutil.disk_usage(path.parent).free
        reason = f", {error.strerror}" if isinstance(error, OSError) and error.strerror else ""
        raise OSError(
            f"{path} could not be written{reason}, with {free / 1e6:.0f} MB free. What was written "
            "before is whole; the same command goes on from there") from None


def save_state(path, network, optimiser, epoch):
    """Keeps all that training goes on from."""
    save({"network": network.state_dict(), "optimiser": optimiser.state_dict(), "epoch": epoch,
          "description": network.description}, path)


def require_room(folder, network, epochs):
    """Says before hours are spent that a disk is too full for the network of each of `epochs` and for
    two states of training, each with two moments of every parameter.
    """
    size = sum(value.numel() * value.element_size() for value in network.state_dict().values())
    needed, free = (max(epochs, 0) + 6) * size, shutil.disk_usage(folder).free
    if free < needed:
        raise OSError(f"{folder}: training needs {needed / 1e6:.0f} MB, found {free / 1e6:.0f} MB free")


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


def _progressed(path):
    """How many epochs a state has behind it; none where there is no state."""
    return torch.load(path, weights_only=False)["epoch"] + 1 if path.exists() else 0


def last_state(folder, held):
    """What training goes on from whose rate is full before the epoch `held`: the last state, or that at the
    full rate, where the rate of a shorter run has begun to fall since.
    """
    last, full = (_progressed(folder / name) for name in (STATE, FULL))
    return folder / (FULL if full < last and full < held else STATE)


def save_states(folder, network, optimiser, epoch, held):
    """Keeps what training goes on from; what was kept before the epoch `held` stays for a longer run."""
    save_state(folder / STATE, network, optimiser, epoch)
    if epoch < held:
        save_state(folder / FULL, network, optimiser, epoch)


def append_row(path, row):
    """Adds one epoch's numbers to a curve; the first writes the names of the columns."""
    path = Path(path)
    begins = not path.exists()
    with open(path, "a", newline="") as file:
        writer = csv.DictWriter(file, list(row))
        if begins:
            writer.writeheader()
        writer.writerow({k: f"{v:.6g}" if isinstance(v, float) else v for k, v in row.items()})


def tell(name, row, folder):
    """Prints one epoch's numbers, and adds them to the curve in `folder`."""
    append_row(folder / "curve.csv", row)
    told = (f"{key} {value:.4f}" if isinstance(value, float) else f"{key} {value}"
            for key, value in row.items())
    print(f"{name}:", *told, flush=True)
