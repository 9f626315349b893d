"""days of trends: roll-ups by cell of both trees, and every school's figure of one day a week"""

from alembic import op
import sqlalchemy as sa


revision = '0011'
down_revision = '0010'


def upgrade() -> None:
    """A day is written once and never judged anew."""
    real = sa.Double().with_variant(sa.REAL(), 'sqlite')
    op.create_table('trend_days',
    sa.Column('day', sa.Text(), nullable=False),
    sa.Column('at', real, nullable=False),
    sa.Column('simulated', sa.Integer(), nullable=False),
    sa.Column('cells', sa.Text(), nullable=False),
    sa.CheckConstraint('simulated IN (0,1)', name=op.f('ck_trend_days_simulated')),
    sa.PrimaryKeyConstraint('day', name=op.f('pk_trend_days')),
    sqlite_strict=True,
    sqlite_with_rowid=True
    )
    op.create_table('trend_cells',
    sa.Column('indicator', sa.Text(), nullable=False),
    sa.Column('day', sa.Text(), nullable=False),
    sa.Column('payload', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('indicator', 'day', name=op.f('pk_trend_cells')),
    sqlite_strict=True,
    sqlite_with_rowid=True
    )
    op.create_table('trend_schools',
    sa.Column('indicator', sa.Text(), nullable=False),
    sa.Column('day', sa.Text(), nullable=False),
    sa.Column('block', sa.Integer(), nullable=False),
    sa.Column('payload', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('indicator', 'day', 'block', name=op.f('pk_trend_schools')),
    sqlite_strict=True,
    sqlite_with_rowid=True
    )
