/** A sub-table: lines that belong to the record, with columns of their own. */
import { Table2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { TextFilter } from '../shared/filters';
import { lazyEditor } from '../shared/lazyEditor';
import { Dash, Line } from '../shared/show';
import type { EditorProps, FieldKind, ShowProps } from '../types';
import { countOf, linesToWire } from './value';

const Editor = lazyEditor<EditorProps>(() => import('./LinesEditor'));
const View = lazyEditor<ShowProps>(() => import('./LinesView'));

function Count({ value }: ShowProps) {
  const { t } = useTranslation();
  const count = countOf(value);
  return count ? <Line>{t('fields.lineCount', { count })}</Line> : <Dash />;
}

export const lines: FieldKind = {
  icon: Table2,
  align: 'left',
  width: 96,
  Cell: Count,
  View,
  Editor,
  FilterEditor: TextFilter,
  operators: ['not_empty', 'empty'],
  // Lines are filled in cell by cell.
  parse: (text) => (text.trim() ? { fault: { code: 'lines' } } : { value: null }),
  format: (value, _field, { t }) => (countOf(value) ? t('fields.lineCount', { count: countOf(value) }) : ''),
  toWire: linesToWire,
};
