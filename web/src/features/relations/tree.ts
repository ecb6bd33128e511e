/** Records that point to one another by one of their own fields, as a tree: who reports to whom, which company belongs to which. */
import { api } from '@/api/client';
import type { Field, FilterTest, ObjectMeta, Page, RecordData } from '@/api/types';

/** Records of one picture; more would not be looked at. */
export const MOST = 150;
/** Levels below a record. */
const DEEP = 5;

export interface Node {
  record: RecordData;
  below: Node[];
}

/** The field by which records of this object stand above and below one another: the first reference to its own kind. */
export function ladderOf(object: ObjectMeta): Field | undefined {
  return object.fields.find((field) => field.kind === 'reference' && field.target === object.name && field.filterable && !field.read_only);
}

const aboveOf = (record: RecordData, field: Field) => (record[field.name] as { id: string } | null)?.id;

/** Puts each record below the one that it points to. Those that point to nobody here are at the top; of a circle, which old data may hold, the first one is. */
export function treeOf(records: RecordData[], field: Field): Node[] {
  const nodes = new Map(records.map((record) => [record.id, { record, below: [] as Node[] }]));
  const placed = new Set<string>();
  const top: Node[] = [];
  for (const node of nodes.values()) {
    const above = nodes.get(aboveOf(node.record, field) ?? '');
    if (above && !climbsTo(above.record, node.record.id)) above.below.push(node);
    else top.push(node);
    placed.add(node.record.id);
  }
  return top;

  /** Whether the way up from a record, over those placed already, leads to this one. */
  function climbsTo(from: RecordData, id: string): boolean {
    const seen = new Set<string>();
    for (let at: RecordData | undefined = from; at && !seen.has(at.id); at = nodes.get(aboveOf(at, field) ?? '')?.record) {
      if (at.id === id) return true;
      if (!placed.has(at.id)) return false;
      seen.add(at.id);
    }
    return false;
  }
}

const page = (object: string, filter: FilterTest, fields: string[], limit: number, signal: AbortSignal) =>
  api.get<Page<RecordData>>(`/records/${object}`, { query: { filter: JSON.stringify(filter), fields: fields.join(','), limit, total: 'none' }, signal });

/** The records of a picture: those that meet the condition, or with `below` a record and what stands below it, level by level. */
export async function recordsOf(object: ObjectMeta, field: Field, filter: FilterTest, fields: string[], below: boolean, signal: AbortSignal): Promise<{ records: RecordData[]; cut: boolean }> {
  const first = await page(object.name, filter, fields, MOST, signal);
  const records = [...first.items];
  let cut = Boolean(first.next_cursor);
  let level = below ? first.items : [];
  for (let deep = 0; level.length && deep < DEEP && records.length < MOST; deep += 1) {
    const next = await page(object.name, { field: field.name, op: 'in', value: level.map((one) => one.id) }, fields, MOST - records.length, signal);
    const known = new Set(records.map((one) => one.id));
    level = next.items.filter((one) => !known.has(one.id));
    records.push(...level);
    cut ||= Boolean(next.next_cursor);
  }
  return { records, cut };
}
