/** A proposal while it is changed: from the server's shape and back. */
import { nameIn } from '@/api/names';
import type { Field, FieldValue, Kind, Labels, Option } from '@/api/types';
import { COLORS, HAS_OPTIONS, HAS_SCALE, HAS_TARGET, MAY_BE_UNIQUE, newOption, type OptionDraft } from '@/features/designer/draft';
import type { ImportJob } from '@/features/import/types';

export type Feeds = 'title' | 'owner' | 'field' | 'nothing';

export interface ProposalColumn {
  index: number;
  header: string;
  feeds: Feeds;
  name: string;
  labels: Labels;
  kind: Kind;
  scale: number | null;
  target: string | null;
  max_length: number | null;
  options: { name: string; labels: Labels; color: Option['color'] }[];
  required: boolean;
  unique: boolean;
  filled: number;
  unlike: boolean | null;
  samples: string[];
  values: string[] | null;
  reason: string;
  notes: string[];
}

export interface PreviewCell {
  text: string;
  value: FieldValue;
  fault: string | null;
}

export interface Misfit {
  index: number;
  bad: number;
  filled: number;
  row: number;
  message: string;
}

export interface Preview {
  rows: { row: number; cells: Record<string, PreviewCell> }[];
  tried: number;
  misfits: Misfit[];
}

export interface Proposal {
  id: string;
  file_name: string;
  encoding: string;
  sheet: string | null;
  sheets: string[];
  header: boolean;
  rows_total: number;
  name: string;
  labels: Labels;
  plurals: Labels;
  similar: { object: string; plural: string; known: number } | null;
  columns: ProposalColumn[];
  create_references: boolean;
  preview: Preview;
}

export interface Made {
  object: { name: string; label: string; plural: string };
  import: ImportJob | null;
}

/** Kinds that a column of a file can fill, in the designer's order. */
export const FILLABLE: Kind[] = [
  'text', 'long_text', 'rich_text', 'phone', 'email', 'url', 'id_card', 'credit_code',
  'integer', 'decimal', 'money', 'percent', 'rating',
  'date', 'datetime', 'time',
  'choice', 'multi_choice', 'bool', 'tags',
  'region', 'address',
  'reference', 'user', 'department',
];

export interface ColumnDraft {
  index: number;
  feeds: Feeds;
  name: string;
  label: string;
  /** What the server knows in both languages; the label above wins in the reader's. */
  labels: Labels;
  kind: Kind;
  scale: number;
  target: string;
  options: OptionDraft[];
  required: boolean;
  unique: boolean;
}

export interface Draft {
  name: string;
  label: string;
  labels: Labels;
  owned: boolean;
  create_references: boolean;
  columns: ColumnDraft[];
}

export function draftOf(proposal: Proposal, locale: keyof Labels): Draft {
  return {
    name: proposal.name,
    label: nameIn(proposal.labels, locale),
    labels: proposal.labels,
    owned: true,
    create_references: proposal.create_references,
    columns: proposal.columns.map((column) => ({
      index: column.index,
      feeds: column.feeds,
      name: column.name,
      label: nameIn(column.labels, locale),
      labels: column.labels,
      kind: column.kind,
      scale: column.scale ?? 2,
      target: column.target ?? '',
      options: column.options.map((option) => ({ ...option, key: option.name, active: true, outcome: 'open', limit_days: '', known: false })),
      required: column.required,
      unique: column.unique,
    })),
  };
}

/** The labels as they are sent: what was typed, in the reader's language. */
export function labelsOf(label: string, labels: Labels, locale: keyof Labels): Labels {
  if (label.trim() === nameIn(labels, locale)) return labels;
  return { [locale]: label.trim() };
}

const PARTS = /[、;；|,，]/;

/** Another kind keeps what still fits, and options come from what stands in the column. */
export function withKind(column: ColumnDraft, kind: Kind, values: string[] | null, locale: keyof Labels): ColumnDraft {
  if (!HAS_OPTIONS.includes(kind)) return { ...column, kind, unique: column.unique && MAY_BE_UNIQUE.includes(kind) };
  const several = kind === 'multi_choice';
  const texts = (values ?? []).flatMap((value) => (several ? value.split(PARTS) : [value])).map((value) => value.trim());
  const options: OptionDraft[] = [];
  for (const text of new Set(texts)) if (text) options.push({ ...newOption(options, { [locale]: text }), color: COLORS[options.length % COLORS.length] ?? 'grey' });
  return { ...column, kind, unique: false, options };
}

/** One column names the records: choosing it takes the place from the one before. */
export function withFeeds(columns: ColumnDraft[], index: number, feeds: Feeds): ColumnDraft[] {
  const alone = feeds === 'title' || feeds === 'owner';
  return columns.map((column) => {
    if (column.index === index) return { ...column, feeds };
    return alone && column.feeds === feeds ? { ...column, feeds: 'field' } : column;
  });
}

function columnBody(column: ColumnDraft, locale: keyof Labels): Record<string, unknown> {
  const { index, feeds, name, required, unique, kind } = column;
  const labels = labelsOf(column.label, column.labels, locale);
  if (feeds === 'nothing' || feeds === 'owner') return { index, feeds };
  if (feeds === 'title') return { index, feeds, labels, unique };
  return {
    index, feeds, name, labels, kind, required, unique,
    ...(HAS_SCALE.includes(kind) && { scale: column.scale }),
    ...(HAS_TARGET.includes(kind) && { target: column.target }),
    ...(HAS_OPTIONS.includes(kind) && { options: column.options.map((option) => ({ name: option.name, labels: option.labels, color: option.color })) }),
  };
}

export const columnsBody = (columns: ColumnDraft[], locale: keyof Labels) => columns.map((column) => columnBody(column, locale));

/** The field of a column as lists show it. */
export function fieldOf(column: ColumnDraft, locale: keyof Labels): Field {
  const title = column.feeds === 'title';
  return {
    name: column.name, label: column.label, labels: column.labels, kind: title ? 'text' : column.feeds === 'owner' ? 'user' : column.kind,
    required: false, unique: false, read_only: true, system: false, custom: true, access: 'read', help: null, default: null, sortable: false, filterable: false,
    scale: column.scale, target: column.target,
    options: column.options.map((option) => ({ ...option, limit_days: null, label: nameIn(option.labels, locale) || option.name })),
  };
}
