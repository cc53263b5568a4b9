"""Score amounts on the number cases of Microsoft's Recognizers-Text (MIT), language by language.

    python evals/score_numbers.py FOLDER [--show]

FOLDER holds `<Language>-NumberModel.json` and `<Language>-NumberRangeModel.json` as in that project's Specs/Number.

Which cases count. Those that state a count: the case expects at least one number, and every number it expects is a
whole one, not negative, given as an integer (of `NumberModel`: subtype "integer", or none, which is how the specs
mark numbers of digits and words mixed). Of `NumberRangeModel`: every range it expects has whole, non-negative ends.
Left out are

- fractions, decimals, powers and negative numbers, by their subtype or value;
- what comes out whole by arithmetic only, "twenty fifths" or "1e10": a fraction or an ordinal ends the expected text,
  an exponent or a dash stands in it, or its value is less than that of one of its own
  words below a thousand;
- digits of a code: addresses, telephone numbers, days in digits, and the letter G for a billion, which in reports is
  a network ("5G");
- cases whose specification says itself that their value is to be ignored ("IgnoreResolution": 101 Arabic cases, in
  which "9.2321312" has the value -9.2321312 and the like): there is no value to be right about.

What is right. All numbers expected, in their order, with their exact value. Besides them nothing may be read as a
count but what is marked as doubtful (a bare article, a weak word) and vague words ("several"), which these cases
neither expect nor forbid; numbers marked as dates, money, measures and the like are no counts. The plain cases ask
which numbers stand there, so of a range both ends are taken, the first with or without the factor that it shares
with the second ("100 to 300 billion"); the range cases ask for both ends in one: "more than
30" is (30, None), "up to 60" (None, 60), be an end open or closed, and plain numbers beside a range do not matter.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path

from sitroom.claims.amounts import AmountMention, find_amounts
from sitroom.languages import Language, available, load

CODES = {
    "Arabic": "ar",
    "Dutch": "nl",
    "English": "en",
    "French": "fr",
    "German": "de",
    "Italian": "it",
    "Portuguese": "pt",
    "Spanish": "es",
    "Turkish": "tr",
}
FLOOR = 0.95
Ends = tuple[int | None, int | None]

_CODE = re.compile(r"\d+(?:[./]\d+){3}|\d{1,2}/\d{1,2}/\d{4}|\+\d+-\d+|\d ?G\b|\d[eE]\d")
_INTERVAL = re.compile(r"[\[(](\d*),(\d*)[\])]")


def _computed(text: str, value: int, language: Language) -> bool:
    """Tell whether a number comes out whole by arithmetic only."""
    numbers = language.numbers
    words = text.lower().replace("-", " ").split()
    read = [m for word in words for m in find_amounts(word, language) if not m.collective]
    largest = max((m.low for m in read if m.low is not None and m.low < 1000), default=0)
    ends = len(words) > 1 and words[-1] in {*numbers.fractions.split(), *numbers.ordinals.split()}
    return ends or " - " in text or value < largest


def expected_numbers(case: dict[str, object], language: Language) -> list[Ends] | None:
    """Return the counts that a case of NumberModel states, or None where it states none."""
    results = case["Results"]
    if not isinstance(results, list) or not results or case.get("IgnoreResolution"):
        return None
    if _CODE.search(str(case["Input"])):
        return None
    out: list[Ends] = []
    for result in results:
        resolution = result["Resolution"]
        value = str(resolution.get("value", ""))
        if resolution.get("subtype") not in {"integer", None} or not value.isdigit():
            return None
        if _computed(str(result["Text"]), int(value), language):
            return None
        out.append((int(value), int(value)))
    return out


def expected_ranges(case: dict[str, object]) -> list[Ends] | None:
    """Return the ranges that a case of NumberRangeModel states, or None where their ends are no counts."""
    results = case["Results"]
    if not isinstance(results, list) or not results or case.get("IgnoreResolution"):
        return None
    out: list[Ends] = []
    for result in results:
        m = _INTERVAL.fullmatch(str(result["Resolution"].get("value", "")))
        if m is None:
            return None
        out.append((int(m[1]) if m[1] else None, int(m[2]) if m[2] else None))
    return out


def _factor_shared(m: AmountMention, wanted: list[Ends]) -> bool:
    """Tell whether the first end of a range was expected without the factor it shares with the second."""
    if len(wanted) < 2 or m.low is None or not wanted[0][0] or wanted[1] != (m.high, m.high):
        return False
    return m.low % wanted[0][0] == 0 and set(str(m.low // wanted[0][0])) <= {"1", "0"}


def read_right(mentions: list[AmountMention], expected: list[Ends], *, ranges: bool) -> bool:
    """Tell whether mentions say what was expected, in order, and nothing else that counts."""
    wanted = list(expected)
    for m in mentions:
        if ranges:
            stated: list[Ends] = [(m.low, m.high)]
        else:
            stated = [(end, end) for end in dict.fromkeys((m.low, m.high)) if end is not None]
        if m.wording == "range" and _factor_shared(m, wanted):
            stated[0] = wanted[0]
        if wanted[: len(stated)] == stated:
            del wanted[: len(stated)]
        elif m.kind == "count" and not (
            m.article or m.weak or m.wording == "vague" or (ranges and m.wording == "exact")
        ):
            return False
    return not wanted


def score(path: Path, language: Language, *, show: bool) -> tuple[int, int]:
    """Return how many cases of a file count, and how many of them are right."""
    ranges = "Range" in path.name
    total = right = 0
    for case in json.loads(path.read_text("utf-8-sig")):
        expected = expected_ranges(case) if ranges else expected_numbers(case, language)
        if expected is None:
            continue
        total += 1
        mentions = find_amounts(case["Input"], language)
        if read_right(mentions, expected, ranges=ranges):
            right += 1
        elif show:
            got = [(m.low, m.high, m.kind) for m in mentions]
            print(f"    {case['Input']!r}: expected {expected}, got {got}")
    return total, right


def main() -> int:
    """Print the share right per language and file; 1 where a language is under the floor."""
    parser = argparse.ArgumentParser(description="Score amounts on the cases of Recognizers-Text.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", action="store_true", help="print every case that is wrong")
    parser.add_argument("--only", help="a language, by its English name")
    args = parser.parse_args()
    if not args.folder.is_dir():
        print(f"skipped: no folder {args.folder}")
        return 0
    low = False
    for name, code in CODES.items():
        if args.only and args.only != name:
            continue
        if code not in available():
            print(f"{name:11} skipped: no such language")
            continue
        for model in ("NumberModel", "NumberRangeModel"):
            path = args.folder / f"{name}-{model}.json"
            if not path.is_file():
                print(f"{name:11} {model:16} skipped: no file")
                continue
            total, right = score(path, load(code), show=args.show)
            share = right / total if total else 1.0
            low = low or (model == "NumberModel" and share < FLOOR)
            print(f"{name:11} {model:16} {right:4} of {total:4}  {share:6.1%}")
    return int(low)


if __name__ == "__main__":
    sys.exit(main())
