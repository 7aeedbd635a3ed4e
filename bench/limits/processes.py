"""What processes use, as Linux tells it: processor time and memory."""

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def with_children(pid: int) -> list[int]:
    """Return the process and all that it started and that run."""
    found = [pid]
    for one in found:
        for file in Path(f"/proc/{one}/task").glob("*/children"):
            found += [int(child) for child in file.read_text().split()]
    return found


def parent(pid: int) -> int:
    """Return the process that started this one."""
    return int(_state(pid)[1])


def processor_seconds(pids: list[int]) -> float:
    """Return the processor time that these processes have used, those that ended left out."""
    return sum(_ticks(pid) for pid in pids) / TICKS


def resident_mib(pid: int) -> float:
    """Return the memory that a process holds, in MiB, what it shares with others counted whole."""
    return _mib(Path(f"/proc/{pid}/status"), "VmRSS:")


def proportional_mib(pid: int) -> float:
    """Return the memory that a process holds, in MiB, with its part of what is shared."""
    return _mib(Path(f"/proc/{pid}/smaps_rollup"), "Pss:")


def _ticks(pid: int) -> int:
    try:
        return sum(map(int, _state(pid)[11:13]))
    except FileNotFoundError:
        return 0


def _state(pid: int) -> list[str]:
    # Behind the name of the program, which may hold anything.
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _mib(file: Path, name: str) -> float:
    try:
        told = file.read_text()
    except FileNotFoundError:
        # It has ended, and holds nothing.
        return 0.0
    for line in told.splitlines():
        if line.startswith(name):
            return int(line.split()[1]) / 1024
    raise ValueError(f"{file} doesn't tell {name}")
