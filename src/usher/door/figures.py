"""What the door counts. Written by the coalescer's thread alone."""

from usher.rules.judge import Outcome
from usher.wire.figures import Counts, Histogram

SCANS = Counts(
    "usher_scans_total",
    "Scans that were answered, by outcome.",
    label="outcome",
    values=[outcome.value for outcome in Outcome],
)
BATCHES = Histogram(
    "usher_batch_scans",
    "Scans that were written together.",
    bounds=(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 5000),
)
