"""The optimiser of the liveness network.

AdamW steps in the direction of a filter bank's gradient, entry by entry; its largest directions drown the
others. Muon (Jordan et al., "Muon: An optimizer for hidden layers in neural networks", 2024) replaces the
averaged gradient of each weight matrix by the nearest matrix with orthonormal rows, so that all directions
are learnt equally fast.
"""

import torch
from torch import optim

MOMENTUM = 0.95
QUINTIC = (3.4445, -4.7750, 2.0315)  # of x, x^3 and x^5: raises singular values quickly to about 1
ITERATIONS = 5
ADAM_SIZE = 0.2  # root mean square of AdamW's steps at a rate of 1 (Liu et al., "Muon is scalable", 2025)


def orthogonalised(matrix):
    """[R, C] with its singular values between about 0.7 and 1.2, by Newton-Schulz iteration."""
    a, b, c = QUINTIC
    tall = matrix.shape[0] > matrix.shape[1]
    x = matrix.T if tall else matrix
    x = x / (x.norm() + 1e-7)
    for _ in range(ITERATIONS):
        square = x @ x.T
        x = a * x + (b * square + c * square @ square) @ x
    return x.T if tall else x


class Muon(optim.Optimizer):
    """Muon with Nesterov's momentum; a filter bank [O, I, K, K] counts as a matrix [O, I K K].

    Steps are as large as those of AdamW at the same rate.
    """

    def __init__(self, parameters, lr, weight_decay):
        super().__init__(parameters, {"lr": lr, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for parameter in group["params"]:
                if parameter.grad is not None:
                    self._move(parameter, group["lr"], group["weight_decay"])

    def _move(self, parameter, rate, decay):
        state = self.state[parameter]
        if not state:
            state["average"] = torch.zeros_like(parameter)
        average = state["average"].lerp_(parameter.grad, 1 - MOMENTUM)
        direction = parameter.grad.lerp(average, MOMENTUM).flatten(1)
        size = ADAM_SIZE * max(direction.shape) ** 0.5
        parameter.mul_(1 - rate * decay)
        parameter.add_(orthogonalised(direction).reshape(parameter.shape), alpha=-rate * size)


class Together:
    """Several optimisers, each with parameters of its own, as one."""

    def __init__(self, *optimisers):
        self.optimisers = optimisers

    @property
    def param_groups(self):
        return [group for optimiser in self.optimisers for group in optimiser.param_groups]

    def zero_grad(self):
        for optimiser in self.optimisers:
            optimiser.zero_grad()

    def step(self):
        for optimiser in self.optimisers:
            optimiser.step()

    def state_dict(self):
        return [optimiser.state_dict() for optimiser in self.optimisers]

    def load_state_dict(self, states):
        for optimiser, state in zip(self.optimisers, states, strict=True):
            optimiser.load_state_dict(state)


def muon(hidden, others, rate, weight_decay=1e-2):
    """Muon for the weights of hidden layers, AdamW for all other parameters."""
    hidden = list(hidden)
    own = {id(parameter) for parameter in hidden}
    rest = [parameter for parameter in others if id(parameter) not in own]
    return Together(Muon(hidden, rate, weight_decay),
                    optim.AdamW(rest, lr=rate, weight_decay=weight_decay))
