/** Who did what, newest first, narrowed down by person, object, kind and day. */
import { useMemo, useState } from 'react';
import { Button } from 'antd';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChevronDown, ScrollText, SearchX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useObjects } from '@/api/meta';
import { useFormatContext } from '@/fields/context';
import { absolute } from '@/fields/format/date';
import { Avatar } from '@/ui/Avatar';
import { Sheet } from '@/ui/Sheet';
import { Bars, ErrorState, StateView } from '@/ui/States';
import { Tag } from '@/ui/Tag';
import type { Tone } from '@/ui/tokens';
import { useTitle } from '@/ui/useTitle';
import { auditQuery, knownAction, type AuditEntry, type AuditFilter } from './api';
import { AuditFilters } from './AuditFilters';
import { VerifyPanel } from './VerifyPanel';
import css from './AuditLog.module.css';

export function AuditLog({ filter, onFilter }: { filter: AuditFilter; onFilter: (filter: AuditFilter) => void }) {
  const { t } = useTranslation();
  useTitle(t('audit.title'));
  const query = useInfiniteQuery(auditQuery(filter));
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const filtered = Object.keys(filter).length > 0;
  return (
    <Sheet title={t('audit.title')} busy={query.isFetching && !query.isPending}>
      <VerifyPanel />
      <AuditFilters filter={filter} onFilter={onFilter} />
      {query.isError && !query.data ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <Bars rows={10} />
      ) : items.length === 0 && !query.hasNextPage ? (
        <StateView icon={filtered ? SearchX : ScrollText} tone="grey" title={t(filtered ? 'audit.nothingFound' : 'audit.nothing')}>
          {filtered && <Button onClick={() => onFilter({})}>{t('audit.clearFilter')}</Button>}
        </StateView>
      ) : (
        <ul className={css.list} aria-label={t('audit.title')}>
          {items.map((entry) => (
            <Entry key={entry.seq} entry={entry} />
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <div className={css.more}>
          <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t(items.length === 0 ? 'audit.lookFurther' : 'common.loadMore')}
          </Button>
          {filtered && <p className={css.hint}>{t('audit.steps')}</p>}
        </div>
      )}
    </Sheet>
  );
}

function toneOf(action: string): Tone {
  if (/failed|locked_out|inactive/.test(action)) return 'warn';
  if (/deleted|purged/.test(action)) return 'bad';
  if (/created|succeeded/.test(action)) return 'ok';
  return 'grey';
}

function Entry({ entry }: { entry: AuditEntry }) {
  const { t } = useTranslation();
  const context = useFormatContext();
  const [open, setOpen] = useState(false);
  const known = knownAction(entry.action);
  return (
    <li className={css.entry}>
      <div className={css.row}>
        <time className={css.when} dateTime={entry.at}>
          {absolute(entry.at, context.zone)}
        </time>
        <span className={css.who}>
          {entry.actor ? (
            <>
              <Avatar name={entry.actor.name} seed={entry.actor.id} size={24} />
              <span className={css.name}>{entry.actor.name || t('audit.unknownPerson')}</span>
            </>
          ) : (
            <span className={css.system}>{t(entry.action.startsWith('sign_in.') ? 'audit.nobody' : 'audit.system')}</span>
          )}
        </span>
        <span className={css.action}>
          <Tag tone={toneOf(entry.action)}>{known ? t(`audit.action.${known}`) : entry.action}</Tag>
        </span>
        <span className={css.what}>
          <Subject entry={entry} />
        </span>
        <button
          type="button"
          className={css.expand}
          aria-expanded={open}
          aria-label={t('audit.detailOf', { number: entry.seq.toLocaleString() })}
          onClick={() => setOpen(!open)}
        >
          <ChevronDown size={16} aria-hidden />
        </button>
      </div>
      {open && (
        <dl className={css.detail}>
          <dt>{t('audit.number')}</dt>
          <dd>{entry.seq.toLocaleString()}</dd>
          <dt>{t('audit.kind')}</dt>
          <dd>
            <code>{entry.action}</code>
          </dd>
          <dt>{t('audit.sealOf')}</dt>
          <dd>
            <code>{entry.hash}</code>
          </dd>
          <dt>{t('audit.detail')}</dt>
          <dd>
            <pre>{JSON.stringify(entry.detail, null, 2)}</pre>
          </dd>
        </dl>
      )}
    </li>
  );
}

/** What it was done to: a link where it is a record. */
function Subject({ entry }: { entry: AuditEntry }) {
  const object = useObjects().find((one) => one.name === entry.object);
  const label = object?.label ?? entry.object;
  if (!label) return null;
  const name = entry.record_name ? `${label} · ${entry.record_name}` : label;
  const record = entry.action.startsWith('record.') && entry.record_id && object && object.group !== 'admin';
  if (!record) return <span className={css.name}>{name}</span>;
  return (
    <Link to="/o/$object/$id" params={{ object: object.name, id: entry.record_id ?? '' }} search={{}} className={css.name}>
      {name}
    </Link>
  );
}
