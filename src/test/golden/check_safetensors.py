"""Loads networks that Rillcast wrote into PyTorch, compares a forward pass, and writes them back.

    check_safetensors.py FOLDER

For every NAME.safetensors the folder holds NAME.example.safetensors with the inputs x, the initial states and what
Rillcast made of them: outputs and last states. The state dict is loaded strictly: every name and shape must be
PyTorch's. What PyTorch then holds is written to NAME.returned.safetensors under the same metadata. Exit code 1 and a
line for each network that differs by more than TOLERANCE of the largest value.
"""
import pathlib
import sys

import torch

from network_files import Net, read, write

TOLERANCE = 4e-6


def difference(found, expected):
    return ((found - expected).abs().max() / expected.abs().max().clamp(min=1)).item()


def check(path):
    weights, metadata = read(path)
    example, notes = read(path.with_name(path.stem + ".example.safetensors"))
    size = lambda key: int(metadata["network." + key])
    skip = metadata["network.skip"] == "true"
    shape = (size("inputs"), size("hidden"), size("layers"), size("directions"), size("outputs"), skip)
    net = Net(metadata["network.cell"], *shape)
    net.load_state_dict(weights, strict=True)
    lengths = [int(word) for word in notes["lengths"].split()]
    with torch.no_grad():
        outputs, last = net(example["x"], lengths, example["initial"])
    worst = max(difference(outputs, example["outputs"]), difference(last, example["last"]))
    write(path.with_name(path.stem + ".returned.safetensors"), net.state_dict(), metadata)
    return worst


torch.set_num_threads(1)
folder = pathlib.Path(sys.argv[1])
networks = sorted(path for path in folder.glob("*.safetensors") if path.name.count(".") == 1)
worst = {path.stem: check(path) for path in networks}
wrong = {name: error for name, error in worst.items() if not error <= TOLERANCE}
for name, error in wrong.items():
    print("%s differs by %.3g" % (name, error))
print("%d networks, worst difference %.3g" % (len(worst), max(worst.values(), default=float("nan"))))
sys.exit(1 if wrong or not worst else 0)
