"""What each paragraph of a Word document is: by the styles that its writer used, else by how the first lines look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from gongbao.ingest.credits import looks_like_credit_line
from gongbao.ingest.folio import read_folio
from gongbao.ingest.readers.word_styles import HEADING
from gongbao.ingest.readers.word_text import Paragraph

ABOVE = ("column", "kicker")  # what may stand above a headline
LONGEST_TITLE = 60  # characters; a longer paragraph is text, however it is set
_LONGEST_CROSSHEAD = 24
_SENTENCE_ENDS = "。！？；，、"
_DASHES = ("—", "－", "──")


def assign_roles(paragraphs: Sequence[Paragraph]) -> list[str] | None:
    """A role for each paragraph, empty for one that shows nothing; None when nothing tells where articles begin."""
    shown = [place for place, one in enumerate(paragraphs) if one.text]
    role = _headline_role([paragraphs[place] for place in shown])
    titles = {place for place in shown if paragraphs[place].style.role == role} if role else set()
    kickers: set[int] = set()
    if not role:
        titles, kickers = _by_looks(paragraphs, shown)
    if not titles:
        return None
    roles = [""] * len(paragraphs)
    before = ""
    for place in shown:
        if place in titles or place in kickers:
            before = "headline" if place in titles else "kicker"
        else:
            before = _role(paragraphs[place], before, behind_title=place > min(titles))
        roles[place] = before
    return roles


def _role(paragraph: Paragraph, before: str, *, behind_title: bool) -> str:
    """The role of a paragraph that is no headline, behind a paragraph of the role ``before``."""
    text, styled = paragraph.text, paragraph.style.role
    if styled == "headline":  # of the whole page, above the articles that its headings head
        return "kicker"
    if styled == "subhead" and before not in ("headline", "subhead"):
        return "crosshead"
    if styled.startswith(HEADING):
        return "crosshead"
    if styled:
        return styled
    if read_folio(text) is not None:
        return "furniture"
    is_short = len(text) <= LONGEST_TITLE and text[-1] not in _SENTENCE_ENDS
    if not behind_title and is_short and before in ("", "furniture", *ABOVE):
        return "kicker"
    is_below_title = before in ("headline", "subhead") and is_short and not looks_like_credit_line(text)
    if is_below_title and (text.startswith(_DASHES) or paragraph.style.is_centred):
        return "subhead"
    is_crosshead = behind_title and paragraph.is_bold and is_short and len(text) <= _LONGEST_CROSSHEAD
    return "crosshead" if is_crosshead and before not in ("headline", "subhead") else "paragraph"


def _headline_role(shown: Sequence[Paragraph]) -> str:
    """The style whose paragraphs are headlines: titles, or the highest headings; empty when there are none."""
    roles = [one.style.role for one in shown]
    headings = sorted({role for role in roles if role.startswith(HEADING)})
    if "headline" in roles:
        return headings[0] if headings and _heads_a_page(roles, headings[0]) else "headline"
    if headings and not any(_is_text(one) for one in shown[: roles.index(headings[0])]):
        return headings[0]
    return ""


def _heads_a_page(roles: Sequence[str], heading: str) -> bool:
    """Whether the only title stands over several headings, with nothing between: it is the page's, not an article's."""
    first = roles.index("headline")
    behind = next((role for role in roles[first:] if role != "headline"), "")
    return roles.count(heading) > 1 and behind == heading and "headline" not in roles[roles.index(heading) :]


def _is_text(paragraph: Paragraph) -> bool:
    return len(paragraph.text) > LONGEST_TITLE or paragraph.text[-1] in "。！？；"


def _by_looks(paragraphs: Sequence[Paragraph], shown: Sequence[int]) -> tuple[set[int], set[int]]:
    """Places of headline and kicker where the first lines are centred and bold or large; empty when that does not tell.

    When such lines stand further down too, the document is a whole page, and the splitter knows more of pages.
    """
    usual = Counter(paragraphs[place].size for place in shown if _is_text(paragraphs[place])).most_common(1)
    text_size = usual[0][0] if usual else 0
    lines = [place for place in shown if read_folio(paragraphs[place].text) is None]
    top = 0
    while top < len(lines) and _is_set_off(paragraphs[lines[top]]):
        top += 1
    strong = [place for place in lines[:top] if _is_strong(paragraphs[place], text_size)]
    further = [p for p in lines[top:] if _is_set_off(paragraphs[p]) and _is_strong(paragraphs[p], text_size)]
    if not strong or further or top == len(lines):
        return set(), set()
    largest = max(paragraphs[place].size for place in strong)
    titles = {place for place in strong if paragraphs[place].size == largest}
    return titles, {place for place in lines[:top] if place < min(titles)}


def _is_set_off(paragraph: Paragraph) -> bool:
    text = paragraph.text
    return paragraph.style.is_centred and len(text) <= LONGEST_TITLE and text[-1] not in "。；，、"


def _is_strong(paragraph: Paragraph, text_size: int) -> bool:
    if looks_like_credit_line(paragraph.text):
        return False
    return paragraph.is_bold or (text_size > 0 and paragraph.size > text_size)
