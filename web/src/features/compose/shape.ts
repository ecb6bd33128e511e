/** What a short form below a record's head writes, and which field takes which place on it. */
import type { Field } from '@/api/types';

export interface Shape {
  object: string;
  /** What is typed. */
  text: string;
  /** A choice as a row of buttons above the text. */
  ways?: string;
  when: { field: string; days: readonly number[]; hour: number };
  /** Picked from a small panel each. */
  picks: readonly string[];
}

export const FOLLOW_UP: Shape = {
  object: 'activity',
  text: 'content',
  ways: 'kind',
  when: { field: 'next_follow_up_at', days: [1, 3, 7, 30], hour: 9 },
  picks: ['outcome', 'concerns'],
};

export const TASK: Shape = {
  object: 'task',
  text: 'name',
  when: { field: 'due_at', days: [0, 1, 3, 7], hour: 18 },
  picks: ['owner', 'kind', 'priority'],
};

/** What the record that is written belongs to: known from where it is written. */
export const RELATED = 'related';

const FILES = new Set<Field['kind']>(['attachment', 'image']);

export interface Places {
  text?: Field;
  ways?: Field;
  when?: Field;
  picks: Field[];
  files?: Field;
  /** Everything else that the layout asks for. */
  rest: Field[];
}

/** The fields that a form asks for just now, each in its place. */
export function placesOf(asked: Field[], shape: Shape): Places {
  const named = (name: string | undefined) => asked.find((field) => field.name === name);
  const [text, ways, when] = [named(shape.text), named(shape.ways), named(shape.when.field)];
  const picks = shape.picks.flatMap((name) => named(name) ?? []);
  const files = asked.find((field) => FILES.has(field.kind));
  const placed = new Set([text, ways, when, files, ...picks]);
  return { text, ways, when, picks, files, rest: asked.filter((field) => !placed.has(field) && field.name !== RELATED) };
}
