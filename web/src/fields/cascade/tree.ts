/** The options of a cascading choice as a tree: an option's name is the way to it, `east/shanghai`. */
import type { Field, Option } from '@/api/types';

export interface TreeNode {
  value: string;
  label: string;
  children?: TreeNode[];
}

export const aboveOf = (name: string): string => name.slice(0, Math.max(0, name.lastIndexOf('/')));

/** What can be chosen; a retired node stays, with those above it, where it is the value. */
export function treeOf(options: Option[], chosen = ''): TreeNode[] {
  const nodes = new Map<string, TreeNode>();
  const tops: TreeNode[] = [];
  for (const option of options) {
    const kept = option.name === chosen || chosen.startsWith(`${option.name}/`);
    const above = aboveOf(option.name);
    if ((option.active === false && !kept) || (above && !nodes.has(above))) continue;
    const node = { value: option.name, label: option.label };
    nodes.set(option.name, node);
    const parent = nodes.get(above);
    if (parent) (parent.children ??= []).push(node);
    else tops.push(node);
  }
  return tops;
}

/** The names on the way: `a/b/c` is a, a/b, a/b/c. */
export const pathOf = (name: string): string[] => name.split('/').map((_, at, parts) => parts.slice(0, at + 1).join('/'));

/** The labels on the way, from the top. */
export const labelsOf = (name: string, field: Field): string[] =>
  pathOf(name).map((one) => field.options?.find((option) => option.name === one)?.label ?? one.slice(one.lastIndexOf('/') + 1));
