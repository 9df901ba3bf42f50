"""Writes src/test/resources/golden/optimisers.txt with PyTorch 1.13 (Debian's python3-torch).

Run with /usr/bin/python3 from the project's root. Ten steps down sum of c (w - a)^2 / 2 in double, with each optimiser,
schedule and clipping. The lines RULE.SCHEDULE.CLIPPING hold the weights after each step, SCHEDULE.rates the learning
rates. The line format is that of make_golden.py.
"""
import pathlib

import torch

FILE = pathlib.Path("src/test/resources/golden/optimisers.txt")
STEPS, RATE, FLOOR = 10, 0.05, 1e-3

RULES = {
    "sgd": lambda w: torch.optim.SGD([w], lr=RATE, momentum=0.9),
    "adam": lambda w: torch.optim.Adam([w], lr=RATE),
    "adamw": lambda w: torch.optim.AdamW([w], lr=RATE, weight_decay=0.1),
}
SCHEDULES = {
    "constant": lambda o: torch.optim.lr_scheduler.LambdaLR(o, lambda step: 1.0),
    "cosine": lambda o: torch.optim.lr_scheduler.CosineAnnealingLR(o, T_max=STEPS, eta_min=FLOOR),
    "onecycle": lambda o: torch.optim.lr_scheduler.OneCycleLR(o, RATE, total_steps=STEPS, cycle_momentum=False),
}
CLIPPINGS = {
    "none": lambda w: None,
    "norm": lambda w: torch.nn.utils.clip_grad_norm_([w], 0.5),
    "value": lambda w: torch.nn.utils.clip_grad_value_([w], 0.3),
}


def line(name, tensor):
    tensor = torch.as_tensor(tensor, dtype=torch.float64).detach()
    shape = "x".join(str(n) for n in tensor.shape) or "1"
    return " ".join([name, shape] + ["%.12g" % v for v in tensor.flatten().tolist()])


torch.manual_seed(30)
start, curvature, goal = (torch.randn(6).double() for _ in range(3))
curvature = curvature.abs() + 0.1
curvature = curvature.float().double()
lines = [line("start", start), line("curvature", curvature), line("goal", goal)]
for schedule, begin in SCHEDULES.items():
    for rule, make in RULES.items():
        for clipping, clip in CLIPPINGS.items():
            w = start.clone().requires_grad_()
            optimiser = make(w)
            rate = begin(optimiser)
            path, rates = [], []
            for step in range(STEPS):
                optimiser.zero_grad()
                (curvature * (w - goal) ** 2 / 2).sum().backward()
                clip(w)
                rates.append(rate.get_last_lr()[0])
                optimiser.step()
                path.append(w.detach().clone())
                if step + 1 < STEPS:
                    rate.step()
            lines.append(line(".".join([rule, schedule, clipping]), torch.stack(path)))
    lines.append(line(schedule + ".rates", rates))
FILE.write_text("\n".join(lines) + "\n")
