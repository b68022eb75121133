"""The tables, as SQLAlchemy Core sees them; migrations/ brings a database to this state.

Times are UTC. Text columns hold what was printed; JSON columns hold records as gongbao.core.codec writes them.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    and_,
)

from gongbao.core.records import State

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
# Ordered by code point on every database, whatever its locale says.
Ordered = Text().with_variant(Text(collation="C"), "postgresql")

metadata = MetaData(naming_convention=NAMES)

# One row for every different input that was ever read.
source = Table(
    "source",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("newspaper", String(40), nullable=False),
    Column("name", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("date", String(10), nullable=False),
    Column("page_number", String(20), nullable=False),
    Column("page_name", Text, nullable=False),
    Column("encoding", String(40), nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("raw", LargeBinary, nullable=False),
    Column("url", Text, nullable=False, server_default=""),
    Column("recorded_at", DateTime, nullable=False),
    Column("superseded_by", ForeignKey("source.id")),  # the corrected input that took its place
    UniqueConstraint("newspaper", "name", "sha256", "date", "page_number"),
)

# One row an article; what it says is in its revisions.
article = Table(
    "article",
    metadata,
    Column("id", Ordered, primary_key=True),
    Column("sort_key", Ordered, nullable=False),  # date, page, source, order: the archive's reading order
    Column("newspaper", String(40), nullable=False),
    Column("date", String(10), nullable=False),
    Column("page_number", String(20), nullable=False),
    Column("state", String(10), nullable=False),
    Column("state_reason", Text, nullable=False, default=""),
    Column("state_author", Text, nullable=False, default=""),  # "reader", or the person who withdrew it
    Column("public", Boolean, nullable=False),
    Column("revision", Integer, nullable=False),  # number of the present revision
    Column("source_id", ForeignKey("source.id"), nullable=False),  # source of the present revision
    Column("redirect_to", Ordered, ForeignKey("article.id")),  # the article that this one turned out to be
    Column("stamp", String(64), nullable=False),  # digest of all that the index and the site show of it
    Column("tagger", String(64), nullable=False, default=""),  # fingerprint of the tagger that last saw it
    CheckConstraint("state IN ('draft', 'published', 'withdrawn')", name="state"),
    Index(None, "sort_key"),
    Index(None, "source_id"),
    Index(None, "tagger"),
)

revision = Table(
    "revision",
    metadata,
    Column("article_id", Ordered, ForeignKey("article.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("source_id", ForeignKey("source.id"), nullable=False),
    Column("content", JSON, nullable=False),  # records.Article without id, revision, state and public
    Column("digest", String(64), nullable=False),
    Column("author", Text, nullable=False),  # "reader" or a person's name
    Column("reason", Text, nullable=False),
    Column("recorded_at", DateTime, nullable=False),
)

tag = Table(
    "tag",
    metadata,
    Column("article_id", Ordered, ForeignKey("article.id"), primary_key=True),
    Column("facet", String(20), primary_key=True),
    Column("label", Text, primary_key=True),
    Column("score", Float, nullable=False),
    Column("status", String(10), nullable=False),
    Column("origin", String(10), nullable=False),
    Column("evidence", JSON, nullable=False),
    CheckConstraint("status IN ('set', 'suggested', 'confirmed', 'rejected')", name="status"),
    Index(None, "facet", "label"),
)

# What else the tagger found: people, organisations, places, figures, key phrases, extract, when it happened.
annotation = Table(
    "annotation",
    metadata,
    Column("article_id", Ordered, ForeignKey("article.id"), primary_key=True),
    Column("mentions", JSON, nullable=False),
    Column("figures", JSON, nullable=False),
    Column("phrases", JSON, nullable=False, server_default="[]"),
    Column("extract", JSON, nullable=False, server_default="[]"),
    Column("events", JSON, nullable=False, server_default="[]"),
)

# What people decided about tags, in order; the table ``tag`` holds how each stands.
tag_decision = Table(
    "tag_decision",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article_id", Ordered, ForeignKey("article.id"), nullable=False),
    Column("facet", String(20), nullable=False),
    Column("label", Text, nullable=False),
    Column("verdict", String(10), nullable=False),  # confirmed, rejected, undone
    Column("author", Text, nullable=False),
    Column("recorded_at", DateTime, nullable=False),
    CheckConstraint("verdict IN ('confirmed', 'rejected', 'undone')", name="verdict"),
    Index(None, "article_id"),
)

discard = Table(
    "discard",
    metadata,
    Column("source_id", ForeignKey("source.id"), primary_key=True),
    Column("start", Integer, primary_key=True),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("reason", String(40), nullable=False),
    Column("evidence", Text, nullable=False),
)

# Pages as printed; pictures and PDFs stand beside the database, by the digest of their bytes.
printed_page = Table(
    "printed_page",
    metadata,
    Column("newspaper", String(40), primary_key=True),
    Column("date", String(10), primary_key=True),
    Column("page_number", String(20), primary_key=True),
    Column("content", JSON, nullable=False),  # records.PrintedPage
)

# The sources of an article that has several: the same story as text and as PDF is one article. What each of
# them has is kept here, of the one that is shown too; an article of one source has no row.
article_source = Table(
    "article_source",
    metadata,
    Column("article_id", Ordered, ForeignKey("article.id"), primary_key=True),
    Column("source_id", ForeignKey("source.id"), primary_key=True),
    Column("content", JSON, nullable=False),  # as revision.content
)

# Articles that tell the same, neither of them dropped, the later one first.
article_link = Table(
    "article_link",
    metadata,
    Column("article_id", Ordered, ForeignKey("article.id"), primary_key=True),
    Column("other_id", Ordered, ForeignKey("article.id"), primary_key=True),
    Column("kind", String(20), nullable=False),  # reprint, alike, other source
    Column("likeness", Float, nullable=False),  # 0 to 1
    Index(None, "other_id"),
)

# What articles are compared by, so that the archive need not be read again for each new one.
article_signature = Table(
    "article_signature",
    metadata,
    Column("article_id", Ordered, ForeignKey("article.id"), primary_key=True),
    Column("revision", Integer, nullable=False),  # that it was made from
    Column("text_digest", String(64), nullable=False),  # of the normalised text
    Column("signature", LargeBinary, nullable=False),
    Index(None, "text_digest"),
)

# A query that someone wants to be told about.
saved_search = Table(
    "saved_search",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Ordered, nullable=False),
    Column("query", Text, nullable=False),  # as typed: 近三个月 is worked out at each run
    Column("owner", Text, nullable=False, default=""),
    Column("created_at", DateTime, nullable=False),
    Column("last_run_at", DateTime),  # none before the first
    Column("mail", Text, nullable=False, default=""),  # address to tell of news; empty for none
    Column("mailing_since", DateTime),  # a run is at it
    UniqueConstraint("name"),
)

# What a saved query found when it was saved, and what was reported since. What the index holds and the
# database (an older one, brought back from a backup) does not know is remembered too.
saved_search_hit = Table(
    "saved_search_hit",
    metadata,
    Column("search_id", ForeignKey("saved_search.id"), primary_key=True),
    Column("article_id", Ordered, primary_key=True),
    Column("reported_at", DateTime, nullable=False),
)

# The state of the archive that the saved queries were last asked about.
alert_article = Table(
    "alert_article",
    metadata,
    Column("article_id", Ordered, ForeignKey("article.id"), primary_key=True),
    Column("stamp", String(64), nullable=False),
)

# Who may use the desk. The names of authors elsewhere are no keys: what a person did outlives the account.
account = Table(
    "account",
    metadata,
    Column("name", Ordered, primary_key=True),
    Column("role", String(10), nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("created_at", DateTime, nullable=False),
    Column("disabled", Boolean, nullable=False),
    CheckConstraint("role IN ('reporter', 'editor', 'admin')", name="role"),
)

# Who is logged in; of the token that the browser holds only the SHA-256 is kept.
desk_session = Table(
    "desk_session",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("account", Ordered, ForeignKey("account.name"), nullable=False),
    Column("csrf", String(100), nullable=False),
    Column("opened_at", DateTime, nullable=False),
    Column("expires_at", DateTime, nullable=False),
    Index(None, "account"),
)

# Programs that act for an account; of the token only the SHA-256 is kept.
api_token = Table(
    "api_token",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("account", Ordered, ForeignKey("account.name"), nullable=False),
    Column("label", Text, nullable=False),
    Column("created_at", DateTime, nullable=False),
    UniqueConstraint("account", "label"),
)

# What was done to articles, in order: who, when, what.
article_event = Table(
    "article_event",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article_id", Ordered, ForeignKey("article.id"), nullable=False),
    Column("kind", String(20), nullable=False),  # logbook.EventKind
    Column("author", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("revision", Integer, nullable=False),  # that it made or is about; 0: none
    Column("recorded_at", DateTime, nullable=False),
    Index(None, "article_id"),
)

# 更正 that stand with an article.
notice = Table(
    "notice",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article_id", Ordered, ForeignKey("article.id"), nullable=False),
    Column("date", String(10), nullable=False),
    Column("text", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("recorded_at", DateTime, nullable=False),
    Index(None, "article_id"),
)

# Articles that someone collects, in an order of their own, with notes.
dossier = Table(
    "dossier",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("owner", Ordered, nullable=False),
    Column("created_at", DateTime, nullable=False),
    UniqueConstraint("owner", "name"),
)
dossier_item = Table(
    "dossier_item",
    metadata,
    Column("dossier_id", ForeignKey("dossier.id"), primary_key=True),
    Column("article_id", Ordered, ForeignKey("article.id"), primary_key=True),
    Column("position", Integer, nullable=False),  # from 0, without gaps
    Column("note", Text, nullable=False),
)

# What a person looked at in the review queue and left as it is.
seen = Table(
    "seen",
    metadata,
    Column("kind", String(20), primary_key=True),  # seen.Kind
    Column("key", Ordered, primary_key=True),
    Column("author", Text, nullable=False),
    Column("recorded_at", DateTime, nullable=False),
)

# What queries in several modules ask for.
PRESENT = and_(revision.c.article_id == article.c.id, revision.c.number == article.c.revision)
VISIBLE = and_(article.c.state == str(State.PUBLISHED), article.c.public)  # as records.Article.is_visible
ALIVE = article.c.state != str(State.WITHDRAWN)
