"""what administrators decided about indicators: bands and targets, with their days and reasons"""

from alembic import op
import sqlalchemy as sa


revision = '0007'
down_revision = '0006'


def upgrade() -> None:
    """Rows are only ever added: an old figure finds the bands of its day."""
    real = sa.Double().with_variant(sa.REAL(), 'sqlite')
    op.create_table('indicator_bands',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('indicator', sa.Text(), nullable=False),
    sa.Column('good', real, nullable=True),
    sa.Column('watch', real, nullable=True),
    sa.Column('target', real, nullable=True),
    sa.Column('target_by', sa.Text(), server_default='', nullable=False),
    sa.Column('since', sa.Text(), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('at', real, nullable=False),
    sa.Column('actor', sa.Text(), nullable=False),
    sa.CheckConstraint('(good IS NULL) = (watch IS NULL)', name=op.f('ck_indicator_bands_both')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_indicator_bands')),
    sqlite_strict=True,
    sqlite_with_rowid=True
    )
    with op.batch_alter_table('indicator_bands', schema=None) as batch_op:
        batch_op.create_index('ix_indicator_bands_indicator_since', ['indicator', 'since'], unique=False)
