"""Times PyTorch on one thread and prints one JSON object: nanoseconds by benchmark and hidden size.

The same work as the Java benchmarks': "step" is one stateful GRU cell with a linear head of five quantiles and no
gradient, "train" one optimiser step on 64 time steps (forward, pinball loss, backward, clipping by norm, AdamW).

Usage: train_step.py SECONDS_EACH
Seen with PyTorch 1.13.1 of Debian 12 (OpenBLAS); newer versions do as well.
"""

import json
import sys
import time

import torch

INPUTS = 8
LEVELS = torch.tensor([0.05, 0.25, 0.5, 0.75, 0.95])
STEPS = 64
BATCHES = {32: 32, 64: 32, 128: 64}


def median_ns(act, seconds):
    """Median time of a call after a warm-up of a third of the time."""
    warm = time.perf_counter() + seconds / 3
    while time.perf_counter() < warm:
        act()
    times = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(times) < 3:
        begin = time.perf_counter_ns()
        act()
        times.append(time.perf_counter_ns() - begin)
    return sorted(times)[len(times) // 2]


def step(hidden, seconds):
    cell = torch.nn.GRUCell(INPUTS, hidden)
    head = torch.nn.Linear(hidden, len(LEVELS))
    x = torch.randn(1, INPUTS)
    state = [torch.zeros(1, hidden)]

    def act():
        state[0] = cell(x, state[0])
        return head(state[0])

    with torch.no_grad():
        return median_ns(act, seconds)


def train(hidden, seconds):
    batch = BATCHES[hidden]
    gru = torch.nn.GRU(INPUTS, hidden)
    head = torch.nn.Linear(hidden, len(LEVELS))
    parameters = list(gru.parameters()) + list(head.parameters())
    optimiser = torch.optim.AdamW(parameters, lr=1e-3, weight_decay=1e-2)
    x = torch.randn(STEPS, batch, INPUTS)
    target = torch.randn(STEPS, batch, 1)
    state = [torch.zeros(1, batch, hidden)]

    def act():
        optimiser.zero_grad()
        outputs, last = gru(x, state[0])
        above = target - head(outputs)
        torch.maximum(LEVELS * above, (LEVELS - 1) * above).mean().backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        state[0] = last.detach()

    return median_ns(act, seconds)


def main():
    seconds = float(sys.argv[1])
    torch.set_num_threads(1)
    torch.manual_seed(1)
    result = {"version": torch.__version__}
    for hidden in BATCHES:
        result[f"step {hidden}"] = step(hidden, seconds / 3)
        result[f"train {hidden}"] = train(hidden, seconds)
    print(json.dumps(result))


main()
