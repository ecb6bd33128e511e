/** What the recycle bin shows beside a record's own columns: when it was deleted, and by whom. */
import type { TFunction } from 'i18next';
import type { Field } from '@/api/types';

export const BIN_COLUMNS = ['deleted_at', 'deleted_by'];

const field = (name: string, label: string, kind: Field['kind']): Field => ({
  name,
  label,
  labels: {},
  kind,
  required: false,
  unique: false,
  read_only: true,
  system: true,
  custom: false,
  access: 'read',
  help: null,
  default: null,
  sortable: kind === 'datetime',
  filterable: false,
  target: kind === 'user' ? 'user' : undefined,
});

export const binFields = (t: TFunction): Field[] => [
  field('deleted_at', t('list.deletedAt'), 'datetime'),
  field('deleted_by', t('list.deletedBy'), 'user'),
];
