/** The list on a phone: cards for a thumb, with a call button where there is a number. */
import { useEffect, useMemo, useRef } from 'react';
import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Phone } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { nameOf } from '@/api/names';
import type { Field, FieldValue, ObjectMeta, RecordData } from '@/api/types';
import { useFormatContext } from '@/fields/context';
import { compactMoney } from '@/fields/format/number';
import { telLink } from '@/fields/format/phone';
import { asMoney } from '@/fields/money';
import { formatValue, kindOf } from '@/fields/registry';
import { isEmpty, type Look } from '@/fields/types';
import { Avatar } from '@/ui/Avatar';
import { windowRect } from '@/ui/media';
import { wantsMore } from '@/api/rows';
import { cardPlaces } from './cardPlaces';
import { CardWay } from './CardWay';
import css from './CardList.module.css';

function Show({ field, record, look }: { field: Field; record: RecordData; look?: Look }) {
  const { Cell } = kindOf(field);
  return <Cell field={field} value={record[field.name] as FieldValue} record={record} look={look} />;
}

interface CardProps {
  meta: ObjectMeta;
  record: RecordData;
  places: ReturnType<typeof cardPlaces>;
}

export function Card({ meta, record, places }: CardProps) {
  const { t } = useTranslation();
  const context = useFormatContext();
  const name = nameOf(record, meta.name_field);
  const second = places.second
    .map((field) => formatValue(record[field.name] as FieldValue, field, context))
    .filter(Boolean)
    .join(' · ');
  const money = places.money ? asMoney(record[places.money.name]) : null;
  const phone = places.phone ? record[places.phone.name] : null;
  const owner = !money && places.owner && !isEmpty(record[places.owner.name]) ? places.owner : undefined;
  const due = places.due && !isEmpty(record[places.due.name]) ? places.due : undefined;
  const number = typeof phone === 'string' && phone ? phone : undefined;
  const where = places.where && places.where.access !== 'masked' ? record[places.where.name] : null;
  return (
    <div className={css.card}>
      <Avatar name={name} seed={record.id} size={32} square />
      <div className={css.head}>
        <Link to="/o/$object/$id" params={{ object: meta.name, id: record.id }} search={{}} className={css.name}>
          {name}
        </Link>
        {second && <span className={css.second}>{second}</span>}
      </div>
      {places.status && !isEmpty(record[places.status.name]) && <Show field={places.status} record={record} look="status" />}
      {(money || owner || due || number || !isEmpty(where)) && (
        <div className={css.foot}>
          {money && places.money && (
            <span>
              <b className={css.money}>{compactMoney(money, context)}</b> {places.money.label}
            </span>
          )}
          {owner && <Show field={owner} record={record} />}
          <span className={css.due}>
            {due && (
              <>
                {due.label} <Show field={due} record={record} />
              </>
            )}
          </span>
          {!isEmpty(where) && <CardWay value={where} name={name} />}
          {number && (
            <a className={css.call} href={telLink(number)} aria-label={t('list.call', { name })}>
              <span>
                <Phone size={15} strokeWidth={1.75} aria-hidden />
              </span>
            </a>
          )}
        </div>
      )}
    </div>
  );
}

export interface CardListProps {
  meta: ObjectMeta;
  columns: string[];
  rows: RecordData[];
  count: number;
  label: string;
  onMore: () => void;
}

export function CardList({ meta, columns, rows, count, label, onMore }: CardListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const places = useMemo(() => cardPlaces(meta, columns), [meta, columns]);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => 112,
    initialRect: windowRect(),
    overscan: 4,
    gap: 8,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (wantsMore(last, rows.length, count > rows.length, 20)) onMore();
  }, [last, rows.length, count, onMore]);
  return (
    <div ref={scroller} className={css.scroller} tabIndex={-1}>
      <ul aria-label={label} className={css.list} style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const record = rows[item.index];
          return (
            <li
              key={record?.id ?? `gap-${item.index}`}
              ref={virtual.measureElement}
              data-index={item.index}
              className={css.item}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {record ? <Card meta={meta} record={record} places={places} /> : <div className={css.gap} aria-hidden />}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
