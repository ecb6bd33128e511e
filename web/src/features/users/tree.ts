/** Departments as a tree. A department whose parent is gone or runs in a circle becomes a root. */
import type { Department } from './api';

export interface TreeNode {
  department: Department;
  depth: number;
  children: TreeNode[];
}

export function treeOf(departments: Department[]): TreeNode[] {
  const known = new Set(departments.map((one) => one.id));
  const byParent = new Map<string | null, Department[]>();
  for (const one of departments) {
    const parent = one.parent && known.has(one.parent.id) && one.parent.id !== one.id ? one.parent.id : null;
    byParent.set(parent, [...(byParent.get(parent) ?? []), one]);
  }
  const seen = new Set<string>();
  const grow = (parent: string | null, depth: number): TreeNode[] =>
    (byParent.get(parent) ?? []).flatMap((department) => {
      if (seen.has(department.id)) return [];
      seen.add(department.id);
      return [{ department, depth, children: grow(department.id, depth + 1) }];
    });
  const roots = grow(null, 0);
  for (const department of departments) {
    if (seen.has(department.id)) continue;
    seen.add(department.id);
    roots.push({ department, depth: 0, children: grow(department.id, 1) });
  }
  return roots;
}

export const flatten = (nodes: TreeNode[]): TreeNode[] => nodes.flatMap((node) => [node, ...flatten(node.children)]);

/** A department and everything below it. */
export function below(departments: Department[], id: string): Set<string> {
  const find = (nodes: TreeNode[]): TreeNode | undefined => {
    for (const node of nodes) {
      if (node.department.id === id) return node;
      const inside = find(node.children);
      if (inside) return inside;
    }
    return undefined;
  };
  const top = find(treeOf(departments));
  return new Set(top ? [top, ...flatten(top.children)].map((node) => node.department.id) : [id]);
}
