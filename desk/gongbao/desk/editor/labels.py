"""The vocabulary's labels, read again only when one of its files has changed: pages offer them while one types."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from gongbao.deciding import Key, labels_known
from gongbao.project import Project

_kept: dict[Path, tuple[object, list[Key]]] = {}
_reading = Lock()


def known_labels(project: Project) -> list[Key]:
    """(facet, label) of the project's and the newsroom's vocabulary. Raises GongbaoError for a broken one."""
    own = project.settings.path("nlp.vocabulary")
    files = sorted(own.glob("*.toml")) if own is not None and own.is_dir() else []
    state = [(file, file.stat().st_mtime_ns, file.stat().st_size) for file in files]
    folder = project.settings.folder
    with _reading:
        kept = _kept.get(folder)
        if kept is None or kept[0] != state:
            if kept is not None:  # by hand, or by another process of this desk
                project.forget_vocabulary()
            kept = _kept[folder] = (state, labels_known(project))
        return kept[1]
