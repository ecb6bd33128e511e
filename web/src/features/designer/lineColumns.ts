/** The columns of a sub-table while they are being designed. */
import type { Field, Kind, Labels } from '@/api/types';
import { hasLabel, HAS_OPTIONS, HAS_SCALE, nameFromLabel, newOption, optionOf, type OptionDraft } from './draft';

/** Kinds that make sense in a cell. */
export const COLUMN_KINDS: Kind[] = ['text', 'integer', 'decimal', 'money', 'percent', 'bool', 'date', 'choice', 'reference'];
export const NUMBERS: Kind[] = ['integer', 'decimal', 'money', 'percent'];
/** Kinds whose default is written as a text, or as a formula behind a sign of equality. */
export const WRITTEN_DEFAULT: Kind[] = ['text', ...NUMBERS];
export const MOST_COLUMNS = 30;

export interface ColumnDraft {
  key: string;
  /** The server knows it already: its name, kind, places and target stay. */
  known: boolean;
  name: string;
  labels: Labels;
  kind: Kind;
  /** It is computed from the line; the kind follows from that. */
  computed: boolean;
  formula: string;
  percent: boolean;
  required: boolean;
  scale: string;
  options: OptionDraft[];
  target: string;
  default: string;
  total: boolean;
}

let serial = 0;

export function newColumn(columns: ColumnDraft[], labels: Labels = {}): ColumnDraft {
  const names = columns.map((column) => column.name);
  let n = columns.length + 1;
  while (names.includes(`column_${n}`)) n += 1;
  serial += 1;
  return { key: `column${serial}`, known: false, name: `column_${n}`, labels, kind: 'text', computed: false, formula: '', percent: false, required: false, scale: '2', options: [], target: '', default: '', total: false };
}

function defaultText(field: Field): string {
  const value = field.default;
  if (value === null || value === undefined) return '';
  if (typeof value !== 'object') return String(value);
  if ('formula' in value) return `=${String(value.formula)}`;
  return 'amount' in value ? String(value.amount) : '';
}

export function columnOf(field: Field): ColumnDraft {
  return {
    key: field.name,
    known: true,
    name: field.name,
    labels: field.labels,
    kind: field.kind,
    computed: field.computed !== undefined && field.computed !== null,
    formula: field.computed?.formula ?? '',
    percent: field.kind === 'percent',
    required: field.required,
    scale: field.scale === undefined ? '2' : String(field.scale),
    options: (field.options ?? []).map(optionOf),
    target: field.target ?? '',
    default: defaultText(field),
    total: field.total ?? false,
  };
}

/** The column as another kind, or computed. */
export function columnAs(column: ColumnDraft, kind: Kind | 'formula'): ColumnDraft {
  if (kind === 'formula') return { ...column, computed: true, required: false, default: '', total: true };
  const options = HAS_OPTIONS.includes(kind) && column.options.length === 0 ? [newOption([])] : column.options;
  return { ...column, kind, computed: false, options, default: '', scale: kind === 'percent' ? '0' : '2', total: column.total && NUMBERS.includes(kind) };
}

export type ColumnFault = 'noColumns' | 'columnLabel' | 'columnFormula' | 'columnTarget' | 'columnOption' | 'columnScale' | 'columnTwice';

export function columnFault(columns: ColumnDraft[]): { fault: ColumnFault; key?: string } | undefined {
  if (columns.length === 0) return { fault: 'noColumns' };
  for (const column of columns) {
    const wrong = (fault: ColumnFault) => ({ fault, key: column.key });
    if (!hasLabel(column.labels)) return wrong('columnLabel');
    if (column.computed && !column.formula.trim()) return wrong('columnFormula');
    if (!column.computed && column.kind === 'reference' && !column.target) return wrong('columnTarget');
    if (column.kind === 'choice' && !column.computed && !column.options.some((option) => option.active && hasLabel(option.labels))) return wrong('columnOption');
    if (!column.known && HAS_SCALE.includes(column.kind) && !/^[0-4]$/.test(column.scale.trim())) return wrong('columnScale');
  }
  const labels = columns.map((column) => column.labels['zh-CN']?.trim() || column.labels.en?.trim());
  return new Set(labels).size < labels.length ? { fault: 'columnTwice' } : undefined;
}

function defaultBody(text: string): unknown {
  const clean = text.trim();
  if (!clean) return null;
  return clean.startsWith('=') ? { formula: clean.slice(1).trim() } : clean;
}

/** The columns as the API takes them. A new one is named after its English label, where no other is. */
export function columnsBody(columns: ColumnDraft[]): Record<string, unknown>[] {
  const taken = new Set(columns.filter((column) => column.known).map((column) => column.name));
  return columns.map((column) => {
    const wanted = nameFromLabel(column.labels.en ?? '');
    const name = column.known ? column.name : wanted && wanted !== 'id' && !taken.has(wanted) ? wanted : column.name;
    taken.add(name);
    const labels = Object.fromEntries(Object.entries(column.labels).filter(([, label]) => label?.trim()));
    const number = column.computed || NUMBERS.includes(column.kind);
    const body: Record<string, unknown> = { name, labels, ...(number && { total: column.total }) };
    if (!column.known) body.kind = column.computed ? 'formula' : column.kind;
    if (column.computed) return { ...body, formula: column.formula.trim(), ...(!column.known && { scale: Number(column.scale) || 0 }), ...(column.percent && { result: 'percent' }) };
    body.required = column.required && column.kind !== 'bool';
    if (!column.known && HAS_SCALE.includes(column.kind)) body.scale = Number(column.scale);
    if (column.kind === 'choice') body.options = column.options.map(({ name: option, labels: words, color, active }) => ({ name: option, labels: words, color, active }));
    if (!column.known && column.kind === 'reference') body.target = column.target;
    if (WRITTEN_DEFAULT.includes(column.kind)) body.default = defaultBody(column.default);
    return body;
  });
}
