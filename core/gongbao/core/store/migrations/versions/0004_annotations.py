"""Key phrases, extract and event dates of an article; what people decided about tags, in order."""

import sqlalchemy as sa
from alembic import op

ORDERED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
ADDED = ("phrases", "extract", "events")

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""
    for name in ADDED:
        op.add_column("annotation", sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))
    op.create_table(
        "tag_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", ORDERED, nullable=False),
        sa.Column("facet", sa.String(length=20), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("verdict", sa.String(length=10), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("verdict IN ('confirmed', 'rejected', 'undone')", name=op.f("ck_tag_decision_verdict")),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_tag_decision_article_id_article")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag_decision")),
    )
    op.create_index(op.f("ix_tag_decision_article_id"), "tag_decision", ["article_id"])


def downgrade() -> None:
    """Bring them back."""
    op.drop_table("tag_decision")
    for name in ADDED:
        op.drop_column("annotation", name)
