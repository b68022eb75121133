"""Whatever happens to articles and printed pages, a site brought up to date equals one built afresh, pictures too."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.site.printing import OUTLINES, Newspaper, picture, reading
from tests.soak import amount

from gongbao.core.dates import IssueDate
from gongbao.core.records import Area, Page, Picture, Reading

Tree = Callable[[Path], dict[str, str]]

_DAYS = [IssueDate(2021, 3, 4), IssueDate(2022, 3, 5)]
_STEPS = 4


def _pictured(one: Reading, kept: Picture) -> Reading:
    """The reading; articles of the first page have a picture of their own."""
    [article] = one.articles
    return replace(one, articles=(replace(article, pictures=(kept,) if article.page.number == "1" else ()),))


def _newspaper(folder: Path) -> Newspaper:
    paper = Newspaper(folder)
    kept = Picture("一车清凉。", file=paper.files.keep(picture(), ".png"), width=700, height=1000)
    readings = [
        _pictured(reading(f"{day}-{number}-{name}", f"{name}在第{number}版", day=day, page=Page(str(number))), kept)
        for day in _DAYS
        for number in (1, 2)
        for name in OUTLINES
    ]
    saved = paper.project.store.save(readings)
    paper.ids |= {one.source.name: outcome.articles[0] for one, outcome in zip(readings, saved, strict=True)}
    return paper


def _step(paper: Newspaper, chance: random.Random) -> None:
    what = chance.choice(["withdraw", "restore", "reprint", "reprint"])
    if what == "withdraw":
        paper.project.store.withdraw(chance.choice(list(paper.ids.values())), "抽到的")
    elif what == "restore":
        hidden = [name for name in paper.ids.values() if name not in paper.project.store.versions()]
        for name in hidden[:1]:
            paper.project.store.restore(name)
    else:
        day, number = chance.choice(_DAYS), str(chance.choice([1, 2, 3]))
        areas = tuple(
            Area(outline, f"{day}-{number}-{name}.htm") for name, outline in OUTLINES.items() if chance.random() < 0.8
        )
        kept = paper.files.keep(picture(chance.choice(["PNG", "JPEG"])), ".jpg")
        page = replace(paper.page, date=day, page=Page(number), picture=chance.choice(["", kept]), areas=areas)
        paper.project.store.printed_pages.save([page])


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(amount(1, soak=20)))
def test_any_sequence_of_changes_ends_as_a_fresh_build(
    tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr("gongbao.site.memory._FEW", 1)  # follow changes however many they are
    monkeypatch.setattr("gongbao.site.search_index.build.folding_exceptions", dict)
    chance = random.Random(seed)
    paper = _newspaper(tmp_path / "paper")
    paper.publish(tmp_path / "updated")
    for step in range(_STEPS):
        for _ in range(chance.choice([1, 3])):
            _step(paper, chance)
        paper.publish(tmp_path / "updated")
        assert tree(tmp_path / "updated") == tree(paper.publish(tmp_path / f"fresh-{step}"))
