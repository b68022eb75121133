"""``gongbao watch``: builds what is dropped into a folder, as soon as it is there in full."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from gongbao.cli.build import build_report
from gongbao.cli.options import hints_from, hints_options
from gongbao.cli.output import Refusals
from gongbao.core.errors import GongbaoError

if TYPE_CHECKING:
    from gongbao.ingest.hints import Hints
    from gongbao.ingest.watching import WatchedFolder
    from gongbao.project import Project

LONGEST_WAIT = 10  # looks that files which are ready wait for others that are still growing


@click.command("watch")
@click.argument("watched", metavar="文件夹", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="网站写到哪个文件夹；默认是设置 site.output。")
@click.option("--once", is_flag=True, help="把现在放好的做完就结束，供 cron 定时运行；还没写完的留到下一次。")
@hints_options
@click.pass_obj
def command(folder: Path, /, watched: Path, output: Path | None, once: bool, **options: str) -> None:
    """看着一个文件夹：放进来的稿件写完了，就读入、标注、索引、生成网站。不移动、不删除任何文件。"""
    from gongbao.ingest.watching import WatchedFolder
    from gongbao.project import Project

    settings, hints = Project(folder).settings, hints_from(options)
    target = output or settings.path("site.output")
    if target is None:
        raise click.UsageError("请用 --output 或设置 site.output 说明网站写到哪里。")
    for written in (target, Project(folder).archive_folder):
        if written.resolve().is_relative_to(watched.resolve()):
            raise GongbaoError(f"{written} 在 {watched} 里面，会把写出来的又读进去：请另用一个文件夹放稿件。")
    watch = Watch(folder, WatchedFolder(watched), target, hints)
    interval = settings.number("watch.interval_seconds")
    if once:
        watch.look()
        time.sleep(interval)
        raise SystemExit(watch.build(watch.look()))
    click.echo(f"看着 {watched}，每 {interval} 秒一次；按 Ctrl+C 结束。")
    try:
        with _ended_by_termination():
            watch.run(interval)
    except KeyboardInterrupt:
        click.echo(f"不再看着 {watched}。已经存下的都在。")


@dataclass(slots=True)
class Watch:
    """A folder that is watched, and what is done for it."""

    folder: Path  # of the project
    watched: WatchedFolder
    output: Path
    hints: Hints
    _told: str = ""  # the last sentence that said why nothing could be built
    _refusals: Refusals = field(default_factory=Refusals)

    def run(self, interval_seconds: int) -> None:
        """Look and build until interrupted. What could not be built is tried again at the next look."""
        waited = 0
        while True:
            ready = self.look()
            waited = waited + 1 if ready else 0
            if ready and (not self.watched.is_growing_beside(ready) or waited >= LONGEST_WAIT):
                waited = 0
                self._try(ready)
            time.sleep(interval_seconds)

    def look(self) -> list[Path]:
        """The files that are ready; what cannot be looked at is told once."""
        ready, refused = self.watched.look()
        for error in refused:
            self._refusals(error)
        return ready

    def build(self, ready: list[Path]) -> int:
        """One build for all that is ready; the exit code. Raises GongbaoError when nothing could be built."""
        from gongbao import pipeline
        from gongbao.project import Project

        if ready:
            project = Project(self.folder)  # anew each time: other commands may have changed the archive meanwhile
            try:
                counts = pipeline.build(project, ready, self.hints, self.output, self._refusals)
                click.echo(build_report(counts, self.output))
            finally:
                _close(project)
            self.watched.done(ready)
        return self._refusals.exit_code()

    def _try(self, ready: list[Path]) -> None:
        try:
            self.build(ready)
            self._told = ""
        except GongbaoError as error:
            if str(error) != self._told:
                self._told = str(error)
                click.echo(f"还没有做成，会再试：{error}", err=True)


def _close(project: Project) -> None:
    if "store" in vars(project):  # it was opened
        project.store.close()


@contextmanager
def _ended_by_termination() -> Iterator[None]:
    """A service that is stopped ends as with Ctrl+C."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
