/** What uses a field, put together by kind: what each is called, where it is found, and what becomes of it. */
import type { TFunction } from 'i18next';
import type { Total } from '@/api/types';
import { totalText } from '@/features/list/total';
import type { FieldUse, Place, Uses, ViewUse } from './api';

export const KINDS = ['views', 'rules', 'formulas', 'sharing', 'goals', 'layouts', 'places'] as const;
export type Kind = (typeof KINDS)[number];

export interface Use {
  key: string;
  label: string;
  /** Where it is; what only administrators may open has none for others. */
  to?: { path: '/o/$object' | '/settings/objects/$object' | '/settings/goals' | '/settings/sharing' | '/settings/roles'; object?: string; search?: Record<string, string> };
  /** In the words of the catalogue: of which object, for what, by whom. */
  detail: string[];
  /** It is of no use without the field. */
  breaks?: boolean;
}

export interface Group {
  kind: Kind;
  uses: Use[];
  /** With those that are not told one by one. */
  total: Total;
  /** Other people's own views, counted alone. */
  unseen: number;
}

const KIND_OF: Record<FieldUse['by'], Kind> = {
  formula: 'formulas',
  lookup: 'formulas',
  rollup: 'formulas',
  rule: 'rules',
  default: 'rules',
  check: 'rules',
  sharing_rule: 'sharing',
  goal: 'goals',
  layout: 'layouts',
};
/** The name of the kind says it already. */
const SAID: FieldUse['by'][] = ['formula', 'sharing_rule', 'goal'];
const TAB_OF: Record<Exclude<Place, 'rights'>, string> = { list: 'columns', stage: 'basics', type: 'form', duplicates: 'duplicates' };

const designer = (object: string, search: Record<string, string>) => ({ path: '/settings/objects/$object' as const, object, search });

function placeOf(use: FieldUse, admin: boolean): Use['to'] {
  if (use.by === 'goal') return admin ? { path: '/settings/goals' } : undefined;
  if (use.by === 'sharing_rule') return admin ? { path: '/settings/sharing' } : undefined;
  if (use.by === 'layout') return designer(use.object, { tab: 'form', layout: use.name });
  return use.by === 'check' ? designer(use.object, { tab: 'checks' }) : designer(use.object, { field: use.name });
}

const ofUse = (t: TFunction, use: FieldUse, own: string, admin: boolean): Use => ({
  key: `${use.by}.${use.object}.${use.name}.${use.label}`,
  label: use.label,
  to: placeOf(use, admin),
  detail: [use.object === own ? '' : use.object_label, SAID.includes(use.by) ? '' : t(`designer.computed.${use.by}`)].filter(Boolean),
});

const ofView = (t: TFunction, view: ViewUse, own: string): Use => ({
  key: view.id,
  label: view.name,
  to: { path: '/o/$object', object: view.object, search: { view: view.id } },
  detail: [view.object === own ? '' : view.object_label, view.places.map((place) => t(`designer.uses.in.${place}`)).join(t('common.comma')), view.audience === 'private' ? t('designer.uses.own') : (view.owner ?? '')].filter(Boolean),
  breaks: view.breaks,
});

/** The groups that have something, in the order in which they are told. */
export function groupsOf(t: TFunction, uses: Uses, own: string, admin: boolean): Group[] {
  const unseen = uses.private_views;
  const found: Record<Kind, Use[]> = { views: uses.views.map((view) => ofView(t, view, own)), rules: [], formulas: [], sharing: [], goals: [], layouts: [], places: [] };
  for (const use of uses.items) found[KIND_OF[use.by]].push(ofUse(t, use, own, admin));
  for (const layout of uses.layouts) {
    if (found.layouts.some((one) => one.to?.search?.layout === layout.name)) continue;
    found.layouts.push({ key: layout.name, label: layout.live ? layout.label : t('designer.draftOf', { name: layout.label }), to: designer(own, { tab: 'form', layout: layout.name }), detail: [] });
  }
  for (const place of uses.places) {
    const to = place === 'rights' ? (admin ? { path: '/settings/roles' as const } : undefined) : designer(own, { tab: TAB_OF[place] });
    found.places.push({ key: place, label: t(`designer.uses.place.${place}`), to, detail: [] });
  }
  return KINDS.map((kind) => {
    const more = kind === 'views' ? unseen : { value: 0, exact: true };
    return { kind, uses: found[kind], total: { value: found[kind].length + more.value, exact: more.exact }, unseen: more.value };
  }).filter((group) => group.total.value > 0);
}

/** "3 views, 2 rules". */
export const summed = (t: TFunction, groups: Group[]): string =>
  groups.map(({ kind, total }) => t(`designer.uses.count.${kind}`, { count: total.value, figure: totalText(total) })).join(t('common.comma'));
