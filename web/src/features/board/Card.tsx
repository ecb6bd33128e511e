/** A record on a board: name, what the view chose for it, and below whose it is, when it is due and how long it has rested. */
import { Link } from '@tanstack/react-router';
import { CalendarDays, Clock, ClockAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { nameOf } from '@/api/names';
import type { Field, FieldValue, ObjectMeta, RecordData } from '@/api/types';
import { useFormatContext } from '@/fields/context';
import { absolute, dayNumber, dayOf, today } from '@/fields/format/date';
import { compactMoney } from '@/fields/format/number';
import { asMoney } from '@/fields/money';
import { formatValue, kindOf } from '@/fields/registry';
import { asRef } from '@/fields/shared/show';
import { isEmpty } from '@/fields/types';
import { ageingOf } from '@/features/stage/ageing';
import { useSince } from '@/features/stage/useSince';
import { Avatar } from '@/ui/Avatar';
import { Unseen } from '@/ui/Unseen';
import css from './board.module.css';

const TAGS = new Set(['choice', 'multi_choice', 'tags', 'rating']);
const TAGS_SHOWN = 2;

/** Which field takes which place on a card; what is masked is only ever a line of text. Where the columns are stages, cards say how long they have been there. */
export function placesOf(meta: ObjectMeta, card: string[], group: string) {
  const fields = card.map((name) => meta.fields.find((field) => field.name === name)).filter((field) => field !== undefined);
  const open = (field: Field) => field.access !== 'masked';
  const amount = fields.find((field) => field.kind === 'money' && open(field));
  const owner = fields.find((field) => field.kind === 'user' && open(field));
  const date = fields.find((field) => (field.kind === 'date' || field.kind === 'datetime') && open(field));
  const tags = fields.filter((field) => TAGS.has(field.kind) && open(field)).slice(0, TAGS_SHOWN);
  const placed = new Set([amount, owner, date, ...tags]);
  return { amount, owner, date, tags, staged: group === meta.stage_field, lines: fields.filter((field) => !placed.has(field) && field.name !== meta.name_field) };
}

export interface CardBodyProps {
  meta: ObjectMeta;
  record: RecordData;
  places: ReturnType<typeof placesOf>;
}

/** How long a card has been in its stage: the words change with the colour. */
export function StageAge({ meta, record }: CardBodyProps) {
  const { t } = useTranslation();
  const ageing = ageingOf(meta, record, useFormatContext());
  const said = useSince();
  if (!ageing || ageing.days === 0) return null;
  const { days, limit, state } = ageing;
  const Icon = state === 'past' ? ClockAlert : Clock;
  return (
    <span className={css.age} data-state={state} data-tip={said(ageing)}>
      <Icon size={13} strokeWidth={1.75} aria-hidden />
      {state === 'past' ? t('board.stayed', { count: days }) : state === 'near' ? t('board.daysOf', { days, count: limit ?? 0 }) : t('board.days', { count: days })}
    </span>
  );
}

function Age({ record }: CardBodyProps) {
  const { t } = useTranslation();
  const context = useFormatContext();
  const days = record.updated_at ? dayNumber(today(context)) - dayNumber(dayOf(record.updated_at, context.zone)) : 0;
  if (days <= 0) return null;
  return (
    <span className={css.age} data-tip={t('board.unchanged', { count: days, at: absolute(record.updated_at, context.zone) })}>
      <Clock size={13} strokeWidth={1.75} aria-hidden />
      {t('board.days', { count: days })}
    </span>
  );
}

function Foot(props: CardBodyProps) {
  const { record, places } = props;
  const owner = places.owner && asRef(record[places.owner.name]);
  const due = places.date && (record[places.date.name] as string | null);
  const { Cell: DateCell } = kindOf(places.date ?? ({ kind: 'date' } as Field));
  return (
    <div className={css.foot}>
      {owner && (
        <span data-tip={owner.name}>
          <Avatar name={owner.name} seed={owner.id} size={20} />
          <Unseen>{owner.name}</Unseen>
        </span>
      )}
      {due && places.date && (
        <span className={css.due} data-tip={places.date.label}>
          <CalendarDays size={13} strokeWidth={1.75} aria-hidden />
          <DateCell field={places.date} value={due} record={record} />
        </span>
      )}
      {places.staged ? <StageAge {...props} /> : <Age {...props} />}
    </div>
  );
}

export function CardBody(props: CardBodyProps) {
  const { meta, record, places } = props;
  const context = useFormatContext();
  const amount = places.amount && asMoney(record[places.amount.name]);
  const tags = places.tags.filter((field) => !isEmpty(record[field.name]));
  return (
    <>
      <Link to="/o/$object/$id" params={{ object: meta.name, id: record.id }} search={{}} className={css.name} draggable={false} aria-keyshortcuts="Control+ArrowLeft Control+ArrowRight">
        {nameOf(record, meta.name_field)}
      </Link>
      {places.lines.map((field) => {
        const text = formatValue(record[field.name] as FieldValue, field, context);
        return text ? (
          <span key={field.name} className={css.line} title={`${field.label}: ${text}`}>
            {text}
          </span>
        ) : null;
      })}
      {amount && <span className={css.amount}>{compactMoney(amount, context)}</span>}
      {tags.length > 0 && (
        <span className={css.tags}>
          {tags.map((field) => {
            const { Cell } = kindOf(field);
            return <Cell key={field.name} field={field} value={record[field.name] as FieldValue} record={record} look="label" />;
          })}
        </span>
      )}
      <Foot {...props} />
    </>
  );
}
