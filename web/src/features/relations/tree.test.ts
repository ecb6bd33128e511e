import { expect, it } from 'vitest';
import type { Field, RecordData } from '@/api/types';
import { treeOf, type Node } from './tree';

const field = { name: 'superior' } as Field;
const one = (id: string, above?: string) => ({ id, superior: above ? { id: above, object: 'contact', name: above } : null }) as unknown as RecordData;
const drawn = (nodes: Node[]): string => nodes.map((node) => node.record.id + (node.below.length ? `(${drawn(node.below)})` : '')).join(' ');

it('stands people below whom they report to, in any order', () => {
  expect(drawn(treeOf([one('c', 'b'), one('b', 'a'), one('a'), one('d', 'a'), one('x', 'elsewhere')], field))).toBe('a(b(c) d) x');
});

it('ends where old data goes in a circle, and loses nobody', () => {
  const tree = treeOf([one('a', 'c'), one('b', 'a'), one('c', 'b'), one('s', 's')], field);
  const count = (nodes: Node[]): number => nodes.reduce((sum, node) => sum + 1 + count(node.below), 0);
  expect(count(tree)).toBe(4);
});
