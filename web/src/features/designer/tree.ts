/** The options of a cascading choice as a flat list in the order of the tree: a node, then all below it. */
import { newOption, type OptionDraft } from './draft';

/** Levels of a tree, at most. */
export const LEVELS = 5;

export const levelOf = (name: string): number => name.split('/').length;

const aboveOf = (name: string): string => name.slice(0, Math.max(0, name.lastIndexOf('/')));

/** The nodes below the same one. */
export const siblings = (options: OptionDraft[], name: string): OptionDraft[] => options.filter((option) => aboveOf(option.name) === aboveOf(name));

const belongs = (name: string, top: string): boolean => name === top || name.startsWith(`${top}/`);

/** Where the node and all below it end. */
function endOf(options: OptionDraft[], name: string): number {
  const from = options.findIndex((option) => option.name === name);
  let end = from + 1;
  while (end < options.length && belongs(options[end]?.name ?? '', name)) end += 1;
  return end;
}

/** A new node below `above` (at the top when empty), behind `after` or else last. */
export function addNode(options: OptionDraft[], above: string, after?: string): [OptionDraft[], OptionDraft] {
  const plain = newOption(options.map((option) => ({ ...option, name: option.name.slice(option.name.lastIndexOf('/') + 1) })));
  const made = { ...plain, name: above ? `${above}/${plain.name}` : plain.name, color: 'grey' as const };
  const at = after ? endOf(options, after) : above ? endOf(options, above) : options.length;
  return [[...options.slice(0, at), made, ...options.slice(at)], made];
}

/** Without the node and all below it. */
export const dropNode = (options: OptionDraft[], name: string): OptionDraft[] => options.filter((option) => !belongs(option.name, name));

/** The node with all below it changes places with its neighbour. */
export function moveNode(options: OptionDraft[], name: string, by: -1 | 1): OptionDraft[] {
  const beside = siblings(options, name);
  const at = beside.findIndex((option) => option.name === name);
  const other = beside[at + by];
  const self = beside[at];
  if (!other || !self) return options;
  const [first, second] = by === 1 ? [self, other] : [other, self];
  const start = options.indexOf(first);
  const middle = options.indexOf(second);
  const end = endOf(options, second.name);
  return [...options.slice(0, start), ...options.slice(middle, end), ...options.slice(start, middle), ...options.slice(end)];
}
