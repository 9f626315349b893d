"""what is claimed against what is measured, what schools say of their record, and findings that look wrong"""

from alembic import op
import sqlalchemy as sa


revision = '0010'
down_revision = '0009'


def upgrade() -> None:
    """Three tables; the first is written anew by the collector, the other two keep what people said."""
    real = sa.Double().with_variant(sa.REAL(), 'sqlite')
    big = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
    op.create_table('claims',
    sa.Column('claim', sa.Text(), nullable=False),
    sa.Column('at', real, nullable=False),
    sa.Column('payload', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('claim', name=op.f('pk_claims')),
    sqlite_strict=True, sqlite_with_rowid=True
    )
    op.create_table('disputes',
    sa.Column('id', big, nullable=False),
    sa.Column('school_id', sa.Integer(), nullable=False),
    sa.Column('about', sa.Text(), nullable=False),
    sa.Column('says', sa.Text(), nullable=False),
    *(sa.Column(name, sa.Text(), server_default='', nullable=False) for name in ('shown', 'note')),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('made_at', real, nullable=False),
    sa.Column('made_by', sa.Text(), nullable=False),
    *(sa.Column(name, sa.Text(), server_default='', nullable=False) for name in ('made_name', 'owner', 'owner_name')),
    sa.Column('taken_at', real, nullable=True),
    sa.Column('ended_at', real, nullable=True),
    *(sa.Column(name, sa.Text(), server_default='', nullable=False)
      for name in ('ended_by', 'ended_name', 'ended_note')),
    sa.CheckConstraint("says IN ('confirmed','disputed')", name=op.f('ck_disputes_says')),
    sa.CheckConstraint("state IN ('confirmed','open','taken','upheld','refused')", name=op.f('ck_disputes_state')),
    sa.CheckConstraint("(state IN ('upheld','refused')) = (ended_at IS NOT NULL)", name=op.f('ck_disputes_ended')),
    sa.CheckConstraint("(says = 'confirmed') = (state = 'confirmed')", name=op.f('ck_disputes_confirmed')),
    sa.ForeignKeyConstraint(['school_id'], ['schools.id'], name=op.f('fk_disputes_school_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_disputes')),
    sqlite_strict=True, sqlite_with_rowid=True
    )
    op.create_index('ix_disputes_school_id', 'disputes', ['school_id'], unique=False)
    op.create_index('ix_disputes_state', 'disputes', ['state'], unique=False)
    op.create_table('findings',
    sa.Column('id', big, nullable=False),
    sa.Column('rule', sa.Text(), nullable=False),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('school_id', sa.Integer(), nullable=True),
    sa.Column('value', real, nullable=False),
    sa.Column('evidence', sa.Text(), nullable=False),
    sa.Column('first_at', real, nullable=False),
    sa.Column('last_at', real, nullable=False),
    sa.Column('gone_at', real, nullable=True),
    sa.Column('dismissed_at', real, nullable=True),
    *(sa.Column(name, sa.Text(), server_default='', nullable=False)
      for name in ('dismissed_by', 'dismissed_name', 'dismissed_why')),
    sa.Column('dismissed_value', real, nullable=True),
    sa.ForeignKeyConstraint(['school_id'], ['schools.id'], name=op.f('fk_findings_school_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_findings')),
    sa.UniqueConstraint('rule', 'subject', name=op.f('uq_findings_rule_subject')),
    sqlite_strict=True, sqlite_with_rowid=True
    )
    op.create_index('ix_findings_school_id', 'findings', ['school_id'], unique=False)
