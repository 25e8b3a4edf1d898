"""Runs programs in turns and prints medians of time and peak memory, and their ratios to the last one."""
import os
import re
import statistics
import subprocess
import sys
import time


def logits(command):
    lines = subprocess.run(command + ["--all"], check=True, capture_output=True, text=True).stdout.splitlines()
    return lines[0].split()[1], [float(line) for line in lines[1:]]


def run(command):
    """Milliseconds from start to end, and peak resident MiB."""
    nothing = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    start = time.perf_counter()
    process = os.posix_spawn(command[0], command, os.environ, file_actions=nothing)
    _, status, usage = os.wait4(process, 0)
    elapsed = time.perf_counter() - start
    if status != 0:
        sys.exit(f"{' '.join(command)} failed")
    return elapsed * 1000, usage.ru_maxrss / 1024


def measure(turns, names, commands):
    top, expected = logits(commands[-1])
    largest = max(abs(value) for value in expected)
    for name, command in zip(names, commands):
        found, values = logits(command)
        difference = max(abs(a - b) for a, b in zip(expected, values)) / largest
        if found != top or difference > 3e-5:
            sys.exit(f"{name}: class {found}, where {top} is expected; logits differ by {difference:.1e} of the largest")

    samples = [[] for _ in commands]
    for _ in range(turns):
        for command, taken in zip(commands, samples):
            taken.append(run(command))
    medians = [tuple(statistics.median(values) for values in zip(*taken)) for taken in samples]
    theirs = medians[-1]
    for name, (milliseconds, mebibytes) in zip(names, medians):
        print(f"| {name} | {milliseconds:.1f} ms | {mebibytes:.0f} MiB "
              f"| {milliseconds / theirs[0]:.3f} | {mebibytes / theirs[1]:.2f} |", flush=True)


# turns.py TURNS NAME=PROGRAM ARGUMENT ... -- NAME=PROGRAM ARGUMENT ...; the last one is what the others are compared with.
groups = re.split(r"\0--\0", "\0".join(sys.argv[2:]))
parts = [group.split("\0") for group in groups]
measure(
    int(sys.argv[1]),
    [part[0].split("=")[0] for part in parts],
    [[part[0].split("=", 1)[1], *part[1:]] for part in parts])
