"""Addresses of sources, pages as printed, further sources of an article, reprints and what they are found by."""

import sqlalchemy as sa
from alembic import op

ORDERED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""
    op.add_column("source", sa.Column("url", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "printed_page",
        sa.Column("newspaper", sa.String(length=40), nullable=False),
        sa.Column("date", sa.String(length=10), nullable=False),
        sa.Column("page_number", sa.String(length=20), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("newspaper", "date", "page_number", name=op.f("pk_printed_page")),
    )
    op.create_table(
        "article_source",
        sa.Column("article_id", ORDERED, nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_article_source_article_id_article")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_article_source_source_id_source")),
        sa.PrimaryKeyConstraint("article_id", "source_id", name=op.f("pk_article_source")),
    )
    op.create_table(
        "article_link",
        sa.Column("article_id", ORDERED, nullable=False),
        sa.Column("other_id", ORDERED, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("likeness", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_article_link_article_id_article")),
        sa.ForeignKeyConstraint(["other_id"], ["article.id"], name=op.f("fk_article_link_other_id_article")),
        sa.PrimaryKeyConstraint("article_id", "other_id", name=op.f("pk_article_link")),
    )
    op.create_index(op.f("ix_article_link_other_id"), "article_link", ["other_id"])
    op.create_table(
        "article_signature",
        sa.Column("article_id", ORDERED, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("text_digest", sa.String(length=64), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_article_signature_article_id_article")),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_article_signature")),
    )
    op.create_index(op.f("ix_article_signature_text_digest"), "article_signature", ["text_digest"])


def downgrade() -> None:
    """Bring them back."""
    op.drop_table("article_signature")
    op.drop_table("article_link")
    op.drop_table("article_source")
    op.drop_table("printed_page")
    op.drop_column("source", "url")
