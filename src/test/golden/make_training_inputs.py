"""Writes src/test/resources/golden/training-*-1.hex from the layout in TrainingInputSerde's javadoc.

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


def command(action, group, version):
    name = group.encode("utf-8")
    return struct.pack("<BBHiq", 2, 1, action, len(name), version) + name


def write(name, data):
    with open(f"src/test/resources/golden/{name}.hex", "w") as out:
        out.write("\n".join(textwrap.wrap(data.hex(), 64)) + "\n")


write("training-window-1", window(48, "höhe/1", [-6847804800000, 0, 1000], [1.5, -0.0, 1e300]))
write("training-command-1", command(2, "höhe", 0x0102030405060708))
