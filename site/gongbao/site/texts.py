"""The archive's own words, which a theme may say otherwise: ``texts.toml`` puts others in place of ours.

A text is what stands in a template between two tags, places of Jinja or quotes of an attribute that readers meet; in a
script, between quotes. It is known by itself, as gettext knows messages, so that templates stay as readable as pages.
The words are put in before a template is compiled: a page costs no more for them.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape, unescape
from pathlib import Path
from typing import NamedTuple

from gongbao.core.errors import InputError
from gongbao.site.wording import LIST_NAMES, LIST_NOTES

FILE = "texts.toml"
EVERYWHERE = "texts"  # the table of words for every file; another table bears the name of the one file it is for
# Of the scripts those that only show; the others read what people type, where words have a meaning.
SCRIPTS = ("search-histogram.js", "search-page.js", "search-store.js", "search-view.js")
_READ_OUT = frozenset(("abbr", "alt", "aria-label", "content", "placeholder", "title"))  # attributes
_CODE = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_IN_CODE = re.compile(r"'([^'\\\n]*)'")
_ATTRIBUTE = re.compile(r"([\w:-]+)\s*=\s*$")
# In a script: comments and regular expressions as wholes, else one sign.
_MARK = re.compile(
    r"//[^\n]*|/\*.*?\*/|(?<=[(,=:!&|?])\s*/(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/|[\"'`{}]", re.DOTALL
)
_END_OF_QUOTE = {mark: re.compile(rf"(?<!\\){mark}") for mark in "\"'"}
_END_OF_LITERAL = re.compile(r"(?<!\\)(?:`|\$\{)")
_HAN = re.compile("[\u3400-\u9fff]")
_JINJA = ("{{", "{%", "{#")
_CLOSE = 0.5  # likeness from which a text is offered in place of one that nobody knows

OF_THE_PROGRAM = tuple(dict.fromkeys((*LIST_NAMES.values(), *LIST_NOTES.values())))  # that templates are given

Words = Mapping[str, str]


class Piece(NamedTuple):
    """A text and where it stands in a file's source."""

    start: int
    end: int
    text: str
    written: Callable[[str], str]  # other words as they must be written in its place


@dataclass(frozen=True, slots=True)
class Texts:
    """Other words: for every file, and for single ones."""

    everywhere: Words = field(default_factory=dict)
    by_file: Mapping[str, Words] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.everywhere or self.by_file)

    def of(self, text: str) -> str:
        """What is said everywhere in place of a text."""
        return self.everywhere.get(text, text)

    def in_file(self, name: str) -> Words:
        """{text: other words} for one file; what is said for it alone goes before what is said everywhere."""
        return {**self.everywhere, **self.by_file.get(name, {})}

    def applied(self, name: str, source: str) -> str:
        """The source of a template or script with the other words in their places."""
        words = self.in_file(name)
        parts, place = [], 0
        for piece in pieces(name, source) if words else ():
            if piece.text in words:
                parts += [source[place : piece.start], piece.written(words[piece.text])]
                place = piece.end
        return "".join([*parts, source[place:]])


NO_TEXTS = Texts()


def read_texts(path: Path, sources: Mapping[str, str]) -> Texts:
    """A theme's other words; ``sources`` are our own files that have texts, by name.

    Raises InputError, in one sentence, for what is no TOML, no text of ours, or cannot be put in a text's place.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(
            f"样式的文字 {path} 读不了（{error}）：请改成 UTF-8 的 TOML，写法见 docs/themes.md。"
        ) from error
    known = {name: set(texts_in(name, source)) for name, source in sources.items()}
    everything = set(OF_THE_PROGRAM).union(*known.values())
    for name, words in tables.items():
        if name != EVERYWHERE and name not in known:
            close = difflib.get_close_matches(name, [EVERYWHERE, *known], 1)
            raise InputError(
                f"{path} 里的 [{name}] 不是网站的文件：请写 [{close[0] if close else EVERYWHERE}]，"
                "全部文件和文字用 gongbao site texts 看。"
            )
        _check(path, name, words, everything if name == EVERYWHERE else known[name])
    return Texts(tables.get(EVERYWHERE, {}), {name: words for name, words in tables.items() if name != EVERYWHERE})


def _check(path: Path, table: str, words: object, known: set[str]) -> None:
    if not isinstance(words, dict):
        raise InputError(f'{path} 里的 {table} 要写成一段：请写 [{table}]，下面一行一条 "原来的话" = "新的话"。')
    for text, other in words.items():
        if not isinstance(other, str) or any(sign in other for sign in _JINJA):
            raise InputError(f"{path} 里“{text}”的新文字只能是一句话，也不能有 {{{{ 或 {{%：请改正。")
        if text not in known:
            close = difflib.get_close_matches(text, sorted(known), 1, _CLOSE)
            hint = f"最接近的是“{close[0]}”，" if close else ""
            raise InputError(f"{path} 的 [{table}] 里“{text}”不是网站上的话：{hint}全部文字用 gongbao site texts 看。")


def texts_in(name: str, source: str) -> list[str]:
    """The texts of a file, each once, in order."""
    return list(dict.fromkeys(piece.text for piece in pieces(name, source)))


def pieces(name: str, source: str) -> Iterator[Piece]:
    """The texts of a template or, by its name, of a script, in order; only what has Chinese in it is one."""
    return _script_pieces(source) if name.endswith(".js") else _template_pieces(source)


def _template_pieces(source: str) -> Iterator[Piece]:
    scanner, place = _Scanner(source), 0
    for code in _CODE.finditer(source):
        yield from scanner.literal(place, code.start())
        if not code[0].startswith("{#"):
            for found in _IN_CODE.finditer(source, code.start(), code.end()):
                yield from _piece(source, found.start(1), found.end(1), _in_code)
        place = code.end()
    yield from scanner.literal(place, len(source))


class _Scanner:
    """Where in HTML the literal parts of a template stand; a tag may go on behind a place of Jinja."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._tag: str | None = None  # what was read of the tag, None outside of one
        self._quote = ""  # that ends the value, empty outside of one
        self._attribute = ""

    def literal(self, start: int, end: int) -> Iterator[Piece]:
        """The texts between two places of Jinja; none goes on beyond them."""
        begun = start
        for place in range(start, end):
            sign = self._source[place]
            if self._tag is None and sign == "<":
                yield from self._text(begun, place)
                self._tag = ""
            elif self._tag is not None and self._quote == sign:
                yield from self._text(begun, place)
                self._quote = self._attribute = ""
            elif self._tag is not None and not self._quote and sign in "\"'":
                named = _ATTRIBUTE.search(self._tag)
                self._quote, self._attribute = sign, named[1].lower() if named else ""
                begun = place + 1
            elif self._tag is not None and not self._quote and sign == ">":
                self._tag = None
                begun = place + 1
            elif self._tag is not None:
                self._tag += sign
        yield from self._text(begun, end)

    def _text(self, start: int, end: int) -> Iterator[Piece]:
        if self._tag is None:
            yield from _piece(self._source, start, end, _in_text)
        elif self._quote and self._attribute in _READ_OUT:
            yield from _piece(self._source, start, end, escape)


def _script_pieces(source: str) -> Iterator[Piece]:
    """Between quotation marks, and between backticks what is no ``${…}``, which may hold others."""
    depth, outer, place = 0, list[int](), 0  # of braces: now, and where each ${ began that is not closed
    while found := _MARK.search(source, place):
        mark, place = found[0], found.end()
        if mark == "{":
            depth += 1
        elif mark == "}":
            depth -= 1
        if mark in "\"'":
            end = _END_OF_QUOTE[mark].search(source, place)
            place = end.start() if end else len(source)
            yield from _piece(source, found.end(), place, _in_quotes)
            place += 1
        elif mark == "`" or (mark == "}" and outer and outer[-1] == depth):
            if mark == "}":
                outer.pop()
            end = _END_OF_LITERAL.search(source, place)
            start, place = place, end.end() if end else len(source)
            yield from _piece(source, start, end.start() if end else place, _in_backticks)
            if end and end[0] == "${":
                outer.append(depth)
                depth += 1


def _piece(source: str, start: int, end: int, written: Callable[[str], str]) -> Iterator[Piece]:
    text = source[start:end]
    if _HAN.search(text) and "\\" not in text:
        start += len(text) - len(text.lstrip())
        stripped = text.strip()
        yield Piece(
            start, start + len(stripped), unescape(stripped) if written in (_in_text, escape) else stripped, written
        )


def _in_text(words: str) -> str:
    return escape(words, quote=False)


def _in_code(words: str) -> str:
    return words.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n")


def _in_quotes(words: str) -> str:
    return words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _in_backticks(words: str) -> str:
    return words.replace("\\", "\\\\").replace("`", "\\`").replace("${", "\\${")
