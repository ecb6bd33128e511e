/** What a list's card on a phone shows, and where. */
import type { ObjectMeta } from '@/api/types';
import { isDeadline } from '@/fields/shared/dateKind';

/** Which fields take which place on a card, from the columns of the list. */
export function cardPlaces(meta: ObjectMeta, columns: string[]) {
  const fields = columns.map((name) => meta.fields.find((field) => field.name === name)).filter((field) => field !== undefined);
  const first = (...kinds: string[]) => fields.find((field) => kinds.includes(field.kind));
  const second = fields.filter((field) => field.name !== meta.name_field && ['text', 'reference', 'department', 'email'].includes(field.kind)).slice(0, 2);
  return {
    second,
    status: fields.find((field) => field.name === meta.stage_field) ?? first('choice'),
    money: first('money'),
    due: fields.find(isDeadline) ?? first('date', 'datetime'),
    phone: first('phone'),
    owner: first('user'),
    where: first('address', 'location'),
  };
}

/** Everything a card may show, asked for even when no column shows it. */
export function cardFields(meta: ObjectMeta, columns: string[]): string[] {
  const { second, ...places } = cardPlaces(meta, columns);
  return [...second, ...Object.values(places)].filter((field) => field !== undefined).map((field) => field.name);
}
