/** Which column goes into which field: checks and guesses, without any drawing. */
import type { Field, Kind } from '@/api/types';
import { linkFaults, NOT_IN_FILES, usedLinks, type Link } from './links';
import type { ImportColumn, ImportJob, ImportPlan } from './types';

/** Fields that a file may fill: what the caller may write, in the order of the object. */
export function targets(fields: Field[]): Field[] {
  return fields.filter((f) => !f.read_only && f.access === 'write' && !NOT_IN_FILES.includes(f.kind));
}

/** The computed field that a column is named after: its values can't be imported. */
export function computedNamed(header: string, fields: Field[]): Field | undefined {
  const wanted = header.trim().toLowerCase();
  return fields.find((f) => f.computed && [f.name, f.label, ...Object.values(f.labels)].some((name) => name?.toLowerCase() === wanted));
}

/** Fields that can tell records apart, unique ones first. */
export function keyCandidates(fields: Field[]): Field[] {
  const kinds: Kind[] = ['text', 'phone', 'email', 'url', 'integer', 'auto_number'];
  const able = fields.filter((f) => kinds.includes(f.kind) && (!f.read_only || f.kind === 'auto_number'));
  return [...able.filter((f) => f.unique || f.kind === 'auto_number'), ...able.filter((f) => !f.unique && f.kind !== 'auto_number')];
}

export function planOf(job: ImportJob): ImportPlan {
  return {
    mode: job.mode,
    key: job.key,
    mapping: Object.fromEntries(job.columns.map((c) => [c.header, c.field])),
    create_references: job.create_references,
    duplicates: job.duplicates,
    overwrite: job.overwrite,
    links: Object.fromEntries(job.links.map(({ link, action, key }) => [link, { action, key }])),
  };
}

export interface MappingCheck {
  /** Required fields that no column fills (only when records are created). */
  missing: Field[];
  /** Fields that more than one column would fill, with the headers. */
  clashes: { field: string; headers: string[] }[];
  /** Headers that occur twice in the file: they can't be told apart. */
  twins: string[];
  /** The key is not chosen although the mode needs one. */
  needsKey: boolean;
  /** Key fields that no column fills. */
  keyUnmapped: string[];
  /** References that a column fills by name while others fill the record's own fields. */
  twoWays: string[];
  /** What is missing for linked objects: required fields, and fields of their keys. */
  linkMissing: { label: string; fields: Field[] }[];
  /** Linked objects whose records nothing finds. */
  linkKeys: string[];
  mapped: number;
  ok: boolean;
}

/** Everything that would make a run senseless, found before the server is asked. */
export function checkMapping(plan: ImportPlan, columns: ImportColumn[], fields: Field[], links: Link[] = []): MappingCheck {
  const byField = new Map<string, string[]>();
  for (const { header } of columns) {
    const field = plan.mapping[header];
    if (field) byField.set(field, [...(byField.get(field) ?? []), header]);
  }
  const used = usedLinks(plan, links);
  const twoWays = used.filter((link) => byField.has(link.name)).map((link) => link.label);
  const faults = used.map((link) => ({ link, ...linkFaults(plan, link) }));
  const linkMissing = faults
    .map(({ link, missing, key }) => ({ label: link.label, fields: [...missing, ...key.filter((field) => !missing.includes(field))] }))
    .filter(({ fields }) => fields.length > 0);
  const linkKeys = faults.filter(({ needsKey }) => needsKey).map(({ link }) => link.label);
  const headers = columns.map((c) => c.header);
  const twins = [...new Set(headers.filter((h, i) => headers.indexOf(h) !== i && plan.mapping[h]))];
  const creates = plan.mode !== 'update';
  const missing = creates
    ? targets(fields).filter((f) => f.required && f.default == null && !byField.has(f.name) && !used.some((link) => link.name === f.name))
    : [];
  const clashes = [...byField]
    .filter(([, list]) => new Set(list).size > 1)
    .map(([field, list]) => ({ field, headers: [...new Set(list)] }));
  const needsKey = plan.mode !== 'insert' && plan.key.length === 0;
  const keyUnmapped = plan.mode === 'insert' ? [] : plan.key.filter((k) => !byField.has(k));
  const mapped = byField.size;
  const ok = mapped > 0 && !missing.length && !clashes.length && !twins.length && !needsKey && !keyUnmapped.length && !twoWays.length && !linkMissing.length && !linkKeys.length;
  return { missing, clashes, twins, needsKey, keyUnmapped, twoWays, linkMissing, linkKeys, mapped, ok };
}

/** Gives a column its field; the choice of another column for the same field is taken away. */
export function assign(plan: ImportPlan, header: string, field: string | null): ImportPlan {
  const mapping = { ...plan.mapping };
  if (field) {
    for (const other of Object.keys(mapping)) if (other !== header && mapping[other] === field) mapping[other] = null;
  }
  mapping[header] = field;
  return { ...plan, mapping };
}

const TESTS: [Kind, RegExp][] = [
  ['email', /^[^\s@]+@[^\s@]+\.[^\s@]+$/],
  ['url', /^https?:\/\/\S+$/i],
  ['phone', /^(\+?86)?1[3-9]\d{9}$|^0\d{2,3}-?\d{7,8}$/],
  ['date', /^\d{4}[-/.\u5e74]\d{1,2}[-/.\u6708]\d{1,2}\u65e5?$/],
  ['datetime', /^\d{4}[-/]\d{1,2}[-/]\d{1,2}[ T]\d{1,2}:\d{2}/],
  ['percent', /^-?\d+(\.\d+)?\s*[%\uff05]$/],
  ['money', /^[\u00a5\uffe5$]\s*-?[\d,]+(\.\d+)?$/],
  ['integer', /^-?\d{1,12}$/],
  ['decimal', /^-?[\d,]*\.?\d+$/],
];

/** The kind that fits every sample of a column; long texts become long text, all else text. */
export function guessKind(samples: string[]): Kind {
  const filled = samples.map((s) => s.trim()).filter(Boolean);
  if (!filled.length) return 'text';
  for (const [kind, test] of TESTS) if (filled.every((s) => test.test(s))) return kind;
  return filled.some((s) => s.length > 120 || s.includes('\n')) ? 'long_text' : 'text';
}

/** A free api name from the Latin letters of a header; null when there are none. */
export function nameFromHeader(header: string, taken: string[]): string | null {
  const plain = header
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_0-9]+|_+$/g, '')
    .slice(0, 30);
  if (!plain) return null;
  if (!taken.includes(`x_${plain}`)) return `x_${plain}`;
  for (let n = 1; ; n += 1) if (!taken.includes(`x_${plain}_${n}`)) return `x_${plain}_${n}`;
}

/** A csv with the headers of the object, for people who start from nothing. */
export function templateCsv(fields: Field[]): string {
  const cell = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return `\ufeff${targets(fields).map((f) => cell(f.label)).join(',')}\r\n`;
}
