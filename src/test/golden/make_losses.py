"""Writes src/test/resources/golden/losses.txt with PyTorch 1.13 (Debian's python3-torch).

Run with /usr/bin/python3 from the project's root. Outputs and targets are floats; PyTorch computes with them in double.
A case is the lines NAME.outputs, NAME.target, NAME.loss and NAME.grad; the gamma lines hold x, log(sqrt(x) gamma(x) /
gamma(x + 1/2)) and its slope. The line format is that of make_golden.py.
"""
import pathlib

import torch
import torch.nn.functional as F

FILE = pathlib.Path("src/test/resources/golden/losses.txt")
FLOOR = 1e-6
LEVELS = torch.tensor([0.025, 0.1, 0.5, 0.9, 0.975], dtype=torch.float64)


def line(name, tensor):
    tensor = torch.as_tensor(tensor, dtype=torch.float64).detach()
    shape = "x".join(str(n) for n in tensor.shape) or "1"
    return " ".join([name, shape] + ["%.17g" % v for v in tensor.flatten().tolist()])


def scale(raw):
    return FLOOR + F.softplus(raw, threshold=700)


def squared(out, y):
    return F.mse_loss(out, y)


def pinball(out, y):
    return torch.maximum(LEVELS * (y - out), (LEVELS - 1) * (y - out)).mean()


def gaussian(out, y):
    return -torch.distributions.Normal(out[0], scale(out[1])).log_prob(y[0])


def student(out, y):
    return -torch.distributions.StudentT(2 + scale(out[2]), out[0], scale(out[1])).log_prob(y[0])


def student_given(out, y):
    return -torch.distributions.StudentT(4.5, out[0], scale(out[1])).log_prob(y[0])


def binary(out, y):
    return F.binary_cross_entropy_with_logits(out, y)


def softmax(out, y):
    return F.cross_entropy(out.unsqueeze(0), y.long())


torch.manual_seed(20)
rand = lambda n: torch.randn(n)
CASES = [
    ("squared-1", squared, rand(3), rand(3)),
    ("squared-2", squared, torch.tensor([1e4, -3.0]), torch.tensor([-1e4, 2.5])),
    ("pinball-1", pinball, rand(5).sort()[0], rand(1)),
    ("pinball-2", pinball, rand(5), torch.tensor([1e6])),
    ("gaussian-1", gaussian, rand(2), rand(1)),
    ("gaussian-2", gaussian, torch.tensor([0.5, -30.0]), torch.tensor([0.75])),
    ("gaussian-3", gaussian, torch.tensor([0.5, 1e4]), torch.tensor([-3e4])),
    ("gaussian-4", gaussian, torch.tensor([2.0, 20.0]), torch.tensor([1e12])),
    ("student-1", student, rand(3), rand(1)),
    ("student-2", student, rand(3) * 5, rand(1) * 20),
    ("student-3", student, torch.tensor([0.1, -8.0, 3.0]), torch.tensor([5.0])),
    ("student-4", student, torch.tensor([0.1, 0.3, 200.0]), torch.tensor([2.5])),
    ("given-1", student_given, rand(2), rand(1)),
    ("given-2", student_given, torch.tensor([0.0, 1.0]), torch.tensor([1e9])),
    ("binary-1", binary, rand(4), torch.tensor([0.0, 1.0, 1.0, 0.25])),
    ("binary-2", binary, torch.tensor([30.0, -30.0, 1e4, -1e4]), torch.tensor([1.0, 0.0, 0.0, 1.0])),
    ("softmax-1", softmax, rand(7), torch.tensor([4.0])),
    ("softmax-2", softmax, torch.tensor([12.0, -15.0, 3.0]), torch.tensor([0.0])),
    ("softmax-3", softmax, torch.tensor([1e4, -1e4, 9990.0]), torch.tensor([2.0])),
]
lines = []
for name, loss, out, y in CASES:
    out, y = out.double().requires_grad_(), y.double()
    value = loss(out, y)
    value.backward()
    lines += [line(name + ".outputs", out), line(name + ".target", y)]
    lines += [line(name + ".loss", value), line(name + ".grad", out.grad)]
x = torch.tensor([1, 1.0000005, 1.5, 2.25, 4, 7.75, 9.999, 10, 33, 100], dtype=torch.float64)
lines += [line("gamma.x", x), line("gamma.value", x.log() / 2 + torch.lgamma(x) - torch.lgamma(x + 0.5))]
lines += [line("gamma.slope", 0.5 / x + torch.digamma(x) - torch.digamma(x + 0.5))]
FILE.write_text("\n".join(lines) + "\n")
