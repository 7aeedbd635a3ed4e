"""Printed badges as pictures and text, as a reader of the PDF gets them."""

import csv
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
from numpy.typing import NDArray

from usher.badges.templates import Template
from usher.badges.typesetting import BadgeText, badges_pdf

NAMES = Path(__file__).resolve().parent.parent / "data" / "attendees" / "hard-names.csv"
DOTS_A_MILLIMETRE = 8
CODE = "0123456789ABCDEF"
# One name in each script that badges are set in.
SCRIPTS = {
    "Latin": "Žofie Křížová",
    "Cyrillic": "Борис Николаевич Ельцин",
    "Greek": "Μαρία Παπαδοπούλου",
    "Arabic": "محمد بن سلمان آل سعود",
    "Hebrew": "יהודה הלוי",
    "Chinese": "慕容雪村",
    "Japanese": "山田 はなこ",
    "Korean": "김민준",
    "Thai": "สมชาย ใจดี",
    "Devanagari": "अर्जुन कुमार शर्मा",
}

Picture = NDArray[np.uint8]


def hard_names() -> list[str]:
    with NAMES.open(encoding="utf-8", newline="") as file:
        return [row["name"] for row in csv.DictReader(file)]


def badge_text(name: str = "Ada Lovelace", **fields: object) -> BadgeText:
    given = {"event": "Garden Days", "company": "Analytical Engines", "level": "Member"} | fields
    return BadgeText(name=name, code=str(given.pop("code", CODE)), **given)


def pages(template: Template, *badges: BadgeText) -> list[Picture]:
    """The pages in grey, 8 dots a millimetre."""
    document = pypdfium2.PdfDocument(badges_pdf(template, badges))
    scale = DOTS_A_MILLIMETRE * 25.4 / 72
    return [page.render(scale=scale, grayscale=True).to_numpy() for page in document]


def texts(template: Template, *badges: BadgeText) -> list[str]:
    document = pypdfium2.PdfDocument(badges_pdf(template, badges))
    return [page.get_textpage().get_text_bounded() for page in document]


def read_back(picture: Picture) -> str:
    return cv2.QRCodeDetector().detectAndDecode(picture)[0]
