"""Train the splitter's weights from labelled sets, or measure them on pages they have not seen.

    python -m scripts.train_splitter LABELLED_SETS                      writes ingest/gongbao/ingest/data/weights.json
    python -m scripts.train_splitter LABELLED_SETS --output FILE        writes FILE
    python -m scripts.train_splitter LABELLED_SETS --cross-validate 3   writes nothing, prints a line a fold
    python -m scripts.train_splitter LABELLED_SETS --measure            writes nothing, measures the shipped weights

Run from the project's folder. LABELLED_SETS holds score.py and sets, as ``splitter_pages`` reads them. The same
sets give the same bytes. A fold leaves out every K-th page of each set, and all that is laid out from it.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from scripts.splitter_pages import LabelledSets, load_sets, training_pages

from gongbao.core.records import Article, Source
from gongbao.core.words import Segmenter, load_segmenter
from gongbao.ingest.model import Weights, load_weights, parse_weights
from gongbao.ingest.splitter import split
from gongbao.ingest.train import fit, labelled_page, weights_text

WEIGHTS = Path(__file__).resolve().parent.parent / "ingest" / "gongbao" / "ingest" / "data" / "weights.json"
RESAMPLES = 2000
SETS = ("1998 pages", "home pages", "newswire")
Counts = Counter[str]
# A figure's name, what was right, what could have been. F1 is twice the matches over found and true together.
FIGURES = (
    ("boundary F1", ("matched", "matched"), ("predicted", "gold")),
    ("headline exact", ("headlines_right",), ("headlines",)),
    ("wraps repaired", ("repaired",), ("inserted",)),
    ("breaks kept", ("kept",), ("breaks",)),
    ("unwrap F1", ("joined", "joined"), ("parts_predicted", "parts_gold")),
)


def learn(sets: LabelledSets, segmenter: Segmenter) -> str:
    """The content of a weights file that is fitted to the sets."""
    pages = [labelled_page(one.name, one.text, one.roles, segmenter) for one in training_pages(sets)]
    return weights_text(fit([page for page in pages if page.roles]))


def measure(sets: LabelledSets, weights: Weights, segmenter: Segmenter) -> dict[str, list[Counts]]:
    """Counts of what the weights read right, for each page and wire of each set."""
    score = sets.score
    measured: dict[str, list[Counts]] = {}
    for name, pages in zip(SETS, (sets.old_pages, sets.home_pages), strict=False):
        measured[name] = [_page_counts(score, page, weights, segmenter) for page in pages]
    measured[SETS[2]] = [_wire_counts(score, wire, weights, segmenter) for wire in sets.wires]
    return measured


def _page_counts(score: Any, page: Any, weights: Weights, segmenter: Segmenter) -> Counts:
    return Counter(score.score_page(page, _records(page.name, page.text, weights, segmenter)))


def _wire_counts(score: Any, wire: tuple[str, list[list[str]]], weights: Weights, segmenter: Segmenter) -> Counts:
    """Paragraph boundaries of a wire; a boundary between two lines of its title counts for nothing."""
    name, lines = wire
    records = _records(name, "\n".join(line for paragraph in lines for line in paragraph) + "\n", weights, segmenter)
    paragraphs = ["".join(paragraph) for paragraph in lines]
    gold = score.boundaries(paragraphs)
    predicted = score.boundaries([block for record in records for block in score.blocks_of(record)])
    if "。" not in paragraphs[0]:
        in_title = set(score.boundaries([*lines[0], *paragraphs[1:]])[: len(lines[0]) - 1])
        predicted = [one for one in predicted if one not in in_title]
    joined = score.matched_boundaries(predicted, gold)
    return Counter(pages=1, parts_gold=len(gold), parts_predicted=len(predicted), joined=joined)


def _records(name: str, text: str, weights: Weights, segmenter: Segmenter) -> list[dict[str, object]]:
    reading = split(Source(name, text.encode(), "0" * 64, "utf-8", text), segmenter, weights)
    return [_record(article) for article in reading.articles]


def _record(article: Article) -> dict[str, object]:
    """An article as score.py reads it."""
    return {
        "column": article.column,
        "kicker": article.kicker,
        "headline": article.headline,
        "subhead": article.subhead,
        "paragraphs": list(article.paragraphs),
        "byline": [{"name": one.name, "role": one.role} for one in article.byline],
    }


def report(title: str, measured: dict[str, list[Counts]]) -> Iterator[str]:
    """A line for each set and figure: counts, the figure, and where it lies in 95 of 100 bootstraps over pages."""
    for name in SETS:
        pages = measured[name]
        total = _total(pages)
        for figure, right, possible in FIGURES:
            count, whole = _sum(total, right), _sum(total, possible)
            if whole:
                low, high = _interval(pages, right, possible)
                yield (
                    f"{title} | {name} ({len(pages)}) | {figure} | {count / whole:.4f} | {low:.3f}–{high:.3f}"
                    f" | {_counted(total, right, possible)}"
                )


def _total(pages: Sequence[Counts]) -> Counts:
    total: Counts = Counter()
    for page in pages:
        total.update(page)
    return total


def _sum(counts: Counts, names: Sequence[str]) -> int:
    return sum(counts[name] for name in names)


def _counted(total: Counts, right: Sequence[str], possible: Sequence[str]) -> str:
    if len(possible) == 1:
        return f"{total[right[0]]} of {total[possible[0]]}"
    return f"{total[right[0]]} right, {total[possible[0]]} found, {total[possible[1]]} true"


def _interval(pages: Sequence[Counts], right: Sequence[str], possible: Sequence[str]) -> tuple[float, float]:
    """The middle 95 of 100 of a figure, when as many pages are drawn again and again from these."""
    pairs = [(_sum(page, right), _sum(page, possible)) for page in pages]
    chance = random.Random(0)  # noqa: S311 - the same interval every time
    shares = []
    for _ in range(RESAMPLES):
        drawn = chance.choices(pairs, k=len(pairs))
        if whole := sum(possible_here for _, possible_here in drawn):
            shares.append(sum(right_here for right_here, _ in drawn) / whole)
    shares.sort()
    return shares[int(len(shares) * 0.025)], shares[int(len(shares) * 0.975)]


def cross_validate(sets: LabelledSets, folds: int, segmenter: Segmenter) -> Iterator[str]:
    """A report a fold, each by weights that have seen none of its pages, and one of all folds together."""
    together: dict[str, list[Counts]] = {name: [] for name in SETS}
    for fold in range(folds):
        weights = parse_weights(learn(sets.part(fold, folds, seen=True), segmenter))
        measured = measure(sets.part(fold, folds, seen=False), weights, segmenter)
        for name in SETS:
            together[name] += measured[name]
        yield from report(f"fold {fold + 1} of {folds}", measured)
    yield from report("all folds", together)


def main(arguments: Sequence[str]) -> None:
    """Train and write, cross-validate, or measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labelled_sets", type=Path)
    parser.add_argument("--output", type=Path, default=WEIGHTS)
    parser.add_argument("--cross-validate", type=int, metavar="K")
    parser.add_argument("--measure", action="store_true")
    given = parser.parse_args(arguments)
    sets, segmenter = load_sets(given.labelled_sets), load_segmenter()
    if given.cross_validate:
        lines = cross_validate(sets, given.cross_validate, segmenter)
    elif given.measure:
        lines = report("shipped", measure(sets, load_weights(), segmenter))
    else:
        beside = given.output.with_name(given.output.name + ".new")
        beside.write_text(learn(sets, segmenter), encoding="utf-8")
        beside.replace(given.output)
        return
    for line in lines:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
