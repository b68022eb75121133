"""The index files: the same from the same articles, plain text, and written without holding the archive."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongbao.core.dates import IssueDate
from gongbao.core.records import Page, TaggedArticle
from gongbao.site.search_index import write_search
from gongbao.site.search_index.codes import ESCAPED_BITS, gamma, gaps, rice

Make = Callable[..., TaggedArticle]
numbers = st.lists(st.integers(0, (1 << ESCAPED_BITS) - 1), max_size=50)


def bits_of(digits: str) -> str:
    alphabet = [chr(code) for code in range(33, 127) if chr(code) not in '"\\']
    values = [alphabet.index(digit) for digit in digits]
    return "".join(f"{high * 92 + low:013b}" for high, low in zip(values[::2], values[1::2], strict=True))


@given(numbers, st.integers(0, 12))
def test_rice_codes_are_read_back_bit_by_bit(values: list[int], parameter: int) -> None:
    bits = iter(bits_of(rice(np.array(values, np.int64), parameter).pack()))
    read = []
    for _ in values:
        zeros = 0
        while next(bits) == "0":
            zeros += 1
        width = ESCAPED_BITS if zeros == 24 else parameter
        low = int("0" + "".join(next(bits) for _ in range(width)), 2)
        read.append(low if zeros == 24 else zeros << parameter | low)
    assert read == values
    assert "1" not in "".join(bits)


@given(numbers)
def test_gamma_codes_are_read_back_bit_by_bit(values: list[int]) -> None:
    bits = iter(bits_of(gamma(np.array(values, np.int64)).pack()))
    for value in values:
        width = 0
        while next(bits) == "0":
            width += 1
        assert int("1" + "".join(next(bits) for _ in range(width)), 2) - 1 == value


def test_a_number_beyond_what_can_be_escaped_is_refused() -> None:
    with pytest.raises(ValueError, match="beyond"):
        rice(np.array([1 << ESCAPED_BITS]), 0)


def test_gaps_begin_anew_with_each_list() -> None:
    assert gaps(np.array([2, 3, 7, 0, 9]), np.array([0, 3])).tolist() == [2, 0, 3, 0, 8]


def written(articles: list[TaggedArticle]) -> dict[str, bytes]:
    files: dict[str, bytes] = {}

    def write(path: str, content: bytes) -> None:
        assert path not in files
        files[path] = content

    write_search(lambda: iter(articles), lambda article: f"a/{article.id}.html", write)
    return files


def test_the_same_articles_give_the_same_files(article: Make) -> None:
    articles = [
        article(
            f"第{number}期",
            "慰问一线职工" * number,
            date=IssueDate(2000 + number),
            page=Page("3", "工会"),
            id=str(number),
        )
        for number in range(20)
    ]
    assert written(articles) == written(articles)


def test_every_file_is_one_call_in_a_script(article: Make) -> None:
    files = written([article("职工“书屋”\u2028\\", "一\n二", id="1")])
    assert {path.split("/")[0] for path in files} == {"search"}
    for path, content in files.items():
        text = content.decode("utf-8")
        name = path.removeprefix("search/").removesuffix(".js")
        assert text.startswith(f'gongbaoSearch.receive("{name}",')
        assert text.endswith(");\n")
        assert "\u2028" not in text


def test_importing_the_package_imports_nothing_heavy() -> None:
    code = "import sys, gongbao.site.search_index; print(*{'numpy', 'jinja2'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
