"""The instances everything shares. Nothing else."""

from flask_alembic import Alembic
from flask_login import LoginManager
from flask_sqlalchemy_lite import SQLAlchemy

from equity_tracker.model.base import Base


class NumberedMigrations(Alembic):
    """Migrations are numbered 001, 002, …, so that two made at once collide where people see it."""

    def rev_id(self) -> str:
        numbers = [int(script.revision) for script in self.script_directory.walk_revisions()]
        return f"{max(numbers, default=0) + 1:03d}"


db = SQLAlchemy()
migrations = NumberedMigrations(metadatas=Base.metadata, run_mkdir=False)
login_manager = LoginManager()
