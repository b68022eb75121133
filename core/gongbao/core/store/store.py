"""The archive's store: what was read, what was made of it and what people decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from gongbao.core.annotations import Annotations
from gongbao.core.records import Article, Discard, Reading, Source, State, TaggedArticle
from gongbao.core.store import schema
from gongbao.core.store.accounts import Accounts
from gongbao.core.store.counting import StoreCounts, count, store_counts
from gongbao.core.store.database import explained, open_database, take_turns
from gongbao.core.store.decisions import Decisions
from gongbao.core.store.dossiers import Dossiers
from gongbao.core.store.editing import Editing
from gongbao.core.store.further_sources import source_names
from gongbao.core.store.judging import decided_tags
from gongbao.core.store.likeness import Likenesses
from gongbao.core.store.notices import notices_of
from gongbao.core.store.printed_pages import PrintedPages
from gongbao.core.store.reviewing import Reviewing
from gongbao.core.store.rows import annotation_row, article_from, merge_tags, stamp, tag_row, tagged_from
from gongbao.core.store.saved_searches import SavedSearches
from gongbao.core.store.saving import known_sources, save_readings, source_key
from gongbao.core.store.seen import Seen
from gongbao.core.store.writing import Outcome, insert_rows

PAGE = 500  # rows fetched at once when the archive is streamed

_article, _revision, _tag = schema.article, schema.revision, schema.tag
_WITHDRAWN = str(State.WITHDRAWN)
_WITH_TEXT = sa.select(_article, _revision.c.content).join(_revision, schema.PRESENT)


class Store:
    """One archive's database. Every public method is one transaction of its own.

    Raises StoreError, one sentence, when the database cannot be opened, read or written.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._engine = open_database(url)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        with explained(self.url), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        with (
            explained(self.url),
            self._engine.connect().execution_options(writing=True) as connection,
            connection.begin(),
        ):
            yield connection

    # ---- sources and readings

    def knows(self, sources: Sequence[Source]) -> list[bool]:
        """Whether each input has nothing new: it was read before, byte for byte and with the same date and page.

        One that brings pictures is never known: they may have come since (correcting.save_pictures).
        """
        with self._reading() as connection:
            known = known_sources(connection, (source.name for source in sources))
        return [source_key(source) in known and not source.pictures for source in sources]

    def save(self, readings: Sequence[Reading]) -> list[Outcome]:
        """Keep the readings, all or none; what was read before changes nothing, a correction makes revisions."""
        with self._writing() as connection:
            take_turns(connection)
            return save_readings(connection, readings)

    def raw(self, sha256: str) -> bytes | None:
        """A raw input, byte for byte; None when there is none with this hash."""
        with self._reading() as connection:
            found: bytes | None = connection.scalar(
                sa.select(schema.source.c.raw).where(schema.source.c.sha256 == sha256).limit(1)
            )
            return found

    def discards(self) -> Iterator[tuple[str, Discard]]:
        """(source name, discard) of everything that is in no article, in order of reading."""
        table = schema.discard.c
        with self._reading() as connection:
            rows = connection.execute(
                sa.select(schema.source.c.name, table.start, table.end, table.text, table.reason, table.evidence)
                .join(schema.source, schema.source.c.id == table.source_id)
                .where(schema.source.c.superseded_by.is_(None))
                .order_by(table.source_id, table.start)
            )
            for name, *fields in rows:
                yield name, Discard(*fields)

    # ---- articles

    def article(self, article_id: str) -> TaggedArticle | None:
        """One article in its present revision, whatever its state; None when there is none of this id."""
        with self._reading() as connection:
            rows = connection.execute(_WITH_TEXT.where(_article.c.id == article_id)).mappings().all()
            return next(_with_annotations(connection, rows), None)

    def articles(self, state: State = State.PUBLISHED, public_only: bool = True) -> Iterator[TaggedArticle]:
        """All articles of a state in the archive's order (date, page, source, place), streamed."""
        wanted = _WITH_TEXT.where(_article.c.state == str(state)).order_by(_article.c.sort_key, _article.c.id)
        if public_only:
            wanted = wanted.where(_article.c.public)
        for rows, connection in self._pages(wanted):
            yield from _with_annotations(connection, rows)

    def stamps(self) -> dict[str, str]:
        """{id: stamp} of the published articles; a stamp changes whenever the index or the site must."""
        with self._reading() as connection:
            chosen = sa.select(_article.c.id, _article.c.stamp).where(schema.VISIBLE)
            return {row.id: row.stamp for row in connection.execute(chosen)}

    def versions(self) -> dict[str, str]:
        """{id: stamp and revision} of the published articles in the archive's order."""
        wanted = sa.select(_article.c.id, _article.c.stamp, _article.c.revision).where(schema.VISIBLE)
        with self._reading() as connection:
            rows = connection.execute(wanted.order_by(_article.c.sort_key, _article.c.id))
            return {name: f"{stamp}.{revision}" for name, stamp, revision in rows}

    def chosen(self, article_ids: Iterable[str]) -> Iterator[TaggedArticle]:
        """The articles with these ids, in the archive's order within each batch."""
        ids = sorted(article_ids)
        for start in range(0, len(ids), PAGE):
            with self._reading() as connection:
                wanted = _WITH_TEXT.where(_article.c.id.in_(ids[start : start + PAGE])).order_by(_article.c.sort_key)
                yield from _with_annotations(connection, connection.execute(wanted).mappings().all())

    def encodings(self, article_ids: Sequence[str]) -> dict[str, str]:
        """{id: encoding of the source that the article was cut from}; for a batch of ids."""
        wanted = sa.select(_article.c.id, schema.source.c.encoding).where(_article.c.id.in_(article_ids))
        with self._reading() as connection:
            return {row.id: row.encoding for row in connection.execute(wanted.join(schema.source))}

    def sources_of(self, article_id: str) -> tuple[str, ...]:
        """Names of the sources that have the article, the one that is shown first; none for an unknown id."""
        with self._reading() as connection:
            return source_names(connection, [article_id]).get(article_id, ())

    def withdraw(self, article_id: str, reason: str, author: str = "editor") -> None:
        """As ``editing.withdraw``, for the command line, which knows no accounts."""
        self.editing.withdraw(article_id, reason, author)

    def restore(self, article_id: str, author: str = "editor") -> None:
        """As ``editing.restore``."""
        self.editing.restore(article_id, author)

    def withdrawal(self, article_id: str) -> str | None:
        """Why an article was withdrawn; None when it was not."""
        chosen = sa.select(_article.c.state_reason).where(
            _article.c.id == article_id, _article.c.state == str(State.WITHDRAWN)
        )
        with self._reading() as connection:
            reason: str | None = connection.scalar(chosen)
            return reason

    def _pages(self, wanted: sa.Select[Any]) -> Iterator[tuple[Sequence[Any], sa.Connection]]:
        """Keyset paging over sort_key and id, so that no long read holds up a writer."""
        last: tuple[str, str] | None = None
        while True:
            after = wanted
            if last is not None:
                after = wanted.where(sa.tuple_(_article.c.sort_key, _article.c.id) > sa.tuple_(*map(sa.literal, last)))
            with self._reading() as connection:
                rows = connection.execute(after.limit(PAGE)).mappings().all()
                if not rows:
                    return
                yield rows, connection
            last = rows[-1]["sort_key"], rows[-1]["id"]

    # ---- tags

    def untagged(self, tagger: str) -> Iterator[Article]:
        """The articles that this tagger (its fingerprint) has not seen in their present revision."""
        wanted = _WITH_TEXT.where(_article.c.tagger != tagger, schema.ALIVE)
        for rows, _ in self._pages(wanted.order_by(_article.c.sort_key, _article.c.id)):
            yield from map(article_from, rows)

    def count_untagged(self, tagger: str) -> int:
        """How many articles this tagger has not seen in their present revision."""
        with self._reading() as connection:
            return count(connection, _article, _article.c.tagger != tagger, schema.ALIVE)

    def forget_taggers(self) -> None:
        """Have every article tagged again; what people decided stays."""
        with self._writing() as connection:
            connection.execute(sa.update(_article).values(tagger=""))

    def annotate(self, found: Sequence[tuple[Article, Annotations]], tagger: str) -> None:
        """Keep what the tagger found in place of what it found before; what a person decided stays."""
        ids = [article.id for article, _ in found]
        with self._writing() as connection:
            decided = decided_tags(connection, ids)
            present = _present(connection, ids)
            notices = notices_of(connection, ids)
            tags, notes, stamps = [], [], []
            for article, annotations in found:
                merged = replace(annotations, tags=merge_tags(decided.get(article.id, ()), annotations.tags))
                tags += [tag_row(article.id, tag) for tag in merged.tags]
                notes.append(annotation_row(article.id, merged))
                shown = stamp(*present[article.id], merged, notices.get(article.id, ()))
                stamps.append({"key": article.id, "seen": article.revision, "new_stamp": shown})
            connection.execute(sa.delete(_tag).where(_tag.c.article_id.in_(ids)))
            connection.execute(sa.delete(schema.annotation).where(schema.annotation.c.article_id.in_(ids)))
            insert_rows(connection, _tag, tags)
            insert_rows(connection, schema.annotation, notes)
            if stamps:  # an article that was revised meanwhile keeps its old mark and is tagged again
                connection.execute(
                    sa.update(_article)
                    .where(_article.c.id == sa.bindparam("key"), _article.c.revision == sa.bindparam("seen"))
                    .values(stamp=sa.bindparam("new_stamp"), tagger=tagger),
                    stamps,
                )

    # ---- what has a class of its own, and figures

    @property
    def saved_searches(self) -> SavedSearches:
        """The queries that people want to be told about."""
        return SavedSearches(self._reading, self._writing)

    @property
    def likenesses(self) -> Likenesses:
        """Which articles tell the same."""
        return Likenesses(self._reading, self._writing)

    @property
    def decisions(self) -> Decisions:
        """What people decided about tags."""
        return Decisions(self._reading, self._writing)

    @property
    def accounts(self) -> Accounts:
        """Who may use the desk."""
        return Accounts(self._reading, self._writing)

    @property
    def editing(self) -> Editing:
        """What people do to articles."""
        return Editing(self._reading, self._writing)

    @property
    def dossiers(self) -> Dossiers:
        """Articles that people collect."""
        return Dossiers(self._reading, self._writing)

    @property
    def reviewing(self) -> Reviewing:
        """What a person should look at."""
        return Reviewing(self._reading, self._writing)

    @property
    def seen(self) -> Seen:
        """What people looked at and left as it is."""
        return Seen(self._reading, self._writing)

    @property
    def printed_pages(self) -> PrintedPages:
        """Pages as they were printed."""
        return PrintedPages(self._reading, self._writing)

    def counts(self) -> StoreCounts:
        """How much there is of everything."""
        with self._reading() as connection:
            return store_counts(connection)


def _with_annotations(connection: sa.Connection, rows: Sequence[Any]) -> Iterator[TaggedArticle]:
    ids = [row["id"] for row in rows]
    tags = connection.execute(
        sa.select(_tag).where(_tag.c.article_id.in_(ids)).order_by(_tag.c.article_id, *_TAG_ORDER)
    ).mappings()
    by_article = {key: list(group) for key, group in groupby(tags, key=lambda row: row["article_id"])}
    table = schema.annotation
    notes = connection.execute(sa.select(table).where(table.c.article_id.in_(ids))).mappings()
    found = {row["article_id"]: row for row in notes}
    notices = notices_of(connection, ids)
    for row in rows:
        key = row["id"]
        yield tagged_from(row, by_article.get(key, ()), found.get(key), notices.get(key, ()))


_TAG_ORDER = (_tag.c.facet, _tag.c.score.desc(), _tag.c.label)


def _present(connection: sa.Connection, ids: Sequence[str]) -> dict[str, tuple[str, str, bool]]:
    """{id: digest of the present revision, state, whether public}."""
    chosen = sa.select(_article.c.id, _revision.c.digest, _article.c.state, _article.c.public)
    rows = connection.execute(chosen.join(_revision, schema.PRESENT).where(_article.c.id.in_(ids)))
    return {row.id: (row.digest, row.state, bool(row.public)) for row in rows}
