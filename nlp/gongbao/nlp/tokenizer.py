"""jieba's words as spaCy's tokens: every character is in exactly one token, and no space is invented."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from gongbao.core.words import Segmenter, load_segmenter

TOKENIZER = "gongbao.SegmenterTokenizer.v1"
WORDS = "gongbao_words"  # key in Doc.user_data


class SegmenterTokenizer:
    """Makes a Doc of the segmenter's words. White space is a token of its own, as jieba prints it."""

    def __init__(self, vocab: Vocab, load: Callable[[], Segmenter]) -> None:
        """``load`` is called when the first text comes, unless a segmenter was given before."""
        self.vocab = vocab
        self._load = load
        self._segmenter: Segmenter | None = None

    @property
    def segmenter(self) -> Segmenter:
        """The segmenter in use."""
        if self._segmenter is None:
            self._segmenter = self._load()
        return self._segmenter

    @segmenter.setter
    def segmenter(self, segmenter: Segmenter) -> None:
        self._segmenter = segmenter

    def __call__(self, text: str) -> Doc:
        """The Doc of a text; the words are also kept as they came, since reading tokens one by one is slow."""
        words = self.segmenter.cut(text) if text else []
        doc = Doc(self.vocab, words=words, spaces=[False] * len(words))
        doc.user_data[WORDS] = words
        return doc

    def to_bytes(self, **_: Any) -> bytes:
        """Nothing: the segmenter is named in the pipeline's configuration."""
        return b""

    def from_bytes(self, _data: bytes, **_: Any) -> SegmenterTokenizer:
        """See to_bytes."""
        return self

    def to_disk(self, _path: Path | str, **_: Any) -> None:
        """See to_bytes."""

    def from_disk(self, _path: Path | str, **_: Any) -> SegmenterTokenizer:
        """See to_bytes."""
        return self


@registry.tokenizers(TOKENIZER)  # type: ignore[untyped-decorator]
def create_tokenizer(engine: str, dictionary: str) -> Callable[[Language], SegmenterTokenizer]:
    """For spaCy's configuration: the engine's name and the path of a newsroom's own dictionary, or an empty string."""

    def create(nlp: Language) -> SegmenterTokenizer:
        path = Path(dictionary) if dictionary else None
        return SegmenterTokenizer(nlp.vocab, lambda: load_segmenter(engine, path))

    return create
