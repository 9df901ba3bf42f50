"""Writes src/test/resources/golden/training-*.hex from the layout in TrainingInputSerde's javadoc.

Run from the root of the project: python3 src/test/golden/make_training_inputs.py CHECKPOINT_BYTES
"""

import struct
import sys
import textwrap

CHECKPOINT = bytes(i & 0xFF for i in range(int(sys.argv[1])))


def window(new_readings, series, times, values):
    name = series.encode("utf-8")
    head = struct.pack("<BBHii", 1, 1, len(name), new_readings, len(times))
    return head + name + CHECKPOINT + struct.pack(f"<{len(times)}q{len(values)}d", *times, *values)


def window_with_covariates(new_readings, series, times, values, covariates):
    name = series.encode("utf-8")
    count = len(covariates[0])
    head = struct.pack("<BBHiii", 1, 2, len(name), new_readings, len(times), count)
    checkpoint = bytes(i & 0xFF for i in range(len(CHECKPOINT) + 8 + 24 * count))
    flat = [number for reading in covariates for number in reading]
    return head + name + checkpoint + struct.pack(
        f"<{len(times)}q{len(values) + len(flat)}d", *times, *values, *flat
    )


def window_with_hints(new_readings, series, times, values, covariates, hints):
    name = series.encode("utf-8")
    head = struct.pack("<BBHiiHH", 1, 3, len(name), new_readings, len(times), len(covariates[0]), len(hints[0]))
    count = len(covariates[0])
    checkpoint = bytes(i & 0xFF for i in range(len(CHECKPOINT) + (8 + 24 * count if count else 0)))
    known = [number for reading in covariates for number in reading]
    kept = [number for reading in hints for number in reading]
    return head + name + checkpoint + struct.pack(
        f"<{len(times)}q{len(values) + len(known)}d{len(kept)}h", *times, *values, *known, *kept
    )


def command(action, group, version):
    name = group.encode("utf-8")
    return struct.pack("<BBHiq", 2, 1, action, len(name), version) + name


def write(name, data):
    with open(f"src/test/resources/golden/{name}.hex", "w") as out:
        out.write("\n".join(textwrap.wrap(data.hex(), 64)) + "\n")


write("training-window-1", window(48, "höhe/1", [-6847804800000, 0, 1000], [1.5, -0.0, 1e300]))
NAN = struct.unpack("<d", bytes.fromhex("000000000000f87f"))[0]
write(
    "training-window-2",
    window_with_covariates(48, "höhe/1", [-6847804800000, 0], [1.5, -0.0], [[7.25, NAN], [NAN, NAN]]),
)
HINTS = [[1, -2, 20480, -20480, 3], [0, 0, 0, 0, 7]]
write(
    "training-window-3",
    window_with_hints(48, "höhe/1", [-6847804800000, 0], [1.5, -0.0], [[7.25, NAN], [NAN, NAN]], HINTS),
)
write("training-window-3-alone", window_with_hints(48, "höhe/1", [-6847804800000, 0], [1.5, -0.0], [[], []], HINTS))
write("training-command-1", command(2, "höhe", 0x0102030405060708))
