/** Why somebody has the record: from whom to whom it went, who did it and by what, and who had created it. */
import { Button } from 'antd';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ArrowRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { fieldHistoryQuery } from '@/api/queries';
import type { Field, HistoryItem, RecordData } from '@/api/types';
import { asRef, Person } from '@/fields/shared/show';
import { Bars, useDelayed } from '@/ui/States';
import { When } from '@/ui/When';
import { reasonOf } from '@/api/reason';
import { ViaNote } from '../timeline/ViaNote';
import css from './OwnerStory.module.css';

function Someone({ value }: { value: unknown }) {
  const { t } = useTranslation();
  const ref = asRef(value);
  return ref ? <Person value={ref} size={18} /> : <span className={css.nobody}>{t('record.nobody')}</span>;
}

/** Who did it, when, by what. */
function By({ item }: { item: HistoryItem }) {
  const { t } = useTranslation();
  return (
    <p className={css.by}>
      {t('record.ownerBy', { name: item.by?.name ?? t('timeline.system') })}
      <When at={item.at} />
      <ViaNote via={item.via} />
    </p>
  );
}

function Handed({ item }: { item: HistoryItem }) {
  const [change] = item.changes;
  return (
    <li className={css.step}>
      <span className={css.line}>
        <Someone value={change?.old} />
        <ArrowRight size={13} className={css.to} aria-hidden />
        <Someone value={change?.new} />
      </span>
      <By item={item} />
    </li>
  );
}

/** Where it began: what is told of the record itself holds where its history begins later. */
function Began({ record, item, first }: { record: RecordData; item: HistoryItem | undefined; first: unknown }) {
  const { t } = useTranslation();
  const by = item?.by ?? record.created_by;
  return (
    <li className={css.step}>
      <span className={css.line}>
        <Someone value={first} />
      </span>
      <p className={css.by}>
        {by ? t('record.createdBy', { name: by.name }) : t('record.createdBySystem')}
        <When at={record.created_at} />
        <ViaNote via={item?.via ?? null} />
      </p>
    </li>
  );
}

export function OwnerStory({ field, record }: { field: Field; record: RecordData }) {
  const { t } = useTranslation();
  const query = useInfiniteQuery(fieldHistoryQuery(record.object, record.id, field.name));
  const waiting = useDelayed(query.isPending);
  if (query.isError) {
    return (
      <div className={css.story} role="alert">
        <p className={css.by}>{reasonOf(query.error, t)}</p>
        <Button size="small" onClick={() => void query.refetch()}>
          {t('common.retry')}
        </Button>
      </div>
    );
  }
  if (query.isPending) return waiting ? <Bars rows={3} /> : null;
  const items = query.data.pages.flatMap((page) => page.items);
  const handed = items.filter((item) => item.changes.length > 0);
  const first = handed.at(-1)?.changes[0]?.old;
  return (
    <div className={css.story}>
      {handed.length === 0 && <p className={css.always}>{t('record.alwaysOwned')}</p>}
      {/* Takes the focus of the panel, so that the arrows scroll it. */}
      <ol className={css.steps} tabIndex={0} aria-label={t('record.whyOwner')}>
        {handed.map((item) => (
          <Handed key={item.id} item={item} />
        ))}
        {!query.hasNextPage && <Began record={record} item={items.find((item) => item.kind === 'created')} first={handed.length > 0 ? first : record[field.name]} />}
      </ol>
      {query.hasNextPage && (
        <Button size="small" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('timeline.older')}
        </Button>
      )}
    </div>
  );
}
