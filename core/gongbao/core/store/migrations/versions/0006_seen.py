"""What a person has looked at in the review queue, so that it does not come back."""

import sqlalchemy as sa
from alembic import op

ORDERED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""
    op.create_table(
        "seen",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("key", ORDERED, nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "key", name=op.f("pk_seen")),
    )


def downgrade() -> None:
    """Bring them back."""
    op.drop_table("seen")
