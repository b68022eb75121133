"""Chinese word segmentation: jieba's dictionary and output, with the trade's own words added.

The engine is rjieba, jieba's port to Rust, which a test holds equal to jieba itself on the same
dictionary (docs/decisions/0003-segmenter.md); jieba stays at hand as the reference.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from pathlib import Path
from typing import Any, Protocol

from gongbao.core.errors import GongbaoError

UNION_DICTIONARY = "union_dictionary.txt"
_SIGN = re.compile(r"[-_.]")
_LATIN_WORD = re.compile(r"[a-zA-Z0-9]+(?:\.[0-9]+)?%?|[^a-zA-Z0-9]+")  # jieba's own rule for what is not Han


@dataclass(frozen=True, slots=True)
class DictionaryWord:
    """A line of a jieba user dictionary: the word, how often it is met, its part of speech."""

    word: str
    frequency: int
    tag: str


class Segmenter(Protocol):
    """Cuts text into words. The words joined are the text again, white space included."""

    def cut(self, text: str) -> list[str]:
        """Words in reading order, each character in exactly one."""
        ...

    def cut_for_search(self, text: str) -> list[str]:
        """As ``cut``, and before each long word the shorter words of two and three characters inside it."""
        ...

    def tag(self, text: str) -> list[tuple[str, str]]:
        """(word, part of speech) in reading order; tags are those of jieba's posseg (nr person, ns place)."""
        ...

    def has_word(self, word: str) -> bool:
        """Whether the dictionary has this very word."""
        ...

    @property
    def fingerprint(self) -> str:
        """Changes whenever the engine, its version or its words do: what was cut before may be cut otherwise now."""
        ...


def parse_dictionary(lines: Iterable[str], name: str) -> Iterator[DictionaryWord]:
    """Read jieba's user-dictionary format: ``word frequency tag`` a line; blank lines and ``#`` are passed over.

    Raises GongbaoError with the line's number when a line has another form.
    """
    for number, line in enumerate(lines, 1):
        fields = line.split("#", 1)[0].split()
        if not fields:
            continue
        if len(fields) != 3 or not fields[1].isdecimal():
            raise GongbaoError(f"词典 {name} 第 {number} 行应写成“词 词频 词性”，例如“总工会 2000 n”。")
        yield DictionaryWord(fields[0], int(fields[1]), fields[2])


def union_words() -> tuple[DictionaryWord, ...]:
    """The words of the trade that come with the project."""
    data = resources.files("gongbao.core").joinpath("data").joinpath(UNION_DICTIONARY)
    return tuple(parse_dictionary(data.read_text(encoding="utf-8").splitlines(), UNION_DICTIONARY))


class RustSegmenter:
    """jieba's algorithm and dictionary in Rust."""

    def __init__(self, words: Sequence[DictionaryWord]) -> None:
        import rjieba

        self._words = words
        self._jieba = rjieba.Jieba()
        for entry in words:
            self._jieba.add_word(entry.word, entry.frequency, entry.tag)

    def cut(self, text: str) -> list[str]:
        """See Segmenter."""
        words: list[str] = self._jieba.cut(text)
        return self._cut_at_signs(words) if _SIGN.search(text) else words

    def cut_for_search(self, text: str) -> list[str]:
        """See Segmenter."""
        if _SIGN.search(text):
            return [part for word in self.cut(text) for part in (*self._words_inside(word), word)]
        words: list[str] = self._jieba.cut_for_search(text)
        return words

    def tag(self, text: str) -> list[tuple[str, str]]:
        """See Segmenter."""
        pairs: list[tuple[str, str]] = self._jieba.tag(text)
        if not _SIGN.search(text):
            return pairs
        return [(part, tag) for word, tag in pairs for part in self._cut_at_signs([word])]

    def _words_inside(self, word: str) -> list[str]:
        """The dictionary's words of two, then of three characters inside a longer one."""
        grams = [word[at : at + size] for size in (2, 3) if len(word) > size for at in range(len(word) - size + 1)]
        return [gram for gram in grams if self._jieba.has_word(gram)]

    def _cut_at_signs(self, words: Sequence[str]) -> list[str]:
        """As jieba has it: COVID-19 is three words, where the port leaves one."""
        cut: list[str] = []
        for word in words:
            if len(word) > 1 and word.isascii() and _SIGN.search(word) and not self._jieba.has_word(word):
                cut += _LATIN_WORD.findall(word)
            else:
                cut.append(word)
        return cut

    def has_word(self, word: str) -> bool:
        """See Segmenter."""
        return bool(self._jieba.has_word(word))

    @cached_property
    def fingerprint(self) -> str:
        """See Segmenter."""
        return _fingerprint("rjieba", self._words)


class PythonSegmenter:
    """jieba itself: the reference that the other engine is held to."""

    def __init__(self, words: Sequence[DictionaryWord]) -> None:
        import logging

        import jieba
        import jieba.posseg

        jieba.setLogLevel(logging.WARNING)
        self._words = words
        self._jieba: Any = jieba.Tokenizer()
        self._jieba.initialize()
        for entry in words:
            self._jieba.add_word(entry.word, entry.frequency, entry.tag)
        self._tagger: Any = jieba.posseg.POSTokenizer(self._jieba)

    def cut(self, text: str) -> list[str]:
        """See Segmenter."""
        words: list[str] = self._jieba.lcut(text)
        return words

    def cut_for_search(self, text: str) -> list[str]:
        """See Segmenter."""
        words: list[str] = self._jieba.lcut_for_search(text)
        return words

    def tag(self, text: str) -> list[tuple[str, str]]:
        """See Segmenter."""
        return [(pair.word, pair.flag) for pair in self._tagger.cut(text)]

    def has_word(self, word: str) -> bool:
        """See Segmenter."""
        return bool(self._jieba.FREQ.get(word))

    @cached_property
    def fingerprint(self) -> str:
        """See Segmenter."""
        return _fingerprint("jieba", self._words)


def _fingerprint(engine: str, words: Iterable[DictionaryWord]) -> str:
    import hashlib
    from importlib import metadata

    lines = (f"{entry.word} {entry.frequency} {entry.tag}" for entry in words)
    return hashlib.sha256("\n".join((engine, metadata.version(engine), *lines)).encode()).hexdigest()


ENGINES: dict[str, Callable[[Sequence[DictionaryWord]], Segmenter]] = {
    "rjieba": RustSegmenter,
    "jieba": PythonSegmenter,
}


@cache
def load_segmenter(engine: str = "rjieba", dictionary: Path | None = None) -> Segmenter:
    """The segmenter with the union dictionary, and a newsroom's own dictionary on top of it; loaded once."""
    words = union_words()
    if dictionary is not None:
        try:
            lines = dictionary.read_text(encoding="utf-8-sig").splitlines()  # Notepad begins with a byte order mark
        except OSError as error:
            raise GongbaoError(
                f"词典 {dictionary} 读不了（{error.strerror}）：请查看设置 words.dictionary 和文件权限。"
            ) from error
        except UnicodeDecodeError as error:
            raise GongbaoError(f"词典 {dictionary} 不是 UTF-8 编码：请用编辑器另存为 UTF-8。") from error
        words += tuple(parse_dictionary(lines, str(dictionary)))
    return ENGINES[engine](words)
