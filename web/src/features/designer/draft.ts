/** A field while it is being designed: from the server's shape and back, and what is wrong with it. */
import type { Field, FieldValue, Kind, Labels, ObjectMeta, Option, Outcome } from '@/api/types';
import type { Tone } from '@/ui/tokens';
import { computedBody, computedFault, computedOf, emptyComputed, type ComputedBy, type ComputedDraft } from './computed/draft';
import { columnFault, columnOf, columnsBody, newColumn, type ColumnDraft, type ColumnFault } from './lineColumns';
import { hasCounter } from './numbering';
import { rulesBody, rulesOf, type RulesDraft } from './rules/draft';

/** Kinds an administrator may add; "record" belongs to the system's own objects. */
export const ADDABLE: { group: 'text' | 'number' | 'time' | 'choice' | 'place' | 'file' | 'link'; kinds: Kind[] }[] = [
  { group: 'text', kinds: ['text', 'long_text', 'rich_text', 'phone', 'email', 'url', 'id_card', 'credit_code'] },
  { group: 'number', kinds: ['integer', 'decimal', 'money', 'percent', 'rating', 'auto_number'] },
  { group: 'time', kinds: ['date', 'datetime', 'time'] },
  { group: 'choice', kinds: ['choice', 'multi_choice', 'cascade', 'bool', 'tags'] },
  { group: 'place', kinds: ['region', 'address', 'location'] },
  { group: 'file', kinds: ['attachment', 'image', 'signature'] },
  { group: 'link', kinds: ['reference', 'multi_reference', 'user', 'department', 'lines'] },
];

export const HAS_LENGTH: Kind[] = ['text', 'long_text', 'rich_text'];
export const HAS_RANGE: Kind[] = ['integer', 'decimal', 'money', 'percent'];
/** Bounds that are days, moments or times of day. */
export const HAS_SPAN: Kind[] = ['date', 'datetime', 'time'];
export const HAS_FILES: Kind[] = ['attachment', 'image'];
/** Kinds that point to records of an object that the administrator chooses. */
export const HAS_TARGET: Kind[] = ['reference', 'multi_reference'];
export const HAS_FORMAT: Kind[] = ['text', 'long_text', 'email', 'url'];
export const HAS_SCALE: Kind[] = ['decimal', 'money', 'percent'];
export const HAS_OPTIONS: Kind[] = ['choice', 'multi_choice', 'cascade'];
export const MAY_BE_UNIQUE: Kind[] = ['text', 'phone', 'email', 'url', 'integer', 'id_card', 'credit_code'];
/** Kinds that hold one text, which can lie sealed. */
export const MAY_BE_SENSITIVE: Kind[] = ['text', 'long_text', 'phone', 'email', 'id_card', 'credit_code'];
/** What is always filled, or never by a person, can't be required. */
export const NEVER_REQUIRED: Kind[] = ['auto_number', 'bool'];
export const HAS_DEFAULT: Kind[] = ['text', 'long_text', 'integer', 'decimal', 'money', 'percent', 'bool', 'date', 'datetime', 'time', 'rating', 'choice', 'multi_choice', 'cascade', 'region', 'user'];
/** The default may be computed from other fields. */
export const FORMULA_DEFAULT: Kind[] = ['text', 'long_text', 'integer', 'decimal', 'money', 'percent', 'bool', 'date', 'datetime', 'choice'];
/** The default may be "the moment of creation" or "who creates". */
export const DYNAMIC_DEFAULT: Partial<Record<Kind, 'now' | 'me'>> = { date: 'now', datetime: 'now', user: 'me' };

export interface OptionDraft {
  /** Stable while editing, so that rows keep their place and focus. */
  key: string;
  name: string;
  labels: Labels;
  color: Tone;
  active: boolean;
  outcome: Outcome;
  /** Days that a record should stay at most where this is its stage, as typed. */
  limit_days: string;
  /** The server knows it already: its name stands in records and must not change. */
  known: boolean;
}

export interface FieldDraft {
  name: string;
  kind: Kind;
  labels: Labels;
  helps: Labels;
  required: boolean;
  unique: boolean;
  sensitive: boolean;
  default: FieldValue | { now: true } | { me: true } | { formula: string };
  max_length: string;
  min: string;
  max: string;
  format_pattern: string;
  format_messages: Labels;
  scale: string;
  options: OptionDraft[];
  target: string;
  /** The columns of a sub-table. */
  columns: ColumnDraft[];
  pattern: string;
  /** How the program computes it; then the kind follows from that. */
  computed: ComputedDraft | null;
  /** When it is shown, asked for or locked. */
  rules: RulesDraft;
}

export const isFormula = (value: FieldDraft['default']): value is { formula: string } => typeof value === 'object' && value !== null && 'formula' in value;

let serial = 0;
const freshKey = () => `new${(serial += 1)}`;

export const COLORS: Tone[] = ['brand', 'ok', 'warn', 'violet', 'info', 'bad', 'grey'];

export function newOption(options: OptionDraft[], labels: Labels = {}): OptionDraft {
  const taken = options.map((option) => option.name);
  let n = options.length + 1;
  while (taken.includes(`option_${n}`)) n += 1;
  return { key: freshKey(), name: `option_${n}`, labels, color: COLORS[options.length % COLORS.length] ?? 'grey', active: true, outcome: 'open', limit_days: '', known: false };
}

export interface Preset {
  labels?: Labels;
  kind?: Kind;
  name?: string;
}

export function emptyDraft(kind: Kind, preset: Preset = {}): FieldDraft {
  return {
    name: preset.name ?? '',
    kind,
    labels: preset.labels ?? {},
    helps: {},
    required: false,
    unique: false,
    sensitive: false,
    default: null,
    max_length: kind === 'text' ? '200' : kind === 'long_text' ? '5000' : kind === 'rich_text' ? '20000' : '',
    min: '',
    max: kind === 'rating' ? '5' : HAS_FILES.includes(kind) ? '20' : kind === 'multi_reference' ? '100' : '',
    format_pattern: '',
    format_messages: {},
    scale: kind === 'money' || kind === 'decimal' ? '2' : kind === 'percent' ? '0' : '',
    options: HAS_OPTIONS.includes(kind) ? [newOption([]), newOption([newOption([])])] : [],
    target: '',
    columns: kind === 'lines' ? [newColumn([])] : [],
    pattern: kind === 'auto_number' ? '{yyyyMM}-{0000}' : '',
    computed: null,
    rules: rulesOf(undefined),
  };
}

const text = (value: unknown): string => (value === null || value === undefined ? '' : String(value));

export const optionOf = ({ name, labels, color, active, outcome, limit_days: limit }: Option): OptionDraft => ({ key: name, name, labels, color, active: active !== false, outcome: outcome ?? 'open', limit_days: text(limit), known: true });

export function draftOf(field: Field): FieldDraft {
  return {
    name: field.name,
    kind: field.kind,
    labels: field.labels,
    helps: field.helps ?? {},
    required: field.required,
    unique: field.unique,
    sensitive: field.sensitive === true,
    default: (field.default ?? null) as FieldDraft['default'],
    max_length: text(field.max_length),
    min: text(field.min),
    max: text(field.max),
    format_pattern: field.format?.pattern ?? '',
    format_messages: field.format?.messages ?? {},
    scale: text(field.scale),
    options: (field.options ?? []).map(optionOf),
    target: field.target ?? '',
    columns: (field.columns ?? []).map(columnOf),
    pattern: field.pattern ?? '',
    computed: computedOf(field),
    rules: rulesOf(field.rules),
  };
}

/** A draft of a computed field: names stay, the rest follows from the computation. */
export function computedDraft(by: ComputedBy, before: FieldDraft | null, preset: Preset = {}): FieldDraft {
  const draft = before ?? emptyDraft('text', preset);
  return { ...emptyDraft('text'), name: draft.name, labels: draft.labels, helps: draft.helps, computed: emptyComputed(by) };
}

/** Carries what still makes sense over to another kind. */
export function changeKind(draft: FieldDraft, kind: Kind): FieldDraft {
  const fresh = emptyDraft(kind);
  // A tree's names are ways; a plain list's are not.
  const tree = draft.options.some((option) => option.name.includes('/')) && kind !== 'cascade';
  const options = HAS_OPTIONS.includes(kind) && draft.options.length && !tree ? draft.options : fresh.options;
  return { ...fresh, name: draft.name, labels: draft.labels, helps: draft.helps, options, rules: draft.rules, required: draft.required && !NEVER_REQUIRED.includes(kind), unique: draft.unique && MAY_BE_UNIQUE.includes(kind), sensitive: draft.sensitive && MAY_BE_SENSITIVE.includes(kind) };
}

export type DraftFault =
  | 'required'
  | 'badName'
  | 'nameTaken'
  | 'badLength'
  | 'badNumber'
  | 'wholeNumber'
  | 'minAboveMax'
  | 'badScale'
  | 'noOptions'
  | 'optionLabel'
  | 'optionTwice'
  | 'noActiveOption'
  | 'badLimit'
  | 'noTarget'
  | 'badPattern'
  | 'badFiles'
  | 'badRecords'
  | 'badSpan'
  | 'badPatternText'
  | 'noFormula'
  | 'noLookup'
  | 'noSource'
  | 'noFigure'
  | ColumnFault;

export type DraftFaults = Partial<Record<keyof FieldDraft, DraftFault>>;

/** The part after x_: what a person types. */
export const plainName = (name: string) => name.replace(/^x_/, '');
const NAME = /^[a-z][a-z0-9_]{0,40}$/;

export const hasLabel = (labels: Labels) => Object.values(labels).some((label) => label?.trim());

/** A name from an English label; nothing when there are no Latin letters in it. */
export function nameFromLabel(label: string): string {
  const plain = label
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_0-9]+|_+$/g, '')
    .slice(0, 40);
  return NAME.test(plain) ? plain : '';
}

/** Without rows that were left empty: they were offered, and nobody wrote into them or below them. */
const meantOptions = (options: OptionDraft[]): OptionDraft[] =>
  options.filter((option) => option.known || options.some((one) => (one === option || one.name.startsWith(`${option.name}/`)) && (one.known || hasLabel(one.labels))));

/** Whether the days of an option are none, or a number that a limit can be. */
export const fitsLimit = ({ outcome, limit_days: days }: OptionDraft): boolean => outcome !== 'open' || days.trim() === '' || (/^[1-9]\d{0,3}$/.test(days.trim()) && Number(days) <= 3650);

function optionFault(drafted: OptionDraft[]): DraftFault | undefined {
  const options = meantOptions(drafted);
  if (!options.length) return 'noOptions';
  if (options.some((option) => !hasLabel(option.labels))) return 'optionLabel';
  if (!options.some((option) => option.active)) return 'noActiveOption';
  if (!options.every(fitsLimit)) return 'badLimit';
  for (const locale of ['zh-CN', 'en'] as const) {
    // In a tree a name has to be told from those beside it.
    const above = (name: string) => name.slice(0, name.lastIndexOf('/') + 1);
    const labels = options.filter((option) => option.active && option.labels[locale]?.trim()).map((option) => above(option.name) + option.labels[locale]?.trim());
    if (new Set(labels).size < labels.length) return 'optionTwice';
  }
  return new Set(options.map((option) => option.name)).size < options.length ? 'optionTwice' : undefined;
}

function numberFault(value: string, whole: boolean): DraftFault | undefined {
  if (value.trim() === '') return undefined;
  if (!/^-?\d+(\.\d+)?$/.test(value.trim())) return 'badNumber';
  return whole && !/^-?\d+$/.test(value.trim()) ? 'wholeNumber' : undefined;
}

/** Brackets that are never closed, the most frequent slip; the server judges the rest. */
function balanced(pattern: string): boolean {
  let depth = 0;
  let inClass = false;
  for (let at = 0; at < pattern.length; at += 1) {
    const one = pattern[at];
    if (one === '\\') at += 1;
    else if (inClass) inClass = one !== ']';
    else if (one === '[') inClass = true;
    else if (one === '(') depth += 1;
    else if (one === ')' && (depth -= 1) < 0) return false;
  }
  return depth === 0 && !inClass && !pattern.endsWith('\\');
}

/** Everything that can be told without the server. */
export function checkDraft(draft: FieldDraft, object: ObjectMeta, original?: Field): DraftFaults {
  const faults: DraftFaults = {};
  const { kind } = draft;
  if (!hasLabel(draft.labels)) faults.labels = 'required';
  if (!original) {
    const name = plainName(draft.name.trim());
    if (name && !NAME.test(name)) faults.name = 'badName';
    else if (name && object.fields.some((field) => field.name === `x_${name}`)) faults.name = 'nameTaken';
  }
  if (draft.computed) {
    faults.computed = computedFault(draft.computed);
    return Object.fromEntries(Object.entries(faults).filter(([, fault]) => fault)) as DraftFaults;
  }
  if (HAS_LENGTH.includes(kind) && draft.max_length.trim() !== '' && !/^[1-9]\d{0,5}$/.test(draft.max_length.trim())) faults.max_length = 'badLength';
  if (HAS_RANGE.includes(kind)) {
    const whole = kind === 'integer';
    faults.min = numberFault(draft.min, whole);
    faults.max = numberFault(draft.max, whole);
    if (!faults.min && !faults.max && draft.min.trim() && draft.max.trim() && Number(draft.min) > Number(draft.max)) faults.max = 'minAboveMax';
  }
  if (HAS_FILES.includes(kind) && !/^([1-9]|[1-4]\d|50)$/.test(draft.max.trim())) faults.max = 'badFiles';
  if (kind === 'multi_reference' && !/^([1-9]|[1-9]\d|100)$/.test(draft.max.trim())) faults.max = 'badRecords';
  if (HAS_SPAN.includes(kind) && draft.min && draft.max) {
    const order = (value: string) => (kind === 'datetime' ? Date.parse(value) : value);
    if (order(draft.min) > order(draft.max)) faults.max = 'badSpan';
  }
  if (HAS_FORMAT.includes(kind) && draft.format_pattern.trim() && !balanced(draft.format_pattern)) faults.format_pattern = 'badPatternText';
  if (HAS_SCALE.includes(kind) && !/^[0-6]$/.test(draft.scale.trim())) faults.scale = 'badScale';
  if (HAS_OPTIONS.includes(kind)) faults.options = optionFault(draft.options);
  if (HAS_TARGET.includes(kind) && !draft.target) faults.target = 'noTarget';
  if (kind === 'lines') faults.columns = columnFault(draft.columns)?.fault;
  if (kind === 'auto_number' && !hasCounter(draft.pattern)) faults.pattern = 'badPattern';
  return Object.fromEntries(Object.entries(faults).filter(([, fault]) => fault)) as DraftFaults;
}

const trimmed = (labels: Labels): Labels => Object.fromEntries(Object.entries(labels).flatMap(([locale, label]) => (label?.trim() ? [[locale, label.trim()]] : []))) as Labels;
const orNull = (value: string) => (value.trim() === '' ? null : value.trim());

/** The body of POST …/fields, or of PATCH …/fields/{field}: only what the kind knows. */
export function bodyOf(draft: FieldDraft, creating: boolean, fallbackName: string): Record<string, unknown> {
  const { kind, computed } = draft;
  if (computed) {
    const named = creating && { name: `x_${plainName(draft.name.trim()) || fallbackName}`, kind: computed.by };
    return { ...named, labels: trimmed(draft.labels), helps: hasLabel(draft.helps) ? trimmed(draft.helps) : null, ...rulesBody(draft.rules, true, creating), ...computedBody(computed) };
  }
  const body: Record<string, unknown> = {
    labels: trimmed(draft.labels),
    helps: hasLabel(draft.helps) ? trimmed(draft.helps) : null,
    required: !NEVER_REQUIRED.includes(kind) && draft.required,
    unique: MAY_BE_UNIQUE.includes(kind) && draft.unique,
  };
  if (MAY_BE_SENSITIVE.includes(kind)) body.sensitive = draft.sensitive;
  if (creating) {
    body.name = `x_${plainName(draft.name.trim()) || fallbackName}`;
    body.kind = kind;
  }
  Object.assign(body, rulesBody(draft.rules, false, creating));
  if (HAS_DEFAULT.includes(kind)) body.default = draft.sensitive || (isFormula(draft.default) && !draft.default.formula.trim()) ? null : draft.default;
  if (HAS_LENGTH.includes(kind) && draft.max_length.trim()) body.max_length = Number(draft.max_length);
  if (HAS_RANGE.includes(kind)) Object.assign(body, { min: orNull(draft.min), max: orNull(draft.max) });
  if (HAS_SPAN.includes(kind)) Object.assign(body, { min: orNull(draft.min), max: orNull(draft.max) });
  if (kind === 'rating' || kind === 'multi_reference' || HAS_FILES.includes(kind)) body.max = orNull(draft.max);
  if (HAS_FORMAT.includes(kind)) body.format = draft.format_pattern.trim() ? { pattern: draft.format_pattern.trim(), messages: trimmed(draft.format_messages) } : null;
  if (HAS_SCALE.includes(kind)) body.scale = Number(draft.scale);
  // Only a single choice of the record itself says that it is over, and can be its stage.
  if (HAS_OPTIONS.includes(kind)) body.options = meantOptions(draft.options).map(({ name, labels, color, active, outcome, limit_days: days }) => ({ name, labels: trimmed(labels), color, active, ...(kind === 'choice' && { outcome, limit_days: outcome === 'open' && days.trim() ? Number(days) : null }) }));
  if (HAS_TARGET.includes(kind)) body.target = draft.target;
  if (kind === 'lines') body.columns = columnsBody(draft.columns);
  if (kind === 'auto_number') body.pattern = draft.pattern.trim();
  return body;
}

/** A free api name for a label without Latin letters. */
export function fallbackName(object: ObjectMeta): string {
  for (let n = 1; ; n += 1) if (!object.fields.some((field) => field.name === `x_field_${n}`)) return `field_${n}`;
}

/** The draft as a field, so that the form's own editors can show it. */
export function previewField(draft: FieldDraft, label: string): Field {
  return {
    name: draft.name || 'x_preview',
    label,
    labels: draft.labels,
    kind: draft.kind,
    required: draft.required,
    unique: draft.unique,
    read_only: draft.kind === 'auto_number',
    system: false,
    custom: true,
    access: 'write',
    help: null,
    default: null,
    sortable: false,
    filterable: false,
    max_length: Number(draft.max_length) || undefined,
    min: orNull(draft.min),
    max: orNull(draft.max),
    format: HAS_FORMAT.includes(draft.kind) && draft.format_pattern.trim() ? { pattern: draft.format_pattern.trim(), message: '', messages: draft.format_messages, live: false } : null,
    scale: draft.scale === '' ? undefined : Number(draft.scale),
    options: draft.options.map((option) => ({ name: option.name, labels: option.labels, label: option.labels['zh-CN'] ?? option.labels.en ?? option.name, color: option.color, active: option.active })),
    target: draft.target || (draft.kind === 'user' || draft.kind === 'department' ? draft.kind : undefined),
    pattern: draft.pattern,
  };
}
