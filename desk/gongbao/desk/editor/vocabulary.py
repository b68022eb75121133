"""The newsroom's own labels: tried on the archive first, then written into its folder, to be edited by hand too.

Only plain wordings are taken here; whoever wants the patterns of docs/vocabulary.md writes them into the file.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from gongbao.core.annotations import FACETS, SHOWN
from gongbao.core.errors import OutputError
from gongbao.core.records import Article
from gongbao.desk.refusals import Misunderstood
from gongbao.desk.state import Desk
from gongbao.project import Project
from gongbao.search.query import Or, String, render

FILE = "desk.toml"
TRIED = 300  # articles with one of the wordings, the newest first, that a preview tags: a few seconds' work
_LONGEST = 50  # characters of a name or a wording
_MOST_ALIASES = 30
_PATTERN = frozenset("(){}[]|（）｛｝［］｜")
_HEADER = "# 编辑台写的标签，也可以用文本编辑器改（写法见 docs/vocabulary.md）；再由编辑台添写时不保留注释。\n"
_writing = Lock()


@dataclass(frozen=True, slots=True)
class NewLabel:
    """A label, or more wordings of one that is there."""

    facet: str
    name: str
    aliases: tuple[str, ...]
    note: str = ""

    @property
    def query(self) -> str:
        """What finds the articles with one of the wordings."""
        strings = tuple(map(String, self.aliases))
        return render(Or(strings) if len(strings) > 1 else strings[0])


@dataclass(frozen=True, slots=True)
class Trial:
    """What a new label would do to the articles that have one of its wordings."""

    found: int  # in the archive
    tried: int  # of them
    set: tuple[Article, ...]  # that would show it and do not now
    suggested: tuple[Article, ...]  # for which it would be suggested
    already: int  # that show it now


def new_label(facet: str, name: str, aliases: str, note: str) -> NewLabel:
    """What a form says. Raises Misunderstood for what no vocabulary may hold."""
    called = " ".join(name.split())
    wordings = tuple(dict.fromkeys(filter(None, (" ".join(line.split()) for line in aliases.splitlines()))))
    wordings = wordings or (called,)
    if facet not in FACETS:
        raise Misunderstood("请选标签属于哪一类。")
    if not called:
        raise Misunderstood("标签没有名字：请写上。")
    if len(wordings) > _MOST_ALIASES:
        raise Misunderstood(f"写法太多：一次最多 {_MOST_ALIASES} 个。")
    for text in (called, *wordings):
        if len(text) > _LONGEST or not text.isprintable():
            raise Misunderstood(f"“{text[:_LONGEST]}”不能用：请写 {_LONGEST} 个字以内、看得见的字。")
        if _PATTERN & set(text):
            raise Misunderstood(f"“{text}”里有括号或竖线：这里只收一字不差的写法，模式请写进词表文件。")
    return NewLabel(facet, called, wordings, " ".join(note.split()))


def try_label(desk: Desk, label: NewLabel) -> Trial:
    """Tag the articles that have one of the wordings as the new vocabulary would. Raises GongbaoError if it cannot."""
    from gongbao.nlp import load_tagger

    project = desk.project
    results = project.backend.search(label.query, limit=TRIED, sort="date")
    with _with_label(project, label) as folder:
        settings, in_use = project.settings, project.model_in_use
        model = in_use.model if in_use is not None else None
        names, place = settings.path("nlp.authority"), settings.text("newspaper.place")
        with desk.tagging:
            tagger = load_tagger(folder, project.segmenter, place, model, names, tags_only=True)
            before = list(project.store.chosen(hit.id for hit in results.hits))
            after = list(tagger.annotate_many(one.article for one in before))
    would_set: list[Article] = []
    would_suggest: list[Article] = []
    already = 0
    for tagged, tags in zip(before, (one.tags for one in after), strict=True):
        now = next((tag for tag in tags if (tag.facet, tag.label) == (label.facet, label.name)), None)
        if label.name in tagged.labels(label.facet):
            already += 1
        elif now is not None and not _decided(tagged.annotations.tags, label):
            (would_set if now.status in SHOWN else would_suggest).append(tagged.article)
    return Trial(results.total, len(before), tuple(would_set[::-1]), tuple(would_suggest[::-1]), already)


def save_label(desk: Desk, label: NewLabel) -> list[str]:
    """Write it into the newsroom's folder; the ids of the articles that have one of the wordings.

    They are tagged at once; all others when the archive is built next. Raises GongbaoError, and nothing is written,
    for what would break the vocabulary.
    """
    project = desk.project
    folder = own_folder(project)
    with _writing, _with_label(project, label) as tried:
        _replace(folder / FILE, (tried / FILE).read_bytes())
    with desk.tagging:
        project.forget_vocabulary()
    return list(project.backend.ids(label.query))


def own_folder(project: Project) -> Path:
    """The newsroom's folder. Raises Misunderstood when the settings name none, or it is not there."""
    folder = project.settings.path("nlp.vocabulary")
    if folder is None:
        raise Misunderstood(
            '还没有本报的词表文件夹：请在 gongbao.toml 的 [nlp] 里写 vocabulary = "vocabulary"，建好它，再重开编辑台。'
        )
    if not folder.is_dir():
        raise Misunderstood(f"词表文件夹 {folder.name} 不存在：请建好它，或改设置 nlp.vocabulary。")
    return folder


@contextmanager
def _with_label(project: Project, label: NewLabel) -> Iterator[Path]:
    """A copy of the newsroom's folder with the label in it, checked as a whole."""
    from gongbao.nlp.vocabulary_files import load_vocabulary

    own = project.settings.path("nlp.vocabulary")
    with tempfile.TemporaryDirectory(prefix="gongbao-vocabulary-") as name:
        folder = Path(name)
        for file in sorted(own.glob("*.toml")) if own is not None and own.is_dir() else []:
            shutil.copy(file, folder / file.name)
        present = folder / FILE
        tables = _tables(present.read_text("utf-8-sig")) if present.exists() else []
        present.write_text(_HEADER + "".join(map(_written, _with(tables, label))), "utf-8")
        load_vocabulary(folder, project.settings.text("newspaper.place"))
        yield folder


def _tables(text: str) -> list[dict[str, Any]]:
    try:
        tables = tomllib.loads(text).get("label", [])
    except tomllib.TOMLDecodeError as error:
        raise Misunderstood(f"词表文件 {FILE} 写法不对（{error}）：请先用文本编辑器改好。") from error
    return [table for table in tables if isinstance(table, dict)]


def _with(tables: Sequence[dict[str, Any]], label: NewLabel) -> list[dict[str, Any]]:
    mine = {"facet": label.facet, "name": label.name, "aliases": list(label.aliases)}
    mine |= {"note": label.note} if label.note else {}
    merged = []
    for table in tables:
        if (table.get("facet"), table.get("name")) == (label.facet, label.name):
            aliases = dict.fromkeys([*table.get("aliases", []), *label.aliases])
            merged.append(table | mine | {"aliases": list(aliases)})
            mine = {}
        else:
            merged.append(table)
    return [*merged, mine] if mine else merged


def _written(table: dict[str, Any]) -> str:
    """A table as TOML: of strings, lists of strings, whole numbers and truth values JSON's notation is TOML's."""
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in table.items()]
    return "\n[[label]]\n" + "\n".join(lines) + "\n"


def _decided(tags: Sequence[Any], label: NewLabel) -> bool:
    return any(tag.is_decided for tag in tags if (tag.facet, tag.label) == (label.facet, label.name))


def _replace(path: Path, content: bytes) -> None:
    beside = path.with_suffix(".part")
    try:
        with beside.open("wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        beside.replace(path)
    except OSError as error:
        raise OutputError(f"词表文件 {path} 写不了（{error.strerror}）：请查看文件夹的权限。") from error
