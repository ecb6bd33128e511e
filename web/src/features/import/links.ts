/** Objects whose fields a file may fill beside those of its main object, and what becomes of their records. */
import { isWritable, may, PEOPLE } from '@/api/meta';
import type { Field, ObjectMeta } from '@/api/types';
import type { ImportPlan, LinkAction, LinkPlan } from './types';

export interface Link {
  /** How columns name it: `account`, or `opportunity:contact`. */
  name: string;
  side: 'parent' | 'child';
  object: ObjectMeta;
  label: string;
  /** The fields that a column may fill. */
  fields: Field[];
}

/** Kinds that no column of a file can fill. */
export const NOT_IN_FILES = ['record', 'attachment', 'image', 'signature', 'lines'];

/** Fields that a file may fill, and the number that finds a record again. */
const fillable = (object: ObjectMeta, but?: string): Field[] =>
  object.fields.filter((f) => f.name !== but && !NOT_IN_FILES.includes(f.kind) && (f.kind === 'auto_number' || isWritable(f)));

export function linksOf(object: ObjectMeta, objects: ObjectMeta[]): Link[] {
  const others = objects.filter((one) => one.name !== object.name && !PEOPLE.includes(one.name));
  const joins = (field: Field) => field.kind === 'reference' && isWritable(field);
  const parents = object.fields.filter(joins).flatMap((field): Link[] => {
    const target = others.find((one) => one.name === field.target);
    return target ? [{ name: field.name, side: 'parent', object: target, label: field.label, fields: fillable(target) }] : [];
  });
  const children = others
    .filter((one) => may(one, 'create') && may(one, 'import'))
    .flatMap((other) => {
      const ways = other.fields.filter((field) => joins(field) && field.target === object.name);
      return ways.map((field): Link => ({
        name: `${other.name}:${field.name}`,
        side: 'child',
        object: other,
        label: ways.length > 1 ? `${other.label} (${field.label})` : other.label,
        fields: fillable(other, field.name),
      }));
    });
  return [...parents, ...children];
}

/** `account.phone` → the link and the field; a field of the main object has no link. */
export function splitPath(path: string): [string | null, string] {
  const at = path.lastIndexOf('.');
  return at < 0 ? [null, path] : [path.slice(0, at), path.slice(at + 1)];
}

/** The fields of a link that columns fill. */
export const filledOf = (plan: ImportPlan, link: Link): string[] =>
  Object.values(plan.mapping).flatMap((path) => (path?.startsWith(`${link.name}.`) ? [splitPath(path)[1]] : []));

export const usedLinks = (plan: ImportPlan, links: Link[]): Link[] => links.filter((link) => filledOf(plan, link).length > 0);

export const actionsOf = (link: Link): LinkAction[] => {
  const creates = may(link.object, 'create') && may(link.object, 'import');
  const all: LinkAction[] = link.side === 'child' ? ['insert', 'find_or_create', 'upsert'] : ['find_or_create', 'find', 'upsert', 'insert'];
  return all.filter((action) => action === 'find' || (creates && (action !== 'upsert' || may(link.object, 'edit'))));
};

/** Whether one of the filled fields is among those that the object's duplicate check compares. */
export const comparable = (link: Link, filled: string[]): boolean => (link.object.duplicates?.keys ?? []).some((key) => filled.includes(key.field));

/** How records of a link are found and what becomes of them when nobody has said. */
export function usualLink(link: Link, filled: string[]): LinkPlan {
  const unique = link.fields.find((field) => field.unique && filled.includes(field.name));
  const key = comparable(link, filled) ? [] : [unique?.name ?? link.object.name_field];
  return { action: actionsOf(link)[0] ?? 'find', key };
}

export const linkPlan = (plan: ImportPlan, link: Link): LinkPlan => plan.links[link.name] ?? usualLink(link, filledOf(plan, link));

/** What would be refused in the settings of a link: fields that nothing fills, and a key that nothing fills. */
export function linkFaults(plan: ImportPlan, link: Link): { missing: Field[]; key: Field[]; needsKey: boolean } {
  const filled = filledOf(plan, link);
  const { action, key } = linkPlan(plan, link);
  const own = (field: Field) => isWritable(field) && field.kind !== 'reference' && field.name !== 'owner';
  return {
    missing: action === 'find' ? [] : link.object.fields.filter((f) => f.required && f.default == null && own(f) && !filled.includes(f.name)),
    key: link.fields.filter((field) => key.includes(field.name) && !filled.includes(field.name)),
    needsKey: action !== 'insert' && key.length === 0 && !comparable(link, filled),
  };
}
