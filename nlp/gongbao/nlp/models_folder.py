"""A newsroom's models on disk, one folder a version, and which of them is in use.

``models/3/model.json`` and ``models/3/manifest.json`` (its digest, what it was trained on, what it reached);
``models/current`` holds the number in use, 0 for the rules alone. A version is written beside and renamed, and so
is ``current``: after a crash there is the last good state.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gongbao.core.errors import GongbaoError, OutputError
from gongbao.nlp.models import Model, ModelError, model_from

RULES_ALONE = 0
MOST_BYTES = 536_870_912  # of a file: several times what 4,000 articles and every label of a vocabulary come to
_CURRENT = "current"
_MOST_DIGITS = 9  # of a version's number
_READABLE = 0o755  # temporary folders are their owner's alone


@dataclass(frozen=True, slots=True)
class Version:
    """One model on disk, as its manifest tells it; ``problem`` says what is wrong with one that cannot be used."""

    number: int
    manifest: Mapping[str, Any]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class InUse:
    """What tags now. ``problem`` is one sentence when it is not what it ought to be."""

    number: int  # RULES_ALONE for no model
    model: Model | None
    digest: str  # of the model's file; empty for the rules alone
    problem: str = ""


class Models:
    """The models of one archive; nothing is made before the first is kept."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def in_use(self) -> InUse:
        """The current model; when it cannot be used, the last good one before it, or else the rules alone."""
        try:
            wanted = self._current()
        except ModelError as error:
            return InUse(RULES_ALONE, None, "", f"{self.folder / _CURRENT} {error}，只用规则：{_MEND}")
        problem = ""
        for number in sorted((n for n in self._numbers() | {wanted} if 0 < n <= wanted), reverse=True):
            try:
                model, digest = self._load(number)
            except ModelError as error:
                problem = problem or f"模型 {number} {error}"
            else:
                return InUse(number, model, digest, f"{problem}，改用模型 {number}：{_MEND}" if problem else "")
        return InUse(RULES_ALONE, None, "", f"{problem}，只用规则：{_MEND}" if problem else "")

    def versions(self) -> list[Version]:
        """All models on disk, oldest first."""
        found = []
        for number in sorted(self._numbers()):
            try:
                self._load(number)
            except ModelError as error:
                found.append(Version(number, {}, str(error)))
            else:
                found.append(Version(number, self._manifest(number)))
        return found

    def keep(self, model: Model, about: Mapping[str, Any]) -> int:
        """Keep a model as the next version, which is then in use; ``about`` is what its manifest tells. Its number."""
        number = max(self._numbers(), default=0) + 1
        content = _json(model.plain())
        manifest = {**about, "number": number, "sha256": hashlib.sha256(content).hexdigest()}
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            unfinished = Path(tempfile.mkdtemp(prefix=f".{number}.", dir=self.folder))
            try:
                _write(unfinished / "model.json", content)
                _write(unfinished / "manifest.json", _json(manifest))
                unfinished.chmod(_READABLE)
                unfinished.rename(self.folder / str(number))
            except BaseException:
                shutil.rmtree(unfinished, ignore_errors=True)
                raise
        except OSError as error:
            raise OutputError(f"存不了模型 {self.folder}（{error.strerror}）：请查看磁盘空间和权限。") from error
        self._point_to(number)
        return number

    def rollback(self) -> int:
        """Use the version before the one in use that is good, or the rules alone; its number.

        Where the current one cannot be used, the one that stands in for it stays for good.
        """
        now = self.in_use()
        if now.problem:
            number = now.number
        elif now.number == RULES_ALONE:
            raise GongbaoError("现在没有用模型，只用规则：没有可以退回的，没有改动。")
        else:
            earlier = [one.number for one in self.versions() if one.number < now.number and not one.problem]
            number = max(earlier, default=RULES_ALONE)
        self._point_to(number)
        return number

    def _point_to(self, number: int) -> None:
        unfinished = self.folder / f".{_CURRENT}"
        try:
            _write(unfinished, f"{number}\n".encode())
            unfinished.replace(self.folder / _CURRENT)
        except OSError as error:
            raise OutputError(f"写不了 {self.folder / _CURRENT}（{error.strerror}）：请查看磁盘空间和权限。") from error

    def _current(self) -> int:
        try:
            text = (self.folder / _CURRENT).read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return RULES_ALONE
        except (OSError, UnicodeDecodeError) as error:
            raise ModelError("读不了") from error
        if not _is_number(text):
            raise ModelError("里不是一个编号")
        return int(text)

    def _numbers(self) -> set[int]:
        if not self.folder.is_dir():
            return set()
        return {int(path.name) for path in self.folder.iterdir() if _is_number(path.name)}

    def _manifest(self, number: int) -> Mapping[str, Any]:
        manifest = _parsed(_read(self.folder / str(number) / "manifest.json"))
        if not isinstance(manifest, dict) or not _is_sound(manifest):
            raise ModelError("坏了（manifest.json 的内容不对）")
        return manifest

    def _load(self, number: int) -> tuple[Model, str]:
        content = _read(self.folder / str(number) / "model.json")
        digest = hashlib.sha256(content).hexdigest()
        if self._manifest(number).get("sha256") != digest:
            raise ModelError("坏了（内容和登记的摘要不符）")
        return model_from(_parsed(content)), digest


_MEND = "请运行 gongbao learn 重新学，或 gongbao learn --rollback 退回。"


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS


def _is_sound(manifest: Mapping[str, Any]) -> bool:
    """Whether what others read in a manifest is of the kind that they expect."""
    labels, trained_on = manifest.get("labels", []), manifest.get("trained_on", [])
    told = isinstance(labels, list) and all(
        isinstance(one, dict) and isinstance(one.get("label"), str) and isinstance(one.get("promoted"), bool)
        for one in labels
    )
    named = isinstance(trained_on, list) and all(isinstance(one, str) for one in trained_on)
    return told and named and isinstance(manifest.get("articles", 0), int)


def _json(plain: Any) -> bytes:
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, indent=1).encode("utf-8", "surrogatepass")


def _parsed(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise ModelError("坏了（不是 JSON）") from error


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ModelError(f"太大（{path.name} 超过 {MOST_BYTES >> 20} MB）")
        return path.read_bytes()
    except OSError as error:
        raise ModelError(f"读不了（{path.name}：{error.strerror}）") from error


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
