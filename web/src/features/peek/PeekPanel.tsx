/** One record beside its list: to look at and to change without leaving the list. */
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { Button } from 'antd';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChevronDown, ChevronUp, Maximize2, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { nameOf } from '@/api/names';
import { recordQuery } from '@/api/queries';
import type { ObjectMeta, RecordData, Ref, Total } from '@/api/types';
import { totalText } from '@/features/list/total';
import { Avatar } from '@/ui/Avatar';
import { IconButton } from '@/ui/IconButton';
import { later } from '@/ui/later';
import { Bars, ErrorState, useDelayed } from '@/ui/States';
import { useDebounced } from '@/ui/useDebounced';
import { isTyping, useKeys } from '@/ui/useKeys';
import { useNear } from './near';
import { PeekBody } from './PeekBody';
import css from './peek.module.css';

const GonePanel = later(() => import('@/features/record/GonePanel').then((module) => module.GonePanel));

/** Rows that are only passed are not read. */
const REST_MS = 120;

export interface PeekPanelProps {
  meta: ObjectMeta;
  id: string;
  /** The rows of the list as they stand. */
  rows: RecordData[];
  total: Total | undefined;
  onShow: (id: string) => void;
  onOpen: (id: string) => void;
  onClose: () => void;
}

/** The record, once one stays with it; its neighbours are read ahead. */
function useRecord(object: string, id: string, near: (string | undefined)[]) {
  const queryClient = useQueryClient();
  const rests = useDebounced(id, REST_MS) === id;
  const query = useQuery({ ...recordQuery(object, id), placeholderData: undefined, enabled: rests });
  const ready = rests && query.isSuccess;
  const ahead = near.join();
  useEffect(() => {
    if (!ready) return;
    for (const one of ahead.split(',').filter(Boolean)) void queryClient.prefetchQuery(recordQuery(object, one));
  }, [ready, ahead, queryClient, object]);
  return query;
}

export function PeekPanel({ meta, id, rows, total, onShow, onOpen, onClose }: PeekPanelProps) {
  const { t } = useTranslation();
  const panel = useRef<HTMLElement>(null);
  const near = useNear(rows, id);
  const query = useRecord(meta.name, id, [near.next, near.previous]);
  const waiting = useDelayed(query.isPending);
  const problem = query.error instanceof ApiError ? query.error : null;
  // A record that was merged leads to the one that it is a part of.
  const went = (problem?.problem as { merged_into?: Ref } | undefined)?.merged_into?.id;
  useEffect(() => {
    if (went) onShow(went);
  }, [went, onShow]);
  const lost = query.data !== undefined && problem?.status === 404;
  const record = lost ? undefined : query.data;
  const row = record ?? rows.find((one) => one.id === id);
  const name = row && !lost ? nameOf(row, meta.name_field) : meta.label;

  const go = (to: string | undefined) => to && (() => onShow(to));
  const [up, down] = [go(near.previous) || undefined, go(near.next) || undefined];
  const open = () => onOpen(id);
  useKeys({ Escape: onClose, ArrowUp: up, k: up, ArrowDown: down, j: down, o: open });
  const keys = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.nativeEvent.isComposing) return;
    // Out of a text first, then away.
    if (event.key === 'Escape' && isTyping(event.target)) panel.current?.focus();
    else if (event.key === 'Enter' && event.target === event.currentTarget) open();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const body = (): ReactNode => {
    if (lost) return <GonePanel meta={meta} id={id} back={<Button onClick={onClose}>{t('peek.close')}</Button>} />;
    if (record) return <PeekBody key={record.id} meta={meta} record={record} />;
    if (query.isError && !went) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
    return waiting && <Bars rows={9} />;
  };

  return (
    <aside ref={panel} className={css.panel} aria-label={t('peek.label', { name })} tabIndex={-1} onKeyDown={keys}>
      <div className={css.bar}>
        <IconButton size="small" label={t('record.previous')} disabled={!up} onClick={up}>
          <ChevronUp size={16} aria-hidden />
        </IconButton>
        <IconButton size="small" label={t('record.next')} disabled={!down} onClick={down}>
          <ChevronDown size={16} aria-hidden />
        </IconButton>
        <span className={css.place}>
          {near.position}
          {near.position && total && ` / ${totalText(total)}`}
        </span>
        <Button size="small" type="text" icon={<Maximize2 size={13} aria-hidden />} onClick={open}>
          {t('peek.open')}
        </Button>
        <IconButton size="small" label={t('peek.close')} onClick={onClose}>
          <X size={16} aria-hidden />
        </IconButton>
      </div>
      {row && !lost && (
        <header className={css.head}>
          <Avatar name={name} seed={id} size={32} square />
          <h2 className={css.name}>
            <Link to="/o/$object/$id" params={{ object: meta.name, id }} search={{}} preload={false}>
              {name}
            </Link>
          </h2>
        </header>
      )}
      {body()}
    </aside>
  );
}
