"""The QR code that the terminal shows."""

import re

import numpy as np
from cv2 import QRCodeDetector

from usher.site.terminal_qr import terminal_qr

ADDRESS = "https://192.168.7.20:8443/scan/"
LIGHT = {"█": (1, 1), "▀": (1, 0), "▄": (0, 1), " ": (0, 0)}


def test_a_camera_reads_the_address_off_the_terminal():
    drawn = re.sub(r"\x1b\[[0-9;]*m", "", terminal_qr(ADDRESS)).splitlines()

    halves = [[LIGHT[block] for block in line] for line in drawn]
    rows = [[pair[half] for pair in line] for line in halves for half in (0, 1)]
    picture = np.kron(np.array(rows, dtype=np.uint8) * 255, np.ones((8, 8), dtype=np.uint8))

    assert QRCodeDetector().detectAndDecode(picture)[0] == ADDRESS


def test_each_line_sets_its_colours_whatever_the_terminal_wears():
    lines = terminal_qr(ADDRESS).splitlines()

    assert [line for line in lines if not line.startswith("\x1b[38;5;231;48;5;16m")] == []
    assert [line for line in lines if not line.endswith("\x1b[0m")] == []


def test_the_code_fits_a_small_terminal():
    lines = re.sub(r"\x1b\[[0-9;]*m", "", terminal_qr(ADDRESS)).splitlines()

    assert (len(lines), len(lines[0])) == (17, 33)
