"""what administrators set for sources: address, secrets under seal, interval, field names, on or off"""

from alembic import op
import sqlalchemy as sa


revision = '0008'
down_revision = '0007'


def upgrade() -> None:
    """One row each; who changed what and when stands in the log."""
    real = sa.Double().with_variant(sa.REAL(), 'sqlite')
    op.create_table('source_settings',
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('running', sa.Integer(), server_default='1', nullable=False),
    sa.Column('every_s', real, nullable=True),
    sa.Column('plain', sa.Text(), server_default='{}', nullable=False),
    sa.Column('sealed', sa.Text(), server_default='', nullable=False),
    sa.Column('names', sa.Text(), server_default='{}', nullable=False),
    sa.Column('at', real, nullable=False),
    sa.Column('actor', sa.Text(), nullable=False),
    sa.CheckConstraint('running IN (0, 1)', name=op.f('ck_source_settings_running')),
    sa.PrimaryKeyConstraint('source', name=op.f('pk_source_settings')),
    sqlite_strict=True,
    sqlite_with_rowid=True
    )
