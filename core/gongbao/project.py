"""A newsroom's folder: its settings and the parts that they choose, each opened when first asked for."""

from __future__ import annotations

import hashlib
import multiprocessing
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from gongbao.core.errors import GongbaoError, OutputError, StoreError
from gongbao.core.files import FILES, Files
from gongbao.core.settings import Settings, load_settings

if TYPE_CHECKING:
    from gongbao.core.store import Store
    from gongbao.core.words import Segmenter
    from gongbao.nlp.models import Model
    from gongbao.nlp.models_folder import InUse
    from gongbao.nlp.tagger import Tagger
    from gongbao.search import SearchBackend


class Project:
    """The folder that commands run in. All commands run in one folder share its settings and its archive."""

    def __init__(self, folder: Path, settings: Settings | None = None) -> None:
        self.settings = settings or load_settings(folder)

    @property
    def archive_folder(self) -> Path:
        """Where database and index live."""
        return self.settings.folder / self.settings.text("archive.folder")

    @cached_property
    def store(self) -> Store:
        """The archive's database, made on first use."""
        from gongbao.core.store import Store

        url = self.settings.text("archive.url")
        if not url:
            database = self.archive_folder / "gongbao.sqlite"
            if not database.exists() and (self.archive_folder / "index").exists():
                raise StoreError(
                    f"索引还在，数据库 {database} 却不见了：请用备份恢复；要从头开始，请先删去 {self.archive_folder}。"
                )
            self._make_archive_folder()
            url = f"sqlite:///{database}"
        return Store(url)

    @property
    def files(self) -> Files:
        """The archive's files: pictures and PDFs of pages, pictures of articles."""
        return Files(self.archive_folder / FILES)

    @cached_property
    def segmenter(self) -> Segmenter:
        """jieba with the union dictionary and the newsroom's own."""
        from gongbao.core.words import load_segmenter

        return load_segmenter(self.settings.text("words.engine"), self.settings.path("words.dictionary"))

    @cached_property
    def tagger(self) -> Tagger:
        """The tagger with the newsroom's vocabulary, and what was learnt from its archive."""
        model = self._model
        return self.rules if model is None else self._load_tagger(model)

    @cached_property
    def draft_tagger(self) -> Tagger:
        """As ``tagger``, for tags alone: what a reporter waits for."""
        return self._load_tagger(self._model, tags_only=True)

    @property
    def models_folder(self) -> Path:
        """Where the models that were learnt from the archive live."""
        return self.archive_folder / "models"

    @cached_property
    def model_in_use(self) -> InUse | None:
        """The model that tags, None where nothing was ever learnt; one that cannot be used is told of on stderr."""
        if not self.models_folder.is_dir():
            return None
        from gongbao.nlp.models_folder import Models

        found = Models(self.models_folder).in_use()
        if found.problem and multiprocessing.parent_process() is None:  # said once, not by every worker
            print(f"注意：{found.problem}", file=sys.stderr)  # noqa: T201
        return found

    @cached_property
    def rules(self) -> Tagger:
        """The tagger by rules alone, with the newsroom's vocabulary."""
        return self._load_tagger(None)

    @property
    def _model(self) -> Model | None:
        found = self.model_in_use
        return found.model if found is not None else None

    def _load_tagger(self, model: Model | None, *, tags_only: bool = False) -> Tagger:
        from gongbao.nlp import load_tagger

        settings = self.settings
        folder, names = settings.path("nlp.vocabulary"), settings.path("nlp.authority")
        place = settings.text("newspaper.place")
        return load_tagger(folder, self.segmenter, place, model, names, tags_only=tags_only)

    @cached_property
    def tagger_fingerprint(self) -> str:
        """Changes whenever the tagger would find something else; needs no tagger loaded."""
        model = self.model_in_use
        if model is None or not model.digest:
            return self.rules_fingerprint
        return hashlib.sha256(f"{self.rules_fingerprint}\0{model.digest}".encode()).hexdigest()

    @cached_property
    def rules_fingerprint(self) -> str:
        """As ``tagger_fingerprint``, for the rules alone."""
        from gongbao.nlp.fingerprint import tagger_fingerprint

        settings = self.settings
        return tagger_fingerprint(
            settings.path("nlp.vocabulary"),
            settings.text("words.engine"),
            settings.path("words.dictionary"),
            settings.text("newspaper.place"),
            settings.path("nlp.authority"),
        )

    def forget_vocabulary(self) -> None:
        """Have the vocabulary read again by whoever asks for a tagger next: one of its files was changed."""
        for name in ("tagger", "draft_tagger", "rules", "tagger_fingerprint", "rules_fingerprint"):
            self.__dict__.pop(name, None)

    @cached_property
    def backend(self) -> SearchBackend:
        """The search engine; its index is made when something is first written."""
        from gongbao.search import open_with

        return open_with(self.settings, self.segmenter)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Only one command at a time writes to the archive; the second is told so at once."""
        from filelock import FileLock, Timeout

        self._make_archive_folder()
        try:
            with FileLock(self.archive_folder / ".lock", timeout=0):
                yield
        except Timeout:
            raise GongbaoError("另一个 gongbao 正在写这个存档：请等它结束再运行。") from None
        except PermissionError as error:
            raise OutputError(f"没有写 {self.archive_folder} 的权限：请换有权限的用户，或查看文件夹的权限。") from error

    def _make_archive_folder(self) -> None:
        try:
            self.archive_folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(f"建不了存档文件夹 {self.archive_folder}（{error.strerror}）：请查看权限。") from error
