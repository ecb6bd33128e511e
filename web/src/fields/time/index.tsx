/** A time of day, without a day and without a zone: opening hours, a shift's begin. */
import { Clock } from 'lucide-react';
import { useIsPhone } from '@/ui/media';
import { rangeFilter } from '../shared/filters';
import { NUMBER_OPS } from '../shared/operators';
import { TextEditor } from '../shared/TextEditor';
import { textKind, textOf } from '../shared/textKind';
import type { EditorProps, FieldKind } from '../types';
import { parseClock } from './clock';

const parse: FieldKind['parse'] = (text, field) => {
  if (!text.trim()) return { value: null };
  const value = parseClock(text);
  if (!value) return { fault: { code: 'time' } };
  const [min, max] = [field.min, field.max].map((end) => (end ? parseClock(String(end)) : null));
  if (min && value < min) return { fault: { code: 'early', limit: min } };
  if (max && value > max) return { fault: { code: 'late', limit: max } };
  return { value };
};

function TimeEditor(props: EditorProps) {
  const phone = useIsPhone();
  return <TextEditor {...props} parse={parse} toText={textOf} type={phone ? 'time' : 'text'} />;
}

export const time = textKind(Clock, { width: 92, parse, Editor: TimeEditor, FilterEditor: rangeFilter(TimeEditor), operators: NUMBER_OPS });
