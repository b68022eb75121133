"""One build of the site in a process of its own, for tests.bench.site_build."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path

from tests.bench.site_articles import TAGGER

from gongbao import pipeline
from gongbao.core.annotations import Origin, Status, Tag
from gongbao.project import Project
from gongbao.site import search_update

_LABEL = "campaign00"


def main() -> None:
    """``pages`` leaves the browser's index out, ``retag`` changes the tags of one article before it.

    Prints the seconds of the build itself, without starting Python and changing the article."""
    folder, step = Path(sys.argv[1]), sys.argv[2]
    project = Project(folder)
    if step == "pages":
        search_update.update_search = lambda *_, **__: b""
    if step == "retag":
        retag(project)
    started = time.perf_counter()
    pipeline.publish(project, folder / "public")
    print(f"{time.perf_counter() - started:.2f}")


def retag(project: Project) -> None:
    """Give an article in the middle of the archive one campaign more, or take it away again."""
    names = sorted(project.store.stamps())
    tagged = project.store.article(names[len(names) // 2])
    assert tagged is not None
    tags = tuple(tag for tag in tagged.annotations.tags if tag.label != _LABEL)
    if tags == tagged.annotations.tags:
        tags = (*tags, Tag("campaign", _LABEL, 0.9, Status.SET, Origin.RULE))
    project.store.annotate([(tagged.article, replace(tagged.annotations, tags=tags))], TAGGER)


if __name__ == "__main__":
    main()
