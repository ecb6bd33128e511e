/** Rules of single fields that are told while somebody types; the server holds them in any case. */
import type { Field } from '@/api/types';
import type { Fault, FieldKind } from '../types';

const compiled = new Map<string, RegExp | null>();

/** The pattern as this browser reads it; null when it reads patterns otherwise than the server. */
function patternOf(pattern: string): RegExp | null {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  let made: RegExp | null = null;
  try {
    made = new RegExp(`^(?:${pattern})$`, 'u');
  } catch {
    // The server's word has to do.
  }
  compiled.set(pattern, made);
  return made;
}

/** Long texts are left to the server, whose engine takes time in proportion. */
export function formatFault(text: string, { format }: Field): Fault | null {
  if (!format?.live || !text || text.length > 200) return null;
  const pattern = patternOf(format.pattern);
  return pattern && !pattern.test(text) ? { code: 'format', limit: format.message } : null;
}

/** Reads a text by its kind, then holds it against the field's format. */
export const withFormat = (parse: FieldKind['parse']): FieldKind['parse'] => (text, field, context) => {
  const parsed = parse(text, field, context);
  if ('fault' in parsed || typeof parsed.value !== 'string') return parsed;
  const fault = formatFault(parsed.value, field);
  return fault ? { fault } : parsed;
};

/** Days and instants outside their bounds; both ends are included. */
export function spanFault(value: unknown, { kind, min, max }: Field, shown: (end: string) => string): Fault | undefined {
  if (typeof value !== 'string' || !value) return undefined;
  const order = (text: string) => (kind === 'datetime' ? Date.parse(text) : text);
  if (min && order(value) < order(String(min))) return { code: 'early', limit: shown(String(min)) };
  if (max && order(value) > order(String(max))) return { code: 'late', limit: shown(String(max)) };
  return undefined;
}
