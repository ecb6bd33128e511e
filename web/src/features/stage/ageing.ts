/** How long a record has been in its stage, and how that stands to the days it should stay there. */
import { isClosed } from '@/api/outcome';
import type { ObjectMeta, RecordData } from '@/api/types';
import { dayNumber, dayOf, today } from '@/fields/format/date';
import type { FormatContext } from '@/fields/types';

/** The field that the server keeps. */
export const STAGE_SINCE = 'stage_entered_at';
/** From this part of its limit on a stage is nearly too long. */
const NEAR = 0.8;

export interface Ageing {
  /** Nights since, in the person's zone. */
  days: number;
  limit: number | null;
  state: 'quiet' | 'near' | 'past';
  since: string;
  stage: string;
}

/** Nothing of a record that is over, in the bin or without a stage. */
export function ageingOf(meta: ObjectMeta, record: RecordData, context: FormatContext): Ageing | null {
  const since = record[STAGE_SINCE];
  const field = meta.fields.find(({ name, access }) => name === meta.stage_field && access !== 'masked');
  const option = field?.options?.find(({ name }) => name === record[field.name]);
  if (!option || isClosed(option) || typeof since !== 'string' || record.deleted_at) return null;
  const days = Math.max(0, dayNumber(today(context)) - dayNumber(dayOf(since, context.zone)));
  const limit = option.limit_days ?? null;
  const late = limit !== null && days > limit;
  const near = limit !== null && days >= limit * NEAR;
  return { days, limit, state: late ? 'past' : near ? 'near' : 'quiet', since, stage: option.label };
}
