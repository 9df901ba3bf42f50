"""Runs an exported model in PyTorch: run_exported.py MODEL WINDOWS OUT writes its outputs for the first window's inputs."""

import json
import struct
import sys

import torch


def read(path):
    raw = open(path, "rb").read()
    begin = 8 + struct.unpack("<Q", raw[:8])[0]
    head = json.loads(raw[8:begin])
    notes = head.pop("__metadata__", {})
    tensors = {}
    for name, about in head.items():
        first, end = about["data_offsets"]
        values = torch.frombuffer(bytearray(raw[begin + first : begin + end]), dtype=torch.float32)
        tensors[name] = values.reshape(about["shape"])
    return tensors, notes


weights, notes = read(sys.argv[1])
x = read(sys.argv[2])[0]["inputs"][0]
gru = torch.nn.GRU(int(notes["network.inputs"]), int(notes["network.hidden"]), int(notes["network.layers"]))
gru.load_state_dict({name[4:]: value for name, value in weights.items() if name.startswith("gru.")})
with torch.no_grad():
    out = gru(x)[0] @ weights["head.weight"].T + weights["head.bias"] + x @ weights["skip.weight"].T
out.numpy().astype("<f4").tofile(sys.argv[3])
