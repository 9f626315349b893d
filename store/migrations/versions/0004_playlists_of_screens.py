"""playlists of screens, what screens say and are asked; frames of the past"""

from alembic import op
import sqlalchemy as sa


revision = '0004'
down_revision = '0003'


def upgrade() -> None:
    """A playlist per screen; beside a screen's name what it last said of itself and what it was asked for."""
    op.create_table('frames',
    sa.Column('layer', sa.Text(), nullable=False),
    sa.Column('at', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.Integer(), nullable=False),
    sa.Column('base', sa.Double().with_variant(sa.REAL(), 'sqlite'), server_default='0', nullable=False),
    sa.Column('flags', sa.Integer(), server_default='0', nullable=False),
    sa.Column('payload', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint('kind IN (0,1,2)', name=op.f('ck_frames_kind')),
    sa.PrimaryKeyConstraint('layer', 'at', name=op.f('pk_frames')),
    sqlite_strict=True,
    sqlite_with_rowid=True
    )
    op.create_table('playlists',
    sa.Column('screen_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('changed_at', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=False),
    sa.Column('changed_by', sa.Integer(), nullable=True),
    sa.CheckConstraint('version > 0', name=op.f('ck_playlists_version')),
    sa.CheckConstraint('length(body) BETWEEN 2 AND 8000', name=op.f('ck_playlists_body')),
    sa.ForeignKeyConstraint(['changed_by'], ['people.id'], name=op.f('fk_playlists_changed_by')),
    sa.ForeignKeyConstraint(['screen_id'], ['screens.id'], name=op.f('fk_playlists_screen_id')),
    sa.PrimaryKeyConstraint('screen_id', name=op.f('pk_playlists')),
    sqlite_strict=True,
    sqlite_with_rowid=True
    )
    with op.batch_alter_table('screens', schema=None) as batch_op:
        batch_op.add_column(sa.Column('told', sa.Text(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('asked_scene', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('asked_hold', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('asked_n', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('flash_until', sa.Double().with_variant(sa.REAL(), 'sqlite'), nullable=True))
