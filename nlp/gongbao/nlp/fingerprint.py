"""What the tagger is made of, as one digest: articles are tagged again when it changes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from gongbao.core.errors import GongbaoError


def tagger_fingerprint(
    vocabulary_folder: Path | None,
    engine: str,
    dictionary: Path | None,
    place: str,
    authority_folder: Path | None = None,
) -> str:
    """A digest over this package's code and data, the dictionaries and the newsroom's own vocabulary and names.

    Needs no tagger loaded: a build that has nothing to tag does not wait for spaCy.
    """
    digest = hashlib.sha256(f"{engine}\0{place}".encode())
    for path in _parts(vocabulary_folder, dictionary, authority_folder):
        try:
            data = path.read_bytes()
        except OSError as error:
            raise GongbaoError(f"{path} 读不了（{error.strerror}）：请查看设置和文件权限。") from error
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(data).digest())
    return digest.hexdigest()


def _parts(vocabulary_folder: Path | None, dictionary: Path | None, authority_folder: Path | None) -> Iterator[Path]:
    own = Path(__file__).parent
    yield from sorted(path for path in own.rglob("*") if path.is_file() and path.suffix != ".pyc")
    core_data = resources.files("gongbao.core").joinpath("data")
    yield from sorted(Path(str(data)) for data in core_data.iterdir())
    if dictionary is not None:
        yield dictionary
    for folder in (vocabulary_folder, authority_folder):
        if folder is not None:
            yield from sorted(folder.glob("*.toml"))
