"""In text that a machine wrapped, the room that a line leaves tells where paragraphs begin."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gongbao.core.records import Source
from gongbao.core.words import Segmenter
from gongbao.ingest.blocks import read_lines, width
from gongbao.ingest.shapes import shape_of
from gongbao.ingest.splitter import split
from gongbao.ingest.wrapping import GOES_ON, STARTS, wrap_evidence

PARAGRAPHS = (
    "区总工会今天召开座谈会，听取来自生产一线的职工代表对夏季劳动保护工作的意见，并对下一阶段的工作作出安排。",
    "会议提出，各级工会要把防暑降温物资及时送到工地、车间和班组。让劳动者渴了有水喝、累了有地方歇脚、病了有人照看。",
    "据了解，今年以来全区新建户外劳动者服务站点86个，改造提升120个，服务快递员、网约车司机等新就业形态劳动者3万余人次。",
    "座谈会上，港口集团、轨道交通公司等单位的职工代表先后发言。他们说，服务站点离得近、开得早，饭菜可以加热，手机可以充电，很实在。",
    "区总工会负责人表示，将把意见逐条梳理，列出清单，明确专人，限期答复。",
)
SIZES = range(20, 40)


def _machine_wrapped(text: str, size: int, indent: int) -> list[str]:
    """Lines of one width; the first has room for an indent that is not printed any more."""
    lines = [""]
    for character in text:
        room = size - (indent if len(lines) == 1 else 0)
        if width(lines[-1]) + width(character) > room:
            lines.append("")
        lines[-1] += character
    return lines


def _page(size: int, indent: int) -> tuple[str, list[bool]]:
    """A text of lines, and whether each line opens a paragraph."""
    wrapped = [_machine_wrapped(text, size, indent) for text in PARAGRAPHS]
    lines = [line for paragraph in wrapped for line in paragraph]
    return "\n".join(lines) + "\n", [place == 0 for paragraph in wrapped for place in range(len(paragraph))]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("indent", [0, 2])
def test_what_is_told_for_certain_is_never_wrong(size: int, indent: int) -> None:
    text, starts = _page(size, indent)
    lines = read_lines(text)
    evidence = wrap_evidence(lines, [shape_of(line) for line in lines])
    for told, is_start in zip(evidence[1:], starts[1:], strict=True):
        assert told
        assert is_start or STARTS not in told
        assert not is_start or GOES_ON not in told


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("indent", [0, 2])
def test_every_paragraph_begins_anew_and_only_a_sentence_on_a_full_line_may_do_so_too(
    size: int, indent: int, source_of: Callable[[str], Source], segmenter: Segmenter
) -> None:
    text, _ = _page(size, indent)
    (article,) = split(source_of("服务站点建到职工身边\n\n" + text), segmenter).articles
    assert article.headline == "服务站点建到职工身边"
    assert "".join(article.paragraphs) == "".join(PARAGRAPHS)
    openings = [paragraph[:8] for paragraph in article.paragraphs]
    assert [paragraph[:8] for paragraph in PARAGRAPHS if paragraph[:8] not in openings] == []
    assert all(paragraph.endswith("。") for paragraph in article.paragraphs)


def test_lines_that_no_machine_wrapped_have_no_such_evidence() -> None:
    lines = read_lines("\n\n".join(PARAGRAPHS) + "\n")
    assert wrap_evidence(lines, [shape_of(line) for line in lines]) == [""] * len(PARAGRAPHS)
