/** What a board has its columns by: the options of a choice, or the branches of a tree of regions or options, a level at a time. */
import type { Field, Option } from '@/api/types';
import { labelsOf, pathOf, treeOf } from '@/fields/cascade/tree';
import { regionPath, type RegionIndex } from '@/fields/shared/regions';
import type { Tree } from './data';

/** Of a column; null for records without a value. */
export type Value = string | null;

export interface Axis {
  /** Where one looks in a tree; undefined of a choice. */
  tree: Tree | undefined;
  /** The column that a value stands in; undefined when it lies in another part of the tree. */
  place: (value: Value) => Value | undefined;
  order: (value: Value) => number;
  /** The option or node of a column. */
  named: (value: string) => Option | undefined;
  /** A column that has branches of its own. */
  opens: (value: Value) => boolean;
  /** The nodes from the top down to where one is. */
  path: Option[];
}

interface Node {
  value: string;
  label: string;
  children?: Node[];
}

const optionOf = (name: string, label: string): Option => ({ name, label, labels: {}, color: 'grey', active: true });

function choiceAxis(field: Field): Axis {
  const options = field.options ?? [];
  return {
    tree: undefined,
    place: (value) => value,
    order: (value) => (value === null ? Infinity : options.findIndex((option) => option.name === value)),
    named: (value) => options.find((option) => option.name === value),
    opens: () => false,
    path: [],
  };
}

/** `only` says of a node that records lie at it and not below. */
function treeAxis(tops: Node[], wayTo: (value: string) => string[], labelOf: (value: string) => string, wanted: string | undefined, only: (name: string) => string): Axis {
  const nodes = new Map<string, Node>();
  const gather = (list: Node[]) => {
    for (const node of list) {
      nodes.set(node.value, node);
      gather(node.children ?? []);
    }
  };
  gather(tops);
  // An address is anybody's text.
  const within = wanted !== undefined && nodes.has(wanted) ? wanted : null;
  const path = within === null ? [] : wayTo(within);
  const here = (within === null ? tops : (nodes.get(within)?.children ?? [])).map((node) => node.value);
  return {
    tree: { within, level: path.length + 1 },
    place: (value) => {
      if (value === null) return within === null ? null : undefined;
      const way = wayTo(value);
      if (within !== null && !way.includes(within)) return undefined;
      return way[path.length] ?? value;
    },
    order: (value) => {
      if (value === null) return Infinity;
      if (value === within) return Number.MAX_SAFE_INTEGER;
      const at = here.indexOf(value);
      return at < 0 ? here.length : at;
    },
    named: (value) => optionOf(value, value === within ? only(labelOf(value)) : labelOf(value)),
    opens: (value) => value !== null && value !== within && (nodes.get(value)?.children?.length ?? 0) > 0,
    path: path.map((value) => optionOf(value, labelOf(value))),
  };
}

/** Null until the table of regions is there. */
export function axisOf(field: Field, regions: RegionIndex | null, within: string | undefined, only: (name: string) => string): Axis | null {
  if (field.kind === 'cascade') {
    // A retired option is still a place where records lie.
    const options = (field.options ?? []).map((option) => ({ ...option, active: true }));
    return treeAxis(treeOf(options), pathOf, (value) => labelsOf(value, field).at(-1) ?? value, within, only);
  }
  if (field.kind !== 'region') return choiceAxis(field);
  return regions && treeAxis(regions.tree, (code) => regionPath(code, regions.names), (code) => regions.names.get(code) ?? code, within, only);
}
