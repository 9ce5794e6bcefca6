"""First tables."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "001"
down_revision: str | None = None
branch_labels: Sequence[str] | None = ("default",)
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "attempts",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempts")),
    )
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.create_index("ix_attempts_key_at", ["key", "at"], unique=False)

    op.create_table(
        "heartbeats",
        sa.Column("process", sa.String(length=60), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_heartbeats")),
        sa.UniqueConstraint("process", name=op.f("uq_heartbeats_process")),
    )
    op.create_table(
        "job_runs",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_runs")),
    )
    with op.batch_alter_table("job_runs", schema=None) as batch_op:
        batch_op.create_index("ix_job_runs_name", ["name", "id"], unique=False)

    op.create_table(
        "organisation_changes",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("source_name", sa.String(length=300), nullable=True),
        sa.Column("source_url", sa.String(length=2000), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_changes")),
    )
    op.create_table(
        "organisations",
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "sort_name",
            sa.String(length=200).with_variant(sa.String(length=200, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("short_name", sa.String(length=60), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column("website", sa.String(length=2000), nullable=True),
        sa.Column("mailbox", sa.String(length=254), nullable=True),
        sa.Column("time_zone", sa.String(length=60), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source_name", sa.String(length=300), nullable=True),
        sa.Column("source_url", sa.String(length=2000), nullable=True),
        sa.Column("source_is_checked", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        sa.UniqueConstraint("public_id", name=op.f("uq_organisations_public_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_organisations_slug")),
    )
    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.create_index("ix_organisations_sort_name", ["sort_name", "id"], unique=False)

    op.create_table(
        "users",
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("is_operator", sa.Boolean(), nullable=False),
        sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("time_zone", sa.String(length=60), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
        sa.UniqueConstraint("public_id", name=op.f("uq_users_public_id")),
    )
    op.create_table(
        "form_keys",
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("location", sa.String(length=500), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_form_keys_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_keys")),
        sa.UniqueConstraint("user_id", "key", name=op.f("uq_form_keys_user_id_key")),
    )
    op.create_table(
        "memberships",
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "viewer", "editor", "approver", "admin", name="organisationrole", native_enum=False, length=20
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_memberships_organisation_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_memberships_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
    )
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_memberships_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_memberships_user_id"), ["user_id"], unique=False)
        batch_op.create_index(
            "uq_memberships_current",
            ["user_id", "organisation_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "one_time_tokens",
        sa.Column(
            "purpose",
            sa.Enum("reset_password", name="tokenpurpose", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_one_time_tokens_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_one_time_tokens_token_hash")),
    )
    with op.batch_alter_table("one_time_tokens", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_one_time_tokens_user_id"), ["user_id"], unique=False)

    op.create_table(
        "organisation_aliases",
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("folded_name", sa.String(length=200), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_organisation_aliases_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_aliases")),
        sa.UniqueConstraint(
            "organisation_id", "folded_name", name=op.f("uq_organisation_aliases_organisation_id_folded_name")
        ),
    )
    with op.batch_alter_table("organisation_aliases", schema=None) as batch_op:
        batch_op.create_index("ix_organisation_aliases_folded_name", ["folded_name"], unique=False)

    op.create_table(
        "organisation_change_predecessors",
        sa.Column("change_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["change_id"],
            ["organisation_changes.id"],
            name=op.f("fk_organisation_change_predecessors_change_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_organisation_change_predecessors_organisation_id"),
        ),
        sa.PrimaryKeyConstraint(
            "change_id", "organisation_id", name=op.f("pk_organisation_change_predecessors")
        ),
    )
    op.create_table(
        "organisation_change_successors",
        sa.Column("change_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["change_id"],
            ["organisation_changes.id"],
            name=op.f("fk_organisation_change_successors_change_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_organisation_change_successors_organisation_id"),
        ),
        sa.PrimaryKeyConstraint(
            "change_id", "organisation_id", name=op.f("pk_organisation_change_successors")
        ),
    )
    op.create_table(
        "organisation_identifiers",
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("namespace", sa.String(length=20), nullable=False),
        sa.Column("value", sa.String(length=60), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_organisation_identifiers_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_identifiers")),
        sa.UniqueConstraint("namespace", "value", name=op.f("uq_organisation_identifiers_namespace_value")),
    )
    with op.batch_alter_table("organisation_identifiers", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_organisation_identifiers_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "programmes",
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("reference_prefix", sa.String(length=8), nullable=False),
        sa.Column("next_reference_number", sa.Integer(), nullable=False),
        sa.Column(
            "coordinating_body_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "visibility",
            sa.Enum("internal", "public", name="visibility", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column(
            "review_mode",
            sa.Enum("acknowledge", "approve", name="reviewmode", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("launches_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closing_statement", sa.Text(), nullable=True),
        sa.Column("attribution", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["coordinating_body_id"], ["organisations.id"], name=op.f("fk_programmes_coordinating_body_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programmes")),
        sa.UniqueConstraint("public_id", name=op.f("uq_programmes_public_id")),
        sa.UniqueConstraint("reference_prefix", name=op.f("uq_programmes_reference_prefix")),
        sa.UniqueConstraint("slug", name=op.f("uq_programmes_slug")),
    )
    op.create_table(
        "reports",
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "edition",
            sa.Enum("public", "internal", name="edition", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("content_key", sa.String(length=64), nullable=False),
        sa.Column(
            "state",
            sa.Enum("waiting", "done", "failed", name="reportstate", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("requested_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("file_key", sa.String(length=200), nullable=True),
        sa.Column("file_hash", sa.String(length=64), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_reports_organisation_id")
        ),
        sa.ForeignKeyConstraint(["requested_by_id"], ["users.id"], name=op.f("fk_reports_requested_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint("public_id", name=op.f("uq_reports_public_id")),
    )
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.create_index(
            "ix_reports_organisation_id", ["organisation_id", "edition", "id"], unique=False
        )
        batch_op.create_index("ix_reports_waiting", ["state", "lease_until", "id"], unique=False)

    op.create_table(
        "user_sessions",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("browser", sa.String(length=200), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_user_sessions_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_sessions")),
        sa.UniqueConstraint("public_id", name=op.f("uq_user_sessions_public_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_user_sessions_token_hash")),
    )
    with op.batch_alter_table("user_sessions", schema=None) as batch_op:
        batch_op.create_index("ix_user_sessions_user_id", ["user_id", "ended_at"], unique=False)

    op.create_table(
        "activities",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("subject_kind", sa.String(length=40), nullable=True),
        sa.Column("subject_id", sa.String(length=40), nullable=True),
        sa.Column("subject_name", sa.String(length=200), nullable=True),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.Column("request_id", sa.String(length=40), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name=op.f("fk_activities_actor_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_activities_organisation_id")
        ),
        sa.ForeignKeyConstraint(["programme_id"], ["programmes.id"], name=op.f("fk_activities_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activities")),
    )
    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.create_index("ix_activities_organisation_id", ["organisation_id", "id"], unique=False)
        batch_op.create_index("ix_activities_programme_id", ["programme_id", "id"], unique=False)
        batch_op.create_index("ix_activities_subject", ["subject_kind", "subject_id"], unique=False)

    op.create_table(
        "invitations",
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("invited_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(organisation_id IS NULL) <> (programme_id IS NULL)", name=op.f("ck_invitations_one_place")
        ),
        sa.ForeignKeyConstraint(["invited_by_id"], ["users.id"], name=op.f("fk_invitations_invited_by_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_invitations_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_invitations_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("public_id", name=op.f("uq_invitations_public_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitations_token_hash")),
    )
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.create_index("ix_invitations_organisation_id", ["organisation_id"], unique=False)
        batch_op.create_index("ix_invitations_programme_id", ["programme_id"], unique=False)

    op.create_table(
        "outgoing_emails",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("context", sa.JSON(), nullable=False),
        sa.Column("message_id", sa.String(length=12), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("is_essential", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("waiting", "sent", "failed", name="emailstate", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_outgoing_emails_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_outgoing_emails_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_emails")),
        sa.UniqueConstraint("key", name=op.f("uq_outgoing_emails_key")),
        sa.UniqueConstraint("message_id", name=op.f("uq_outgoing_emails_message_id")),
    )
    with op.batch_alter_table("outgoing_emails", schema=None) as batch_op:
        batch_op.create_index("ix_outgoing_emails_due", ["state", "due_at", "id"], unique=False)

    op.create_table(
        "participations",
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("invited_on", sa.Date(), nullable=True),
        sa.Column("joined_on", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_participations_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_participations_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participations")),
        sa.UniqueConstraint(
            "organisation_id", "programme_id", name=op.f("uq_participations_organisation_id_programme_id")
        ),
    )
    with op.batch_alter_table("participations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_participations_programme_id"), ["programme_id"], unique=False)

    op.create_table(
        "programme_memberships",
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "role",
            sa.Enum("observer", "coordinator", name="programmerole", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_programme_memberships_programme_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_programme_memberships_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_memberships")),
    )
    with op.batch_alter_table("programme_memberships", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_programme_memberships_programme_id"), ["programme_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_programme_memberships_user_id"), ["user_id"], unique=False)
        batch_op.create_index(
            "uq_programme_memberships_current",
            ["user_id", "programme_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "rounds",
        sa.Column("programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("grace_until", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("planned", "open", "closed", name="roundstate", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "opens_on <= due_on AND due_on <= grace_until AND grace_until <= closes_on",
            name=op.f("ck_rounds_in_order"),
        ),
        sa.ForeignKeyConstraint(["programme_id"], ["programmes.id"], name=op.f("fk_rounds_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
        sa.UniqueConstraint("programme_id", "id", name=op.f("uq_rounds_programme_id_id")),
        sa.UniqueConstraint("programme_id", "number", name=op.f("uq_rounds_programme_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_rounds_public_id")),
    )
    op.create_table(
        "commitments",
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("made_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("made_by_name", sa.String(length=200), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=True),
        sa.Column(
            "lifecycle",
            sa.Enum(
                "draft",
                "submitted",
                "returned",
                "published",
                "closed",
                "archived",
                name="lifecycle",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_statement_of_intent", sa.Boolean(), nullable=False),
        sa.Column("wants_statement_of_intent", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_published_on", sa.Date(), nullable=True),
        sa.Column("made_on", sa.Date(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=True),
        sa.Column("statement", sa.Text(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=True),
        sa.Column("domain", sa.String(length=40), nullable=True),
        sa.Column("other_domains", sa.JSON(), nullable=False),
        sa.Column("recommendation_areas", sa.JSON(), nullable=False),
        sa.Column("source_url", sa.String(length=2000), nullable=True),
        sa.Column("approved_by", sa.String(length=200), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("inequality", sa.String(length=40), nullable=True),
        sa.Column("determinants", sa.JSON(), nullable=False),
        sa.Column("rationale", sa.Text(), nullable=True),
        sa.Column("mechanisms", sa.JSON(), nullable=False),
        sa.Column("how_it_works", sa.Text(), nullable=True),
        sa.Column("population", sa.Text(), nullable=True),
        sa.Column("excluding_system", sa.Text(), nullable=True),
        sa.Column("setting", sa.String(length=200), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column("profession", sa.String(length=200), nullable=True),
        sa.Column("level", sa.String(length=40), nullable=True),
        sa.Column("actor_position", sa.String(length=40), nullable=True),
        sa.Column("reach", sa.String(length=40), nullable=True),
        sa.Column("distribution", sa.String(length=40), nullable=True),
        sa.Column("how_inequality_shrinks", sa.Text(), nullable=True),
        sa.Column("upstream_meanings", sa.JSON(), nullable=False),
        sa.Column("decision_power", sa.String(length=40), nullable=True),
        sa.Column("decision_body", sa.String(length=200), nullable=True),
        sa.Column("money_holder", sa.String(length=40), nullable=True),
        sa.Column("sponsor_statement", sa.Text(), nullable=True),
        sa.Column("forum", sa.String(length=200), nullable=True),
        sa.Column("resources", sa.Text(), nullable=True),
        sa.Column("funding_ends_on", sa.Date(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("ends_precision", sa.String(length=10), nullable=False),
        sa.Column("deliverable", sa.Text(), nullable=True),
        sa.Column("measure", sa.Text(), nullable=True),
        sa.Column("baseline", sa.Text(), nullable=True),
        sa.Column("baseline_by", sa.Date(), nullable=True),
        sa.Column("evidence_source", sa.Text(), nullable=True),
        sa.Column("ask_addressee", sa.String(length=200), nullable=True),
        sa.Column("ask", sa.Text(), nullable=True),
        sa.Column("ask_by", sa.Date(), nullable=True),
        sa.Column("reply_logging", sa.Text(), nullable=True),
        sa.Column("additionality", sa.String(length=40), nullable=True),
        sa.Column("counterfactual", sa.Text(), nullable=True),
        sa.Column("last_reported_on", sa.Date(), nullable=True),
        sa.Column("next_due_on", sa.Date(), nullable=True),
        sa.Column("grace_until", sa.Date(), nullable=True),
        sa.Column("stale_from", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("close_reason", sa.String(length=40), nullable=True),
        sa.Column("close_note", sa.Text(), nullable=True),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name=op.f("fk_commitments_created_by_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["organisations.id"], name=op.f("fk_commitments_made_by_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "programme_id"],
            ["participations.organisation_id", "participations.programme_id"],
            name="fk_commitments_participation",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_commitments_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_commitments_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitments")),
        sa.UniqueConstraint(
            "organisation_id",
            "programme_id",
            "id",
            name=op.f("uq_commitments_organisation_id_programme_id_id"),
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_commitments_public_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_commitments_reference")),
    )
    with op.batch_alter_table("commitments", schema=None) as batch_op:
        batch_op.create_index("ix_commitments_programme_id", ["programme_id", "lifecycle"], unique=False)

    op.create_table(
        "expected_check_ins",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("grace_until", sa.Date(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("next_reminder_on", sa.Date(), nullable=True),
        sa.Column("is_missed", sa.Boolean(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "programme_id", "commitment_id"],
            ["commitments.organisation_id", "commitments.programme_id", "commitments.id"],
            name=op.f("fk_expected_check_ins_organisation_id_programme_id_commitment_id"),
            onupdate="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["programme_id", "round_id"],
            ["rounds.programme_id", "rounds.id"],
            name=op.f("fk_expected_check_ins_programme_id_round_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expected_check_ins")),
        sa.UniqueConstraint(
            "organisation_id",
            "programme_id",
            "id",
            name=op.f("uq_expected_check_ins_organisation_id_programme_id_id"),
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_expected_check_ins_public_id")),
        sa.UniqueConstraint(
            "round_id", "commitment_id", name=op.f("uq_expected_check_ins_round_id_commitment_id")
        ),
    )
    with op.batch_alter_table("expected_check_ins", schema=None) as batch_op:
        batch_op.create_index(
            "ix_expected_check_ins_commitment_id", ["organisation_id", "commitment_id"], unique=False
        )
        batch_op.create_index(
            "ix_expected_check_ins_next_reminder_on", ["next_reminder_on", "id"], unique=False
        )
        batch_op.create_index("ix_expected_check_ins_programme_due", ["programme_id", "due_on"], unique=False)

    op.create_table(
        "imported_records",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("external_id", sa.String(length=200), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("row", sa.JSON(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "programme_id", "commitment_id"],
            ["commitments.organisation_id", "commitments.programme_id", "commitments.id"],
            name=op.f("fk_imported_records_organisation_id_programme_id_commitment_id"),
            onupdate="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_records")),
        sa.UniqueConstraint(
            "programme_id",
            "source",
            "external_id",
            name=op.f("uq_imported_records_programme_id_source_external_id"),
        ),
    )
    with op.batch_alter_table("imported_records", schema=None) as batch_op:
        batch_op.create_index("ix_imported_records_commitment_id", ["commitment_id"], unique=False)

    op.create_table(
        "milestones",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("revised_on", sa.Date(), nullable=True),
        sa.Column("actual_on", sa.Date(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "programme_id", "commitment_id"],
            ["commitments.organisation_id", "commitments.programme_id", "commitments.id"],
            name=op.f("fk_milestones_organisation_id_programme_id_commitment_id"),
            onupdate="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestones")),
    )
    with op.batch_alter_table("milestones", schema=None) as batch_op:
        batch_op.create_index("ix_milestones_commitment_id", ["commitment_id"], unique=False)

    op.create_table(
        "ownerships",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum("owner", "deputy", "sponsor", name="ownerrole", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("job_title", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "programme_id", "commitment_id"],
            ["commitments.organisation_id", "commitments.programme_id", "commitments.id"],
            name=op.f("fk_ownerships_organisation_id_programme_id_commitment_id"),
            onupdate="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ownerships")),
    )
    with op.batch_alter_table("ownerships", schema=None) as batch_op:
        batch_op.create_index("ix_ownerships_commitment_id", ["commitment_id"], unique=False)

    op.create_table(
        "partners",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "partner_organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("contribution", sa.Text(), nullable=True),
        sa.Column("worked_together_before", sa.Boolean(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "programme_id", "commitment_id"],
            ["commitments.organisation_id", "commitments.programme_id", "commitments.id"],
            name=op.f("fk_partners_organisation_id_programme_id_commitment_id"),
            onupdate="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["partner_organisation_id"],
            ["organisations.id"],
            name=op.f("fk_partners_partner_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partners")),
    )
    with op.batch_alter_table("partners", schema=None) as batch_op:
        batch_op.create_index("ix_partners_commitment_id", ["commitment_id"], unique=False)

    op.create_table(
        "publications",
        sa.Column(
            "kind",
            sa.Enum(
                "commitment",
                "check_in",
                "missed_check_in",
                "organisation",
                "programme",
                "round",
                "statement",
                name="publicationkind",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("subject_id", sa.String(length=12), nullable=False),
        sa.Column("about_id", sa.String(length=12), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("commitment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("slug", sa.String(length=80), nullable=True),
        sa.Column(
            "form",
            sa.Enum("commitment", "statement_of_intent", name="form", native_enum=False, length=20),
            nullable=True,
        ),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("public_from", sa.Date(), nullable=True),
        sa.Column("retracted_on", sa.Date(), nullable=True),
        sa.Column("retraction_reason", sa.Text(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitments.id"], name=op.f("fk_publications_commitment_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_publications_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_publications_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publications")),
        sa.UniqueConstraint(
            "kind", "subject_id", "number", name=op.f("uq_publications_kind_subject_id_number")
        ),
    )
    with op.batch_alter_table("publications", schema=None) as batch_op:
        batch_op.create_index("ix_publications_about_id", ["about_id", "happened_on", "id"], unique=False)
        batch_op.create_index("ix_publications_commitment_id", ["commitment_id"], unique=False)
        batch_op.create_index("ix_publications_current", ["kind", "is_current", "subject_id"], unique=False)
        batch_op.create_index(
            "ix_publications_latest", ["kind", "is_current", "happened_on", "id"], unique=False
        )
        batch_op.create_index(
            "ix_publications_programme_latest",
            ["programme_id", "kind", "is_current", "happened_on"],
            unique=False,
        )
        batch_op.create_index("ix_publications_slug", ["kind", "slug"], unique=False)

    op.create_table(
        "register_entries",
        sa.Column("commitment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column(
            "form",
            sa.Enum("commitment", "statement_of_intent", name="form", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column(
            "sort_title",
            sa.String(length=200).with_variant(sa.String(length=200, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organisation_slug", sa.String(length=80), nullable=False),
        sa.Column("organisation_name", sa.String(length=200), nullable=False),
        sa.Column("organisation_kind", sa.String(length=40), nullable=False),
        sa.Column("made_by_name", sa.String(length=200), nullable=False),
        sa.Column("programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("programme_slug", sa.String(length=80), nullable=False),
        sa.Column("programme_name", sa.String(length=200), nullable=False),
        sa.Column("domain", sa.String(length=40), nullable=True),
        sa.Column("level", sa.String(length=40), nullable=True),
        sa.Column("inequality", sa.String(length=40), nullable=True),
        sa.Column("additionality", sa.String(length=40), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column("made_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("sort_ends_on", sa.Date(), nullable=False),
        sa.Column("ends_precision", sa.String(length=10), nullable=False),
        sa.Column("delivery", sa.String(length=40), nullable=True),
        sa.Column("outlook", sa.String(length=40), nullable=True),
        sa.Column("confirmed_level", sa.String(length=40), nullable=True),
        sa.Column("last_reported_on", sa.Date(), nullable=True),
        sa.Column("next_due_on", sa.Date(), nullable=True),
        sa.Column("grace_until", sa.Date(), nullable=True),
        sa.Column("stale_from", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("close_reason", sa.String(length=40), nullable=True),
        sa.Column("source_status", sa.String(length=60), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("public_from", sa.Date(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitments.id"], name=op.f("fk_register_entries_commitment_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_register_entries_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_register_entries_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_entries")),
        sa.UniqueConstraint("commitment_id", name=op.f("uq_register_entries_commitment_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_register_entries_public_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_register_entries_reference")),
    )
    with op.batch_alter_table("register_entries", schema=None) as batch_op:
        batch_op.create_index(
            "ix_register_entries_domain_newest", ["domain", "published_on", "id", "public_from"], unique=False
        )
        batch_op.create_index("ix_register_entries_ends", ["sort_ends_on", "id", "public_from"], unique=False)
        batch_op.create_index(
            "ix_register_entries_newest", ["published_on", "id", "public_from"], unique=False
        )
        batch_op.create_index("ix_register_entries_next_due_on", ["next_due_on", "id"], unique=False)
        batch_op.create_index(
            "ix_register_entries_organisation",
            ["organisation_id", "sort_title", "id", "public_from"],
            unique=False,
        )
        batch_op.create_index(
            "ix_register_entries_outlook_newest",
            ["outlook", "published_on", "id", "public_from"],
            unique=False,
        )
        batch_op.create_index(
            "ix_register_entries_programme_newest",
            ["programme_id", "published_on", "id", "public_from"],
            unique=False,
        )
        batch_op.create_index("ix_register_entries_title", ["sort_title", "id", "public_from"], unique=False)

    op.create_table(
        "check_ins",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("expected_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=False),
        sa.Column("published_version", sa.Integer(), nullable=True),
        sa.Column("is_returned", sa.Boolean(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "programme_id", "commitment_id"],
            ["commitments.organisation_id", "commitments.programme_id", "commitments.id"],
            name=op.f("fk_check_ins_organisation_id_programme_id_commitment_id"),
            onupdate="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "programme_id", "expected_id"],
            [
                "expected_check_ins.organisation_id",
                "expected_check_ins.programme_id",
                "expected_check_ins.id",
            ],
            name=op.f("fk_check_ins_organisation_id_programme_id_expected_id"),
            onupdate="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["programme_id", "round_id"],
            ["rounds.programme_id", "rounds.id"],
            name=op.f("fk_check_ins_programme_id_round_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_ins")),
        sa.UniqueConstraint("commitment_id", "number", name=op.f("uq_check_ins_commitment_id_number")),
        sa.UniqueConstraint("expected_id", name=op.f("uq_check_ins_expected_id")),
        sa.UniqueConstraint(
            "organisation_id", "programme_id", "id", name=op.f("uq_check_ins_organisation_id_programme_id_id")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_check_ins_public_id")),
    )
    with op.batch_alter_table("check_ins", schema=None) as batch_op:
        batch_op.create_index(
            "ix_check_ins_commitment_id", ["organisation_id", "commitment_id"], unique=False
        )
        batch_op.create_index("ix_check_ins_programme_id", ["programme_id", "submitted_on"], unique=False)

    op.create_table(
        "check_in_versions",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("check_in_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("delivery", sa.String(length=40), nullable=False),
        sa.Column("outlook", sa.String(length=40), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("what_changed", sa.Text(), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("distribution", sa.String(length=40), nullable=False),
        sa.Column("next_step", sa.Text(), nullable=False),
        sa.Column("next_step_on", sa.Date(), nullable=True),
        sa.Column("who_has_not_benefited", sa.Text(), nullable=True),
        sa.Column("helped_by", sa.JSON(), nullable=False),
        sa.Column("hindered_by", sa.JSON(), nullable=False),
        sa.Column("nothing_changed", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("submitted_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "programme_id", "check_in_id"],
            ["check_ins.organisation_id", "check_ins.programme_id", "check_ins.id"],
            name=op.f("fk_check_in_versions_organisation_id_programme_id_check_in_id"),
            onupdate="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["users.id"], name=op.f("fk_check_in_versions_submitted_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in_versions")),
        sa.UniqueConstraint("check_in_id", "number", name=op.f("uq_check_in_versions_check_in_id_number")),
        sa.UniqueConstraint(
            "organisation_id",
            "programme_id",
            "id",
            name=op.f("uq_check_in_versions_organisation_id_programme_id_id"),
        ),
    )
    op.create_table(
        "reviews",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("check_in_id", sa.Integer(), nullable=True),
        sa.Column("check_in_version", sa.Integer(), nullable=True),
        sa.Column(
            "decision",
            sa.Enum("acknowledged", "approved", "returned", name="decision", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("reviewed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "programme_id", "check_in_id"],
            ["check_ins.organisation_id", "check_ins.programme_id", "check_ins.id"],
            name=op.f("fk_reviews_organisation_id_programme_id_check_in_id"),
            onupdate="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "programme_id", "commitment_id"],
            ["commitments.organisation_id", "commitments.programme_id", "commitments.id"],
            name=op.f("fk_reviews_organisation_id_programme_id_commitment_id"),
            onupdate="CASCADE",
        ),
        sa.ForeignKeyConstraint(["reviewed_by_id"], ["users.id"], name=op.f("fk_reviews_reviewed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
    )
    with op.batch_alter_table("reviews", schema=None) as batch_op:
        batch_op.create_index("ix_reviews_commitment_id", ["commitment_id"], unique=False)

    op.create_table(
        "evidence",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("check_in_version_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("strength", sa.String(length=40), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "programme_id", "check_in_version_id"],
            ["check_in_versions.organisation_id", "check_in_versions.programme_id", "check_in_versions.id"],
            name=op.f("fk_evidence_organisation_id_programme_id_check_in_version_id"),
            onupdate="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.create_index("ix_evidence_check_in_version_id", ["check_in_version_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_index("ix_evidence_check_in_version_id")

    op.drop_table("evidence")
    with op.batch_alter_table("reviews", schema=None) as batch_op:
        batch_op.drop_index("ix_reviews_commitment_id")

    op.drop_table("reviews")
    op.drop_table("check_in_versions")
    with op.batch_alter_table("check_ins", schema=None) as batch_op:
        batch_op.drop_index("ix_check_ins_programme_id")
        batch_op.drop_index("ix_check_ins_commitment_id")

    op.drop_table("check_ins")
    with op.batch_alter_table("register_entries", schema=None) as batch_op:
        batch_op.drop_index("ix_register_entries_title")
        batch_op.drop_index("ix_register_entries_programme_newest")
        batch_op.drop_index("ix_register_entries_outlook_newest")
        batch_op.drop_index("ix_register_entries_organisation")
        batch_op.drop_index("ix_register_entries_next_due_on")
        batch_op.drop_index("ix_register_entries_newest")
        batch_op.drop_index("ix_register_entries_ends")
        batch_op.drop_index("ix_register_entries_domain_newest")

    op.drop_table("register_entries")
    with op.batch_alter_table("publications", schema=None) as batch_op:
        batch_op.drop_index("ix_publications_slug")
        batch_op.drop_index("ix_publications_programme_latest")
        batch_op.drop_index("ix_publications_latest")
        batch_op.drop_index("ix_publications_current")
        batch_op.drop_index("ix_publications_commitment_id")
        batch_op.drop_index("ix_publications_about_id")

    op.drop_table("publications")
    with op.batch_alter_table("partners", schema=None) as batch_op:
        batch_op.drop_index("ix_partners_commitment_id")

    op.drop_table("partners")
    with op.batch_alter_table("ownerships", schema=None) as batch_op:
        batch_op.drop_index("ix_ownerships_commitment_id")

    op.drop_table("ownerships")
    with op.batch_alter_table("milestones", schema=None) as batch_op:
        batch_op.drop_index("ix_milestones_commitment_id")

    op.drop_table("milestones")
    with op.batch_alter_table("imported_records", schema=None) as batch_op:
        batch_op.drop_index("ix_imported_records_commitment_id")

    op.drop_table("imported_records")
    with op.batch_alter_table("expected_check_ins", schema=None) as batch_op:
        batch_op.drop_index("ix_expected_check_ins_programme_due")
        batch_op.drop_index("ix_expected_check_ins_next_reminder_on")
        batch_op.drop_index("ix_expected_check_ins_commitment_id")

    op.drop_table("expected_check_ins")
    with op.batch_alter_table("commitments", schema=None) as batch_op:
        batch_op.drop_index("ix_commitments_programme_id")

    op.drop_table("commitments")
    op.drop_table("rounds")
    with op.batch_alter_table("programme_memberships", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_programme_memberships_current",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_programme_memberships_user_id"))
        batch_op.drop_index(batch_op.f("ix_programme_memberships_programme_id"))

    op.drop_table("programme_memberships")
    with op.batch_alter_table("participations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_participations_programme_id"))

    op.drop_table("participations")
    with op.batch_alter_table("outgoing_emails", schema=None) as batch_op:
        batch_op.drop_index("ix_outgoing_emails_due")

    op.drop_table("outgoing_emails")
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.drop_index("ix_invitations_programme_id")
        batch_op.drop_index("ix_invitations_organisation_id")

    op.drop_table("invitations")
    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.drop_index("ix_activities_subject")
        batch_op.drop_index("ix_activities_programme_id")
        batch_op.drop_index("ix_activities_organisation_id")

    op.drop_table("activities")
    with op.batch_alter_table("user_sessions", schema=None) as batch_op:
        batch_op.drop_index("ix_user_sessions_user_id")

    op.drop_table("user_sessions")
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.drop_index("ix_reports_waiting")
        batch_op.drop_index("ix_reports_organisation_id")

    op.drop_table("reports")
    op.drop_table("programmes")
    with op.batch_alter_table("organisation_identifiers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_identifiers_organisation_id"))

    op.drop_table("organisation_identifiers")
    op.drop_table("organisation_change_successors")
    op.drop_table("organisation_change_predecessors")
    with op.batch_alter_table("organisation_aliases", schema=None) as batch_op:
        batch_op.drop_index("ix_organisation_aliases_folded_name")

    op.drop_table("organisation_aliases")
    with op.batch_alter_table("one_time_tokens", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_one_time_tokens_user_id"))

    op.drop_table("one_time_tokens")
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_memberships_current",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_memberships_user_id"))
        batch_op.drop_index(batch_op.f("ix_memberships_organisation_id"))

    op.drop_table("memberships")
    op.drop_table("form_keys")
    op.drop_table("users")
    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.drop_index("ix_organisations_sort_name")

    op.drop_table("organisations")
    op.drop_table("organisation_changes")
    with op.batch_alter_table("job_runs", schema=None) as batch_op:
        batch_op.drop_index("ix_job_runs_name")

    op.drop_table("job_runs")
    op.drop_table("heartbeats")
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.drop_index("ix_attempts_key_at")

    op.drop_table("attempts")
