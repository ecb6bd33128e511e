/** All field kinds. A kind that is missing here does not compile. */
import type { Field, FieldValue, Kind } from '@/api/types';
import type { FieldKind, FormatContext } from './types';
import { address } from './address';
import { attachment } from './attachment';
import { auto_number } from './auto_number';
import { bool } from './bool';
import { cascade } from './cascade';
import { choice } from './choice';
import { credit_code } from './credit_code';
import { date } from './date';
import { datetime } from './datetime';
import { decimal } from './decimal';
import { department } from './department';
import { email } from './email';
import { id_card } from './id_card';
import { image } from './image';
import { integer } from './integer';
import { lines } from './lines';
import { location } from './location';
import { long_text } from './long_text';
import { maskedKind } from './masked';
import { money } from './money';
import { multi_choice } from './multi_choice';
import { multi_reference } from './multi_reference';
import { percent } from './percent';
import { phone } from './phone';
import { rating } from './rating';
import { record } from './record';
import { reference } from './reference';
import { region } from './region';
import { rich_text } from './rich_text';
import { signature } from './signature';
import { tags } from './tags';
import { text } from './text';
import { time } from './time';
import { url } from './url';
import { user } from './user';

export const registry: Record<Kind, FieldKind> = {
  text,
  long_text,
  rich_text,
  integer,
  decimal,
  money,
  percent,
  bool,
  date,
  datetime,
  time,
  rating,
  choice,
  multi_choice,
  cascade,
  phone,
  email,
  url,
  id_card,
  credit_code,
  region,
  address,
  location,
  reference,
  multi_reference,
  user,
  department,
  tags,
  attachment,
  image,
  signature,
  auto_number,
  record,
  lines,
};

/** A server newer than this page may know more kinds; they are shown as text. */
export function kindOf(field: Field): FieldKind {
  const kind = registry[field.kind] ?? registry.text;
  return field.access === 'masked' ? maskedKind(kind) : kind;
}

export const formatValue = (value: FieldValue, field: Field, context: FormatContext): string =>
  kindOf(field).format(value, field, context);

/** Kinds whose values are texts that nobody has typed like that. */
const CODED = new Set<Kind>(['rich_text', 'datetime', 'region']);

/** What was typed, for reading and copying; half a value stays as it was written. */
export const typedText = (value: FieldValue, field: Field, context: FormatContext): string =>
  typeof value === 'string' && !field.options && !CODED.has(field.kind) ? value : formatValue(value, field, context);

export const toWire = (value: FieldValue, field: Field): unknown => kindOf(field).toWire(value);
