/** Which cards a workbench can have, and what they ask for. */
import { may } from '@/api/meta';
import type { Field, Filter, ObjectMeta, WorkbenchCard } from '@/api/types';
import { navigationGroups } from '@/app/shell/navigation';
import { presetsOf } from '@/features/list/presets';
import { isDeadline } from '@/fields/shared/dateKind';

/** Whose records are shown. */
export type Scope = 'mine' | 'all';

/** As many as the server keeps. */
export const MOST = 24;

export const cardId = ({ kind, object = '', id = '' }: WorkbenchCard): string => [kind, object, id].join(':');

export const ofScope = (meta: ObjectMeta, scope: Scope): Filter | null =>
  scope === 'mine' && meta.owned ? { field: 'owner', op: 'in', value: ['@me'] } : null;

const navigated = (objects: ObjectMeta[]): ObjectMeta[] => navigationGroups(objects).flatMap((group) => group.objects);

/** The date that somebody's records have to be seen to by. */
export const deadlineOf = (meta: ObjectMeta): Field | undefined => (meta.timeline ? meta.fields.find((field) => isDeadline(field) && field.filterable) : undefined);

export const dueObjects = (objects: ObjectMeta[]): ObjectMeta[] => navigated(objects).filter((meta) => meta.owned && deadlineOf(meta));

/** Objects of which people have their own and whose beginning is known: their number in a month says something. */
export const countedObjects = (objects: ObjectMeta[]): ObjectMeta[] =>
  navigated(objects).filter((meta) => meta.owned && meta.fields.some((field) => field.name === 'created_at'));

/** What a funnel adds up. */
export const worthOf = (meta: ObjectMeta): Field | undefined => meta.fields.find((field) => field.kind === 'money' && field.access !== 'masked' && meta.list_columns.includes(field.name));

export const stageOf = (meta: ObjectMeta): Field | undefined => meta.fields.find((field) => field.name === meta.stage_field && field.kind === 'choice' && field.access !== 'masked');

export const funnelObjects = (objects: ObjectMeta[]): ObjectMeta[] => navigated(objects).filter((meta) => stageOf(meta));

/** Whether the card's object is still there for this person. Views are asked for when they are shown. */
export function isShown(card: WorkbenchCard, objects: ObjectMeta[]): boolean {
  if (card.kind === 'today') return dueObjects(objects).length > 0;
  if (card.kind === 'figures') return countedObjects(objects).length > 0;
  if (card.kind === 'recent' || card.kind === 'announcements' || card.kind === 'goals') return true;
  const meta = objects.find((object) => object.name === card.object);
  return meta !== undefined && may(meta, 'read') && (card.kind === 'view' || stageOf(meta) !== undefined);
}

/** Where nobody has arranged anything: what is announced and what is to be reached, while there is something, and a funnel of what is worth money, as far as there is such a thing. */
export function usualCards(objects: ObjectMeta[]): WorkbenchCard[] {
  const funnel = funnelObjects(objects).find((meta) => worthOf(meta)) ?? funnelObjects(objects)[0];
  const cards: WorkbenchCard[] = [{ kind: 'announcements' }, { kind: 'today' }, { kind: 'figures' }, { kind: 'goals' }, ...(funnel ? [{ kind: 'funnel' as const, object: funnel.name }] : []), { kind: 'recent' }];
  return cards.filter((card) => isShown(card, objects));
}

/** What is due and still worked on. */
export const dueFilter = (meta: ObjectMeta): Filter | null => (deadlineOf(meta) && presetsOf(meta).find((preset) => preset.name === 'due')?.filter) ?? null;
