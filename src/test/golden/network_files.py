"""What the scripts beside share: files in the safetensors format, and the network as a PyTorch module.

The format is written and read by these few lines, from its description, so that a test of ours against them is one
against the description and not against ourselves.
"""
import json
import struct

import numpy
import torch

TYPES = {"F32": numpy.dtype("<f4"), "F64": numpy.dtype("<f8")}
NAMES = {torch.float32: "F32", torch.float64: "F64"}


def write(path, tensors, metadata):
    header, data = {"__metadata__": metadata}, b""
    for name, tensor in tensors.items():
        kind = NAMES[tensor.dtype]
        piece = tensor.detach().contiguous().numpy().astype(TYPES[kind]).tobytes()
        header[name] = {
            "dtype": kind,
            "shape": list(tensor.shape),
            "data_offsets": [len(data), len(data) + len(piece)],
        }
        data += piece
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def read(path):
    data = path.read_bytes()
    (length,) = struct.unpack_from("<Q", data)
    header = json.loads(data[8 : 8 + length])
    metadata, tensors = header.pop("__metadata__", {}), {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        values = numpy.frombuffer(data[8 + length + begin : 8 + length + end], TYPES[entry["dtype"]])
        tensors[name] = torch.from_numpy(values.reshape(entry["shape"]).copy())
    return tensors, metadata


class Net(torch.nn.Module):
    """Recurrent layers as attribute rnn, lstm or gru, a linear head, and if wished a skip connection to it."""

    def __init__(self, cell, inputs, hidden, layers, directions, outputs, skip):
        super().__init__()
        self.name = cell.split("-")[0]
        self.parts = 2 if cell == "lstm" else 1
        kinds = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}
        options = {"nonlinearity": "relu"} if cell == "rnn-relu" else {}
        layer = kinds[self.name](inputs, hidden, layers, bidirectional=directions == 2, **options)
        setattr(self, self.name, layer)
        self.head = torch.nn.Linear(directions * hidden, outputs)
        if skip:
            self.skip = torch.nn.Linear(inputs, outputs, bias=False)

    def forward(self, x, lengths, initial):
        """x [T, B, D], lengths B numbers, initial [B, layers, directions, parts, H]; outputs after the end are 0."""
        batch, layers, directions, parts, hidden = initial.shape
        split = initial.permute(3, 1, 2, 0, 4).reshape(parts, layers * directions, batch, hidden).contiguous()
        packed = torch.nn.utils.rnn.pack_padded_sequence(x, lengths, enforce_sorted=False)
        states, last = getattr(self, self.name)(packed, tuple(split) if parts == 2 else split[0])
        states, _ = torch.nn.utils.rnn.pad_packed_sequence(states, total_length=x.shape[0])
        out = self.head(states)
        if hasattr(self, "skip"):
            out = out + self.skip(x)
        mask = torch.arange(x.shape[0]).unsqueeze(1) < torch.tensor(lengths)
        last = torch.stack(last if parts == 2 else (last,))
        last = last.reshape(parts, layers, directions, batch, hidden).permute(3, 1, 2, 0, 4)
        return out * mask.unsqueeze(2), last
