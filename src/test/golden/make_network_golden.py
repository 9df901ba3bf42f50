"""Writes the golden networks in src/test/resources/golden/networks with PyTorch 1.13 (Debian's python3-torch).

Run with /usr/bin/python3 from the project's root. Every cell, one layer and three, one direction and two, three sizes.
Weights, inputs and states are floats. What is expected is computed with them in double and, where a file would grow
large, rounded to float; losses stay double. The same is computed once more in float, and the metadata say how far that
lies from the truth: the largest difference in a tensor by the largest value in it, for what was trained at least by
SMALLEST_SCALE, since weights that cancel almost to nothing have moved further than that. It is the yardstick for our
own arithmetic.

The loss is half the squared error, summed over outputs, steps and sequences, plus the last states times the weights
last_weights, so that a gradient arrives from both. The optimisers minimise the former alone, by the number of steps.
"""
import pathlib

import numpy
import torch

from network_files import Net, write

FOLDER = pathlib.Path("src/test/resources/golden/networks")
CELLS = ["rnn", "rnn-relu", "lstm", "gru"]
# inputs, hidden, outputs, lengths, skip
SIZES = [(1, 2, 1, [3], False), (3, 5, 2, [7, 5, 1, 7], True), (8, 17, 5, [9, 12, 4], False)]
# Above this many units the trained weights are left out, for their size.
MOST_TRAINED = 5
UPDATES = 10
SMALLEST_SCALE = 0.1
OPTIMISERS = {
    "adamw": lambda weights: torch.optim.AdamW(weights, lr=1e-2, weight_decay=1e-1),
    "sgd": lambda weights: torch.optim.SGD(weights, lr=5e-2, momentum=0.9),
}


def half_squared_error(out, case):
    mask = torch.arange(out.shape[0]).unsqueeze(1) < torch.tensor(case["lengths"])
    return ((out - case["targets"].to(out.dtype)) ** 2 * mask.unsqueeze(2)).sum() / 2


def make_net(case, dtype):
    net = Net(*case["shape"])
    net.load_state_dict(case["weights"])
    return net.to(dtype)


def gradients(case, dtype):
    """Outputs, last states, the loss and all gradients."""
    net = make_net(case, dtype)
    x = case["x"].clone().to(dtype).requires_grad_()
    initial = case["initial"].clone().to(dtype).requires_grad_()
    out, last = net(x, case["lengths"], initial)
    loss = half_squared_error(out, case) + (last * case["last_weights"].to(dtype)).sum()
    loss.backward()
    found = {"outputs": out, "last": last, "loss": loss, "grad.x": x.grad, "grad.initial": initial.grad}
    found.update({"grad." + name: p.grad for name, p in net.named_parameters()})
    return found


def training(case, dtype, name):
    """The losses before each of ten steps, and the weights after them."""
    net = make_net(case, dtype)
    optimiser = OPTIMISERS[name](net.parameters())
    losses = []
    for _ in range(UPDATES):
        out, _ = net(case["x"].to(dtype), case["lengths"], case["initial"].to(dtype))
        loss = half_squared_error(out, case) / sum(case["lengths"])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(loss.detach())
    found = {name + ".losses": torch.stack(losses)}
    found.update({name + "." + key: p for key, p in net.named_parameters()})
    return found


def error(found, truth, smallest_scale):
    """The largest difference in a tensor by its scale."""
    scale = max(truth.abs().max().item(), smallest_scale)
    return 0.0 if scale == 0 else (found.double() - truth).abs().max().item() / scale


def make(number, cell, layers, directions, size):
    seed = 1000 + number
    torch.manual_seed(seed)
    inputs, hidden, outputs, lengths, skip = SIZES[size]
    shape = (cell, inputs, hidden, layers, directions, outputs, skip)
    parts = 2 if cell == "lstm" else 1
    steps, batch = max(lengths), len(lengths)
    state = (batch, layers, directions, parts, hidden)
    net = Net(*shape)
    case = {
        "shape": shape,
        "lengths": lengths,
        "weights": {name: (p * 1.5).detach() for name, p in net.state_dict().items()},
        "x": torch.randn(steps, batch, inputs),
        "targets": torch.randn(steps, batch, outputs),
        "initial": torch.randn(*state) * 0.5,
        "last_weights": torch.randn(*state),
    }
    truth = gradients(case, torch.float64)
    single = gradients(case, torch.float32)
    for name in OPTIMISERS:
        truth.update(training(case, torch.float64, name))
        single.update(training(case, torch.float32, name))
    groups = {"forward": [], "gradient": [], "adamw": [], "sgd": []}
    for name, tensor in truth.items():
        group = name.split(".")[0]
        group = group if group in OPTIMISERS else "gradient" if group == "grad" else "forward"
        smallest = SMALLEST_SCALE if group in OPTIMISERS else 0
        groups[group].append(error(single[name].detach(), tensor.detach(), smallest))
    metadata = dict(zip(["cell", "inputs", "hidden", "layers", "directions", "outputs", "skip"], map(str, shape)))
    metadata["skip"] = metadata["skip"].lower()
    metadata.update({"torch": torch.__version__, "numpy": numpy.__version__, "seed": str(seed)})
    metadata["lengths"] = " ".join(map(str, lengths))
    metadata.update({"float32." + group: "%.3g" % max(errors) for group, errors in groups.items()})
    tensors = {name: case[name] for name in ["x", "targets", "initial", "last_weights"]}
    tensors.update({"weight." + name: p for name, p in case["weights"].items()})
    for name, tensor in truth.items():
        is_loss = name.endswith("loss") or name.endswith("losses")
        is_trained = name.split(".")[0] in OPTIMISERS and not is_loss
        if not is_trained or hidden <= MOST_TRAINED:
            tensors[name] = tensor if is_loss else tensor.float()
    write(FOLDER / ("%s-%dx%d-%d.safetensors" % (cell, layers, directions, hidden)), tensors, metadata)
    print(number, shape, {k: v for k, v in metadata.items() if k.startswith("float32")})


torch.set_num_threads(1)
FOLDER.mkdir(parents=True, exist_ok=True)
cases = [(c, l, d, s) for c in CELLS for l in (1, 3) for d in (1, 2) for s in range(len(SIZES))]
for number, case in enumerate(cases):
    make(number, *case)
