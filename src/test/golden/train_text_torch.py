#!/usr/bin/python3
"""Trains PyTorch on the characters of a text just as `rillcast text train` does, and prints what it reaches.

    /usr/bin/python3 src/test/golden/train_text_torch.py src/main/resources/text/alice.txt --cell gru --seed 1

Made for PyTorch 1.13.1 (Debian's python3-torch), on one thread. The same in both: the symbols (all of the file, in the
order of their code points), the split (the last tenth is held out), the streams (the rest in equal parts side by side),
chunks whose state is carried on and set to zeros at the start of an epoch, mean cross-entropy, clipping by norm, AdamW
with its rate along a cosine to zero, and the score: bits a character over the held-out part, predicted from a state of
zeros. Different: the random numbers.
"""

import argparse
import math
import time

import torch


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file")
    parser.add_argument("--cell", default="gru", choices=["rnn", "rnn-relu", "lstm", "gru"])
    parser.add_argument("--hidden", type=int, default=50)
    parser.add_argument("--layers", type=int, default=1)
    parser.add_argument("--sequence", type=int, default=100)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--steps", type=int, default=2000)
    parser.add_argument("--rate", type=float, default=0.02)
    parser.add_argument("--dropout", type=float, default=0.0)
    parser.add_argument("--decay", type=float, default=0.01)
    parser.add_argument("--clip", type=float, default=1.0)
    parser.add_argument("--checks", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


class Model(torch.nn.Module):
    def __init__(self, options, symbols):
        super().__init__()
        kind = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU}.get(options.cell, torch.nn.RNN)
        more = {"nonlinearity": "relu"} if options.cell == "rnn-relu" else {}
        self.symbols = symbols
        self.cell = kind(symbols, options.hidden, options.layers, dropout=options.dropout, **more)
        self.head = torch.nn.Linear(options.hidden, symbols)

    def forward(self, indices, state):
        hidden, state = self.cell(torch.nn.functional.one_hot(indices, self.symbols).float(), state)
        return self.head(hidden), state


def detached(state):
    return tuple(part.detach() for part in state) if isinstance(state, tuple) else state.detach()


def bits(model, held_out):
    model.eval()
    with torch.no_grad():
        outputs, _ = model(held_out[:-1].unsqueeze(1), None)
        loss = torch.nn.functional.cross_entropy(outputs.squeeze(1), held_out[1:])
    model.train()
    return loss.item() / math.log(2)


def main():
    options = arguments()
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    text = open(options.file, encoding="utf-8", newline="").read()
    index = {symbol: i for i, symbol in enumerate(sorted(set(text)))}
    symbols = torch.tensor([index[symbol] for symbol in text])
    held = min(len(text) // 10, 100_000)
    training, held_out = symbols[:-held], symbols[-held:]
    length = (len(training) - 1) // options.batch
    starts = [length * stream for stream in range(options.batch)]
    inputs = torch.stack([training[start : start + length] for start in starts], 1)
    targets = torch.stack([training[start + 1 : start + 1 + length] for start in starts], 1)

    model = Model(options, len(index))
    optimiser = torch.optim.AdamW(model.parameters(), options.rate, weight_decay=options.decay)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, options.steps)
    every = max(1, options.steps // options.checks)
    position, state, best = length, None, math.inf
    took, seen = 0.0, 0
    for step in range(1, options.steps + 1):
        began = time.process_time()
        if position >= length:
            position, state = 0, None
        end = min(position + options.sequence, length)
        outputs, state = model(inputs[position:end], state)
        loss = torch.nn.functional.cross_entropy(outputs.flatten(0, 1), targets[position:end].flatten())
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), options.clip)
        optimiser.step()
        schedule.step()
        state = detached(state)
        seen += (end - position) * options.batch
        position = end
        took += time.process_time() - began
        if step % every == 0 or step == options.steps:
            found = bits(model, held_out)
            best = min(best, found)
            print(f"step={step} training={loss.item() / math.log(2):.3f} held-out={found:.3f}", flush=True)
    print(f"torch={torch.__version__} cell={options.cell} seed={options.seed} best={best:.4f} last={found:.4f}"
          f" charactersPerCpuSecond={seen / took:.0f}")


if __name__ == "__main__":
    main()
