"""The desk: accounts with sessions and tokens, what was done to articles, notices of correction, dossiers, mail."""

import sqlalchemy as sa
from alembic import op

ORDERED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""
    _accounts()
    _events_and_notices()
    _dossiers_and_mail()


def _accounts() -> None:
    """Who may use the desk, who is logged in, and their programs."""
    op.create_table(
        "account",
        sa.Column("name", ORDERED, nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.CheckConstraint("role IN ('reporter', 'editor', 'admin')", name=op.f("ck_account_role")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_account")),
    )
    op.create_table(
        "desk_session",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("account", ORDERED, nullable=False),
        sa.Column("csrf", sa.String(length=100), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.name"], name=op.f("fk_desk_session_account_account")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_desk_session")),
    )
    op.create_index(op.f("ix_desk_session_account"), "desk_session", ["account"])
    op.create_table(
        "api_token",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("account", ORDERED, nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.name"], name=op.f("fk_api_token_account_account")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_api_token")),
        sa.UniqueConstraint("account", "label", name=op.f("uq_api_token_account_label")),
    )


def _events_and_notices() -> None:
    """What was done to articles, and what readers are told of it."""
    op.create_table(
        "article_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", ORDERED, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_article_event_article_id_article")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_event")),
    )
    op.create_index(op.f("ix_article_event_article_id"), "article_event", ["article_id"])
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", ORDERED, nullable=False),
        sa.Column("date", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_notice_article_id_article")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    op.create_index(op.f("ix_notice_article_id"), "notice", ["article_id"])


def _dossiers_and_mail() -> None:
    """Collections of articles, and where saved searches are mailed."""
    op.create_table(
        "dossier",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("owner", ORDERED, nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier")),
        sa.UniqueConstraint("owner", "name", name=op.f("uq_dossier_owner_name")),
    )
    op.create_table(
        "dossier_item",
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("article_id", ORDERED, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_dossier_item_article_id_article")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_dossier_item_dossier_id_dossier")),
        sa.PrimaryKeyConstraint("dossier_id", "article_id", name=op.f("pk_dossier_item")),
    )
    op.add_column("saved_search", sa.Column("mail", sa.Text(), nullable=False, server_default=""))
    op.add_column("saved_search", sa.Column("mailing_since", sa.DateTime()))


def downgrade() -> None:
    """Bring them back."""
    op.drop_column("saved_search", "mailing_since")
    op.drop_column("saved_search", "mail")
    for name in ("dossier_item", "dossier", "notice", "article_event", "api_token", "desk_session", "account"):
        op.drop_table(name)
