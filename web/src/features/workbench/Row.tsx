/** A record in a card: its name, a few facts, when it is due, and a call by a tap. */
import { Link } from '@tanstack/react-router';
import { Phone } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/api/meta';
import { nameOf } from '@/api/names';
import type { Field, FieldValue, ObjectMeta, RecordData, Ref } from '@/api/types';
import { cardPlaces } from '@/features/list/cardPlaces';
import { useFormatContext } from '@/fields/context';
import { telLink } from '@/fields/format/phone';
import { formatValue, kindOf } from '@/fields/registry';
import { isEmpty } from '@/fields/types';
import { ObjectIcon } from '@/ui/icons';
import css from './workbench.module.css';

/** What a row needs. */
export function rowFields(meta: ObjectMeta, date: Field | undefined): string[] {
  const { second, status, phone } = cardPlaces(meta, meta.list_columns);
  const owner = meta.owned ? ['owner'] : [];
  return [meta.name_field, ...owner, ...[...second, status, phone, date, ...(date?.endings ?? [])].flatMap((field) => field?.name ?? [])];
}

export function Row({ meta, record, date }: { meta: ObjectMeta; record: RecordData; date: Field | undefined }) {
  const { t } = useTranslation();
  const context = useFormatContext();
  const me = useMe();
  const { second, status, phone } = cardPlaces(meta, meta.list_columns);
  const name = nameOf(record, meta.name_field);
  const facts = [status, ...second].flatMap((field) => (field ? formatValue(record[field.name] as FieldValue, field, context) || [] : []));
  const owner = record.owner as Ref | null | undefined;
  // One's own work needs no name.
  if (owner && owner.id !== me.id) facts.push(owner.name);
  const value = date && (record[date.name] as FieldValue);
  const Date = date && kindOf(date).Cell;
  const number = phone?.access === 'masked' ? null : phone && record[phone.name];
  return (
    <li className={css.row}>
      <Link to="/o/$object/$id" params={{ object: meta.name, id: record.id }} search={{}} className={css.link}>
        <ObjectIcon name={meta.icon} size={15} />
        <span className={css.words}>
          <span className={css.name}>{name}</span>
          <span className={css.second}>{[meta.label, ...facts].join(' · ')}</span>
        </span>
        {Date && !isEmpty(value) && (
          <span className={css.when}>
            <Date field={date} value={value} record={record} />
          </span>
        )}
      </Link>
      {typeof number === 'string' && number && (
        <a className={css.call} href={telLink(number)} aria-label={t('list.call', { name })}>
          <Phone size={15} strokeWidth={1.75} aria-hidden />
        </a>
      )}
    </li>
  );
}
