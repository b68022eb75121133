"""First schema."""

import sqlalchemy as sa
from alembic import op

ORDERED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""
    _sources()
    _articles()
    _discards_and_annotations()
    _revisions_and_tags()


def _sources() -> None:
    """What was read, byte for byte."""
    op.create_table(
        "source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("newspaper", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("date", sa.String(length=10), nullable=False),
        sa.Column("page_number", sa.String(length=20), nullable=False),
        sa.Column("page_name", sa.Text(), nullable=False),
        sa.Column("encoding", sa.String(length=40), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("superseded_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["superseded_by"], ["source.id"], name=op.f("fk_source_superseded_by_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
        sa.UniqueConstraint(
            "newspaper",
            "name",
            "sha256",
            "date",
            "page_number",
            name=op.f("uq_source_newspaper_name_sha256_date_page_number"),
        ),
    )


def _articles() -> None:
    """What was cut out of it."""
    op.create_table(
        "article",
        sa.Column("id", ORDERED, nullable=False),
        sa.Column("sort_key", ORDERED, nullable=False),
        sa.Column("newspaper", sa.String(length=40), nullable=False),
        sa.Column("date", sa.String(length=10), nullable=False),
        sa.Column("page_number", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("state_reason", sa.Text(), nullable=False),
        sa.Column("state_author", sa.Text(), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("redirect_to", ORDERED, nullable=True),
        sa.Column("stamp", sa.String(length=64), nullable=False),
        sa.Column("tagger", sa.String(length=64), nullable=False),
        sa.CheckConstraint("state IN ('draft', 'published', 'withdrawn')", name=op.f("ck_article_state")),
        sa.ForeignKeyConstraint(["redirect_to"], ["article.id"], name=op.f("fk_article_redirect_to_article")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_article_source_id_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article")),
    )
    with op.batch_alter_table("article", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_article_sort_key"), ["sort_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_article_source_id"), ["source_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_article_tagger"), ["tagger"], unique=False)


def _discards_and_annotations() -> None:
    """What is in no article, and what was found in articles."""
    op.create_table(
        "discard",
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_discard_source_id_source")),
        sa.PrimaryKeyConstraint("source_id", "start", name=op.f("pk_discard")),
    )
    op.create_table(
        "annotation",
        sa.Column("article_id", ORDERED, nullable=False),
        sa.Column("mentions", sa.JSON(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_annotation_article_id_article")),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_annotation")),
    )


def _revisions_and_tags() -> None:
    """Articles' texts in every version, and their labels."""
    op.create_table(
        "revision",
        sa.Column("article_id", ORDERED, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_revision_article_id_article")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_revision_source_id_source")),
        sa.PrimaryKeyConstraint("article_id", "number", name=op.f("pk_revision")),
    )
    op.create_table(
        "tag",
        sa.Column("article_id", ORDERED, nullable=False),
        sa.Column("facet", sa.String(length=20), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.CheckConstraint("status IN ('set', 'suggested', 'confirmed', 'rejected')", name=op.f("ck_tag_status")),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_tag_article_id_article")),
        sa.PrimaryKeyConstraint("article_id", "facet", "label", name=op.f("pk_tag")),
    )
    with op.batch_alter_table("tag", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tag_facet_label"), ["facet", "label"], unique=False)


def downgrade() -> None:
    """Bring them back."""
    with op.batch_alter_table("tag", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tag_facet_label"))

    op.drop_table("tag")
    op.drop_table("revision")
    op.drop_table("annotation")
    op.drop_table("discard")
    with op.batch_alter_table("article", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_article_tagger"))
        batch_op.drop_index(batch_op.f("ix_article_source_id"))
        batch_op.drop_index(batch_op.f("ix_article_sort_key"))

    op.drop_table("article")
    op.drop_table("source")
