/** "Create a field from this column": the designer's drawer, filled with what the samples tell. */
import type { Field, ObjectMeta } from '@/api/types';
import { currentLocale } from '@/i18n';
import { later } from '@/ui/later';
import { guessKind, nameFromHeader } from './mapping';
import type { ImportColumn } from './types';

const FieldDrawer = later(async () => (await import('@/features/designer/FieldDrawer')).default);

export interface NewFieldFromColumnProps {
  object: ObjectMeta;
  column: ImportColumn;
  onCreated: (field: Field) => void;
  onClose: () => void;
}

export function NewFieldFromColumn({ object, column, onCreated, onClose }: NewFieldFromColumnProps) {
  const preset = {
    // In the reader's language only: an English name, once typed, also gives the api name.
    labels: { [currentLocale()]: column.header },
    kind: guessKind(column.samples),
    name: nameFromHeader(column.header, object.fields.map((field) => field.name)) ?? undefined,
  };
  return <FieldDrawer object={object} preset={preset} onSaved={onCreated} onClose={onClose} />;
}
