"""Which articles of a store tell the same: signatures are kept, so that only what is new or revised is compared.

Which pairs are linked depends on the articles alone, not on the order or the batches in which they came.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from gongbao.core.kinship import Kinship
from gongbao.core.records import Article, State
from gongbao.core.store import schema
from gongbao.core.store.database import Connect, take_turns
from gongbao.core.store.further_sources import by_rank, fold, source_names
from gongbao.core.store.judging import lock
from gongbao.core.store.rows import article_from
from gongbao.core.store.writing import insert_rows

ALIKE = "alike"  # much of the text is the same: an edited reprint, or the yearly report of the same occasion
REPRINT = "reprint"  # nearly the same text on another day, in another newspaper, or again in one source
OTHER_SOURCE = "other source"  # the same issue's story that came in a second time but could not be made one article
MERGED = "merged"  # one of OTHER_SOURCE that was: told once, then it is an article with several sources, no link
# Real broadcast items that report another occasion in the same formulas reach 0.89 (docs/quality-duplicates.md).
REPRINT_FROM = 0.9
READ_AT_ONCE = 500  # articles whose text is held, and ids in one IN list

_article, _revision = schema.article, schema.revision
_link, _signature, _further = schema.article_link, schema.article_signature, schema.article_source
PUBLISHED = _article.c.state == str(State.PUBLISHED)  # a draft must not become part of what is in the archive
_WITH_TEXT = sa.select(_article, _revision.c.content).join(_revision, schema.PRESENT)


@dataclass(frozen=True, slots=True)
class Link:
    """Two articles that tell the same, neither of them dropped."""

    article_id: str  # the later one in the archive's order
    other_id: str  # the earlier one
    kind: str  # REPRINT, ALIKE or OTHER_SOURCE; MERGED only in what ``refresh`` tells
    likeness: float  # 0 to 1


class Likenesses:
    """The links of one store, reached as ``store.likenesses``. Every method is one transaction."""

    def __init__(self, reading: Connect, writing: Connect) -> None:
        self._reading = reading
        self._writing = writing

    def refresh(self) -> list[Link]:
        """Compare what is new, revised or compared by an older rule with all there is; what was found this time.

        The same print from another source becomes a further source of the article; the rest is linked.
        """
        with self._writing() as connection:
            take_turns(connection)
            fresh: set[str] = set()
            merged: list[Link] = []
            made: list[Link] = []
            while True:  # what an article shows may be another reading after a merge: that alone is compared anew
                _forget_stale(connection)
                signed = _sign(connection)
                fresh |= signed
                changed = signed | {link.article_id for link in merged}
                made = [link for link in made if not {link.article_id, link.other_id} & changed]
                made += _links(connection, signed) if signed else []
                some = _merge(connection, made, fresh)
                if not some:
                    break
                merged += some
            ends = ({"article_id": link.article_id, "other_id": link.other_id} for link in made)
            values = ({"kind": link.kind, "likeness": link.likeness} for link in made)
            insert_rows(connection, _link, [row | value for row, value in zip(ends, values, strict=True)])
            return [*merged, *made]

    def kin(self) -> dict[str, Kinship]:
        """{id: its kin} of the articles that have several sources or a printing elsewhere; ALIKE is not told."""
        told = sa.select(_link.c.article_id, _link.c.other_id, _link.c.kind).where(_link.c.kind != ALIKE)
        # Row by row: given two lists of articles, SQLite looks every pair of them up.
        told = told.where(_is_shown(_link.c.article_id), _is_shown(_link.c.other_id)).order_by(*_ORDER)
        before: dict[str, list[str]] = {}
        again: dict[str, list[str]] = {}
        with self._reading() as connection:
            for later, earlier, kind in connection.execute(told):
                (before if kind == REPRINT else again).setdefault(later, []).append(earlier)
                again.setdefault(earlier, []).append(later)
            several = list(connection.scalars(sa.select(_further.c.article_id).distinct().order_by("article_id")))
            names: dict[str, tuple[str, ...]] = {}
            for start in range(0, len(several), READ_AT_ONCE):
                names |= source_names(connection, several[start : start + READ_AT_ONCE])
        return {
            name: Kinship(names.get(name, ()), tuple(before.get(name, ())), tuple(again.get(name, ())))
            for name in sorted({*names, *before, *again})
        }

    def of(self, article_id: str) -> list[Link]:
        """An article's links in both directions; none that leads to a withdrawn article."""
        with self._reading() as connection:
            either = sa.or_(_link.c.article_id == article_id, _link.c.other_id == article_id)
            links = [Link(*row) for row in connection.execute(sa.select(_link).where(either).order_by(*_ORDER))]
            ends = {end for link in links for end in (link.article_id, link.other_id)}
            shown = set(connection.scalars(sa.select(_article.c.id).where(_article.c.id.in_(ends), schema.ALIVE)))
        return [link for link in links if {link.article_id, link.other_id} <= shown]


def _is_shown(article_id: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
    """Whether readers may see the article of a link's end."""
    return sa.exists().where(_article.c.id == article_id, schema.VISIBLE).correlate(_link)


_ORDER = (_link.c.article_id, _link.c.other_id)


def _forget_stale(connection: sa.Connection) -> None:
    """Drop signatures, and with them links, of articles that are not published or were revised, or of an older rule."""
    from gongbao.core.likeness import RULE

    current = sa.exists().where(_article.c.id == _signature.c.article_id, PUBLISHED)
    current = current.where(_article.c.revision == _signature.c.revision)
    old_rule = ~_signature.c.text_digest.startswith(f"{RULE}:", autoescape=True)
    stale = sa.select(_signature.c.article_id).where(sa.or_(~current, old_rule))
    connection.execute(sa.delete(_link).where(sa.or_(_link.c.article_id.in_(stale), _link.c.other_id.in_(stale))))
    connection.execute(sa.delete(_signature).where(sa.or_(~current, old_rule)))


def _sign(connection: sa.Connection) -> set[str]:
    """Give a signature to every published article without one; the ids of those that can be compared."""
    from gongbao.core.likeness import likable, signature

    signed = sa.exists().where(_signature.c.article_id == _article.c.id)
    waiting = list(connection.scalars(sa.select(_article.c.id).where(PUBLISHED, ~signed).order_by(_article.c.id)))
    fresh: set[str] = set()
    for articles in _texts(connection, waiting):
        rows: list[dict[str, Any]] = []
        for article, _ in articles.values():
            made = likable(article)
            data = signature(made.shingles).astype("<u4").tobytes() if len(made.shingles) else b""
            row = {"article_id": article.id, "revision": article.revision}
            rows.append(row | {"text_digest": made.digest, "signature": data})
            fresh |= {article.id} if data else set()
        insert_rows(connection, _signature, rows)
    return fresh


def _links(connection: sa.Connection, fresh: set[str]) -> Iterator[Link]:
    import numpy as np

    from gongbao.core.likeness import candidates, likable, likeness

    chosen = sa.select(_signature.c.article_id, _signature.c.signature).order_by(_signature.c.article_id)
    rows = [row for row in connection.execute(chosen) if row.signature]
    matrix = np.frombuffer(b"".join(row.signature for row in rows), dtype="<u4").reshape(len(rows), -1)
    ids = [row.article_id for row in rows]
    pairs = sorted(candidates(matrix.astype(np.uint32), [name in fresh for name in ids]))
    wanted = sorted({ids[index] for pair in pairs for index in pair})
    texts: dict[str, tuple[Article, str]] = {}
    for some in _texts(connection, wanted):
        texts |= some
    compared = {name: likable(article) for name, (article, _) in texts.items()}
    for pair in pairs:
        one, other = (ids[index] for index in pair)
        share = likeness(compared[one], compared[other])
        if share:
            earlier, later = sorted((one, other), key=lambda name: (texts[name][1], name))
            kind = REPRINT if share >= REPRINT_FROM else ALIKE
            kind = OTHER_SOURCE if same_print(texts[one][0], texts[other][0], share) else kind
            yield Link(later, earlier, kind, round(share, 4))


def _merge(connection: sa.Connection, links: Sequence[Link], fresh: set[str]) -> list[Link]:
    """Make one article of the surest pairs of OTHER_SOURCE, each article in one pair at most; those that were."""
    done: list[Link] = []
    taken: set[str] = set()
    ends = sorted({end for link in links if link.kind == OTHER_SOURCE for end in (link.article_id, link.other_id)})
    for start in range(0, len(ends), READ_AT_ONCE):  # in one order, so that two who lock articles wait, never for good
        lock(connection, ends[start : start + READ_AT_ONCE])
    for link in sorted(links, key=lambda link: (-link.likeness, link.article_id, link.other_id)):
        pair = {link.article_id, link.other_id}
        if link.kind != OTHER_SOURCE or pair & taken:
            continue
        first, second = _first_there(connection, link, fresh)
        for kept, dropped in ((first, second), (second, first)):  # the other way where a person changed the second
            if fold(connection, kept, dropped):
                done.append(Link(dropped, kept, MERGED, link.likeness))
                taken |= pair
                break
    return done


def _first_there(connection: sa.Connection, link: Link, fresh: set[str]) -> tuple[str, str]:
    """(kept id, dropped id): the one that readers may know; of two new ones the one that is shown."""
    chosen = sa.select(_article.c.id, _article.c.source_id, _article.c.revision)
    rows = connection.execute(chosen.where(_article.c.id.in_((link.article_id, link.other_id)))).all()
    if all(row.id in fresh and row.revision == 1 for row in rows):
        kept, dropped = by_rank(connection, link.article_id, link.other_id)
        return kept, dropped
    first, second = sorted(rows, key=lambda row: (row.id in fresh, row.source_id))
    return first.id, second.id


def same_print(one: Article, other: Article, share: float) -> bool:
    """Whether two readings are of one print.

    Where the day is not known in both, formulas of another day must be ruled out: as much is asked as of a reprint.
    """
    return one_issue(one, other) and (share >= REPRINT_FROM or bool(one.date.day and other.date.day))


def one_issue(one: Article, other: Article) -> bool:
    """Whether two readings may be of one print: one newspaper, dates and pages that agree as far as known."""
    dates, pages = (str(one.date), str(other.date)), (one.page.number, other.page.number)
    dates_agree = all(dates) and (dates[0].startswith(dates[1]) or dates[1].startswith(dates[0]))
    pages_agree = not all(pages) or pages[0] == pages[1]
    return one.newspaper == other.newspaper and one.source != other.source and dates_agree and pages_agree


def _texts(connection: sa.Connection, ids: Sequence[str]) -> Iterator[Mapping[str, tuple[Article, str]]]:
    """{id: (article, sort key)}, READ_AT_ONCE at a time."""
    for start in range(0, len(ids), READ_AT_ONCE):
        some: Iterable[Any] = connection.execute(
            _WITH_TEXT.where(_article.c.id.in_(ids[start : start + READ_AT_ONCE])).order_by(_article.c.id)
        ).mappings()
        yield {row["id"]: (article_from(row), row["sort_key"]) for row in some}
