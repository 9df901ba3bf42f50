"""Writes the golden numbers in src/test/resources/golden with PyTorch 1.13 (Debian's python3-torch).

Run with /usr/bin/python3 from the project's root. Weights and inputs are floats; PyTorch computes with them in double,
so that what a test measures is the rounding of our own float arithmetic alone. A line of a file is: name, the shape as
sizes joined by x, then the values in row-major order.
"""
import pathlib

import torch

FOLDER = pathlib.Path("src/test/resources/golden")
LEVELS = {2: [0.1, 0.9], 3: [0.1, 0.5, 0.9], 5: [0.025, 0.1, 0.5, 0.9, 0.975]}


class Net(torch.nn.Module):
    def __init__(self, inputs, hidden, layers, outputs):
        super().__init__()
        self.gru = torch.nn.GRU(inputs, hidden, layers, batch_first=True)
        self.head = torch.nn.Linear(hidden, outputs)
        self.skip = torch.nn.Linear(inputs, outputs, bias=False)

    def forward(self, x, h):
        states, last = self.gru(x, h)
        return self.head(states) + self.skip(x), last


def as_float(tensor):
    """Rounds to float, so that the written number is the one that was used."""
    return tensor.float().double()


def make_net(sizes):
    net = Net(*sizes).double()
    with torch.no_grad():
        for p in net.parameters():
            p.copy_(as_float(p * 1.5))
    return net


def pinball(out, y, levels):
    """Mean over levels, then over the targets that are not NaN."""
    scored = ~torch.isnan(y)
    error = y[scored].unsqueeze(-1) - out[scored]
    l = torch.tensor(levels, dtype=torch.float64)
    return torch.maximum(l * error, (l - 1) * error).mean(-1).mean()


def line(name, tensor):
    tensor = torch.as_tensor(tensor, dtype=torch.float64).detach()
    shape = "x".join(str(n) for n in tensor.shape) or "1"
    return " ".join([name, shape] + ["%.9g" % v for v in tensor.flatten().tolist()])


def write(name, lines):
    (FOLDER / name).write_text("\n".join(lines) + "\n")


def gradients(seed, sizes, steps, chunk):
    """One sequence in chunks with carried, detached state; the loss is the mean over each chunk, summed over them."""
    torch.manual_seed(seed)
    inputs, hidden, layers, outputs = sizes
    net = make_net(sizes)
    x = as_float(torch.randn(1, steps, inputs)).requires_grad_()
    y = as_float(torch.randn(1, steps))
    y[0, 1] = float("nan")
    first = as_float(torch.randn(layers, 1, hidden) * 0.5).requires_grad_()
    state, loss, outs = first, 0, []
    for t in range(0, steps, chunk):
        out, state = net(x[:, t : t + chunk], state)
        loss = loss + pinball(out, y[:, t : t + chunk], LEVELS[outputs])
        outs.append(out)
        state = state.detach()
    loss.backward()
    lines = [line("chunk", chunk), line("levels", LEVELS[outputs]), line("x", x[0]), line("y", y[0])]
    lines += [line("initial", first[:, 0]), line("outputs", torch.cat(outs, 1)[0])]
    lines += [line("last", state[:, 0]), line("loss", loss), line("grad.x", x.grad[0])]
    lines += [line("grad.initial", first.grad[:, 0])]
    for name, p in net.named_parameters():
        lines += [line("weight:" + name, p), line("grad:" + name, p.grad)]
    write("gradients-%d.txt" % seed, lines)


def training(seed, sizes, steps, chunk, updates):
    """AdamW with one-cycle rate and clipping, two sequences, an update a chunk, states carried; ten updates."""
    torch.manual_seed(seed)
    inputs, hidden, layers, outputs = sizes
    net = make_net(sizes)
    x, y = as_float(torch.randn(2, steps, inputs)), as_float(torch.randn(2, steps))
    y[:, 0:2] = float("nan")
    lines = [line("chunk", chunk), line("levels", LEVELS[outputs])]
    lines += [line("x%d" % b, x[b]) for b in range(2)] + [line("y%d" % b, y[b]) for b in range(2)]
    lines += [line("weight:" + name, p) for name, p in net.named_parameters()]
    optimiser = torch.optim.AdamW(net.parameters(), lr=1e-2, weight_decay=1e-1)
    rate = torch.optim.lr_scheduler.OneCycleLR(optimiser, max_lr=1e-2, total_steps=updates, cycle_momentum=False)
    losses, rates, done = [], [], 0
    while done < updates:
        state = torch.zeros(layers, 2, hidden, dtype=torch.float64)
        for t in range(0, steps, chunk):
            if done == updates:
                break
            out, state = net(x[:, t : t + chunk], state.detach())
            loss = pinball(out, y[:, t : t + chunk], LEVELS[outputs])
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 0.2)
            rates.append(rate.get_last_lr()[0])
            optimiser.step()
            if done + 1 < updates:
                rate.step()
            losses.append(loss.item())
            done += 1
    lines += [line("losses", losses), line("rates", rates)]
    lines += [line("trained:" + name, p) for name, p in net.named_parameters()]
    write("training-%d.txt" % seed, lines)


FOLDER.mkdir(parents=True, exist_ok=True)
gradients(1, (3, 5, 1, 2), 7, 7)
gradients(2, (4, 8, 2, 3), 12, 12)
gradients(3, (6, 13, 2, 5), 17, 5)
gradients(4, (1, 1, 1, 2), 4, 3)
gradients(5, (5, 32, 1, 3), 20, 20)
training(6, (3, 6, 2, 3), 12, 5, 10)
