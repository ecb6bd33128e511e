/** Provinces, cities and districts as a tree from the flat list of codes: XX0000, XXYY00, XXYYZZ. */
import { useQuery } from '@tanstack/react-query';
import { regionsQuery } from '@/api/queries';
import type { Regions } from '@/api/types';

export interface RegionNode {
  value: string;
  label: string;
  children?: RegionNode[];
}

export interface RegionIndex {
  names: Map<string, string>;
  tree: RegionNode[];
}

export function indexRegions(regions: Regions): RegionIndex {
  const names = new Map(regions.items);
  const nodes = new Map<string, RegionNode>();
  const tree: RegionNode[] = [];
  for (const [code, name] of regions.items) nodes.set(code, { value: code, label: name });
  for (const [code] of regions.items) {
    const node = nodes.get(code);
    if (!node) continue;
    const parent = parentsOf(code, names).at(-1);
    const above = parent ? nodes.get(parent) : undefined;
    if (above) (above.children ??= []).push(node);
    else tree.push(node);
  }
  return { names, tree };
}

/** Codes above this one that exist, from the province down; municipalities have no middle level. */
export function parentsOf(code: string, names: Map<string, string>): string[] {
  const candidates = [`${code.slice(0, 2)}0000`, `${code.slice(0, 4)}00`];
  return candidates.filter((parent, i) => parent !== code && candidates.indexOf(parent) === i && names.has(parent));
}

export const regionPath = (code: string, names: Map<string, string>): string[] => [...parentsOf(code, names), code];

export function regionName(code: string, names: Map<string, string>): string {
  return regionPath(code, names)
    .map((part) => names.get(part) ?? part)
    .join(' ');
}

let last: { data: Regions; index: RegionIndex } | null = null;

/** Loaded when the first region is shown, and once only. */
export function useRegions(wanted = true): RegionIndex | null {
  const { data } = useQuery({ ...regionsQuery, enabled: wanted });
  if (!data) return null;
  if (last?.data !== data) last = { data, index: indexRegions(data) };
  return last.index;
}

/** For code that is not a component; null until someone has shown a region. */
export const loadedRegions = (): RegionIndex | null => last?.index ?? null;
