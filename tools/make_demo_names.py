"""Make the demo's names of Unicode CLDR's sample names.

python tools/make_demo_names.py NAMES.CSV

The file has a row for each sample name of a locale, in parts: locale, sample, given, surname,
surname-prefix, surname-core. Only a locale's own names are taken, not the foreign ones that it
writes in its script. What may be done with the result stands in
src/usher/demo_data/ATTRIBUTION.md.
"""

import csv
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

RESULT = Path(__file__).resolve().parent.parent / "src/usher/demo_data/names.csv"
# Where the family name comes first; without a space in these scripts.
FAMILY_FIRST = frozenset({"hu", "ja", "km", "ko", "vi", "yue", "zh"})
# One language's names don't go with another's, even in one script.
APART = frozenset({"ja", "yue", "zh"})


def main() -> None:
    """Write a row for each language: group, order, given names, family names."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    given: defaultdict[str, set[str]] = defaultdict(set)
    family: defaultdict[str, set[str]] = defaultdict(set)
    with open(sys.argv[1], encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["sample"].startswith("native"):
                language = language_of(row["locale"])
                given[language].add(row["given"])
                parts = (row["surname-prefix"], row["surname-core"])
                family[language].add(row["surname"] or " ".join(filter(None, parts)))
    with RESULT.open("w", encoding="utf-8", newline="") as result:
        rows = csv.writer(result, lineterminator="\n")
        rows.writerow(["language", "group", "order", "given", "family"])
        for language in sorted(given):
            names = [sorted(filter(None, names[language])) for names in (given, family)]
            order = "family first" if base_of(language) in FAMILY_FIRST else "given first"
            if all(names):
                rows.writerow(
                    [language, group_of(language, names[1][0]), order, *map(";".join, names)]
                )


def language_of(locale: str) -> str:
    """Return a locale's language, with the script where it says one: zh-Hant-HK -> zh-Hant."""
    parts = locale.split("-")
    return "-".join(parts[:2] if len(parts) > 1 and len(parts[1]) == 4 else parts[:1])


def base_of(language: str) -> str:
    """Return the language without its script."""
    return language.split("-")[0]


def group_of(language: str, name: str) -> str:
    """Return with which other languages' names a name may be put together: those in its script."""
    return language if base_of(language) in APART else unicodedata.name(name[0]).split()[0].lower()


if __name__ == "__main__":
    main()
