"""Coverage-guided fuzzing of the query language, by hand: needs atheris, which the project does not depend on.

    pip install atheris                     # in an environment of its own that also has lark
    PYTHONPATH=core:search python tests/fuzz/fuzz_query.py -max_total_time=300 [FOLDER OF INPUTS]

Whatever the bytes spell, a query is a tree of at most MAX_DEPTH levels that means the same when it is written
out and read again, or a mistake with a sentence and a place; and it takes less than a tenth of a second.
"""

from __future__ import annotations

import datetime
import importlib
import sys
import time
from typing import Any

atheris: Any = importlib.import_module("atheris")
with atheris.instrument_imports(include=["gongbao.search.query", "gongbao.core.dates"]):
    from gongbao.core.errors import QueryError
    from gongbao.search.query import advice, build, parse, render, without_filters
    from gongbao.search.query.syntax import And, Node, Not, Or

# A first byte below picks from here, so that few bytes spell what the language knows.
PHRASES = (
    *("(", ")", "|", "-", '"', "“", "”", "「", "」", " ", ":", "*", "或", " 或 ", " OR ", "且", "不含 ", "NOT "),
    *(
        "区:",
        "标题:",
        "版:",
        "日期:",
        "体裁:",
        "图片:",
        "人物:",
        "建议:",
        "year:",
        "有图",
        "无图",
        "头版",
        "评论",
        "房山",
    ),
    *(
        "去年",
        "今年",
        "昨天",
        "近",
        "最近",
        "半",
        "年",
        "月",
        "日",
        "个",
        "周",
        "天",
        "上",
        "本",
        "季度",
        "第",
        "至",
        "..",
    ),
    *("2021", "12", "31", "0", "三", "十", "两", "last", "months", "q1", "甲", "\ud800", "\u200b", "\x00", "工会职工"),
)
SECONDS = 0.1


def spell(data: bytes) -> tuple[str, datetime.date]:
    """The query and the day on which it is asked."""
    given = atheris.FuzzedDataProvider(data)
    today = datetime.date.fromordinal(given.ConsumeIntInRange(1, datetime.date.max.toordinal()))
    parts: list[str] = []
    while given.remaining_bytes():
        number = given.ConsumeIntInRange(0, 255)
        if number < 2 * len(PHRASES):
            parts.append(PHRASES[number // 2])
        elif number < 200:
            parts.append(PHRASES[number % 12] * given.ConsumeIntInRange(1, 250))
        else:
            parts.append(given.ConsumeUnicode(number - 199))
    return "".join(parts), today


def levels(node: Node) -> int:
    """How deep And, Or and Not are nested."""
    match node:
        case Not(part):
            return 1 + levels(part)
        case And(parts) | Or(parts):
            return 1 + max(map(levels, parts))
        case _:
            return 0


def ask(data: bytes) -> None:
    """One query, held to all that is promised of the language."""
    query, today = spell(data)
    begin = time.process_time()
    mistake = None
    try:
        tree = parse(query, today)
    except QueryError as error:
        mistake = error
    if mistake:
        assert 0 <= mistake.position <= len(query), mistake.position
        assert str(mistake).endswith("。"), str(mistake)
    else:
        assert parse(render(tree)) == tree, render(tree)
        assert levels(tree) <= build.MAX_DEPTH, render(tree)
        without_filters(tree, "date")
        advice(query)
    assert time.process_time() - begin < SECONDS, query


if __name__ == "__main__":
    parse("甲")  # the grammar is built before any clock runs
    atheris.Setup(sys.argv, ask)
    atheris.Fuzz()
