"""One stage of the pipeline in a process of its own, so that its time and its peak memory are its own.

Worker processes count: CPU seconds are of all of them, peak memory is the largest single one's.

Run by tests.bench; prints one JSON line: wall seconds, CPU seconds, peak resident bytes.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from gongbao import pipeline
from gongbao.core.errors import GongbaoError
from gongbao.ingest.hints import Hints
from gongbao.project import Project


def bare_jieba(folder: Path) -> None:
    """The yardstick: jieba.cut over the same text, and nothing else."""
    import jieba

    jieba.setLogLevel(60)
    jieba.initialize()
    for path in sorted((folder / "pages").iterdir()):
        for line in path.read_text(encoding="utf-8").split("\n\n"):
            for _ in jieba.cut(line):
                pass


def parse(folder: Path) -> None:
    """Bytes to articles, nothing stored."""
    project = Project(folder)
    paths = pipeline.found_inputs([folder / "pages"], refuse)
    for source in pipeline.read_sources(project, paths, Hints(), refuse):
        pipeline.split_source(project, source)


def segment_and_tag(folder: Path) -> None:
    """Articles to words, tags, people and figures, nothing stored."""
    project = Project(folder)
    articles = (tagged.article for tagged in project.store.articles())
    for _ in project.tagger.annotate_many(articles):
        pass


def ingest(folder: Path) -> None:
    """Parse and store."""
    pipeline.ingest(Project(folder), [folder / "pages"], Hints(), refuse)


def tag(folder: Path) -> None:
    """Segment, tag and store."""
    pipeline.tag(Project(folder))


def index(folder: Path) -> None:
    """Tagged articles to the embedded index."""
    pipeline.index(Project(folder))


def site(folder: Path) -> None:
    """Tagged articles to static pages and the browser's index."""
    pipeline.publish(Project(folder), folder / "public")


def refuse(error: GongbaoError) -> None:
    """A benchmark with a refused page would measure something else."""
    raise error


def build(folder: Path) -> None:
    """The main job: all of it, as `gongbao build` does it."""
    pipeline.build(Project(folder), [folder / "pages"], Hints(), folder / "public", refuse)


STAGES: dict[str, Callable[[Path], None]] = {
    stage.__name__: stage for stage in (bare_jieba, parse, segment_and_tag, ingest, tag, index, site, build)
}


def main() -> None:
    """Run one stage and print what it took."""
    parser = argparse.ArgumentParser()
    parser.add_argument("stage", choices=STAGES)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    started = time.perf_counter()
    STAGES[arguments.stage](arguments.folder)
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    kibibyte = 1 if sys.platform == "darwin" else 1024  # ru_maxrss is in bytes there
    print(
        json.dumps(
            {
                "wall_seconds": time.perf_counter() - started,
                "cpu_seconds": sum(used.ru_utime + used.ru_stime for used in usage),
                "peak_bytes": max(used.ru_maxrss for used in usage) * kibibyte,
            }
        )
    )


if __name__ == "__main__":
    main()
