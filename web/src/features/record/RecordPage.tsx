/** The page of one record: fields, what happened, what belongs to it. */
import { useEffect, useState, type ReactNode } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { invalidateObject, invalidateRecord, removeEverywhere } from '@/api/live';
import { laidOut, layoutFor } from '@/api/layout';
import { useMe, useObjects } from '@/api/meta';
import { nameOf } from '@/api/names';
import { recordQuery } from '@/api/queries';
import { reasonOf } from '@/api/reason';
import { deleteRecord, restoreRecord } from '@/api/records';
import type { ObjectMeta, RecordData, Ref } from '@/api/types';
import { Bars, ErrorState, useDelayed } from '@/ui/States';
import { Sheet } from '@/ui/Sheet';
import { later } from '@/ui/later';
import { useIsNarrow, useIsPhone } from '@/ui/media';
import { toast } from '@/ui/toast';
import { Unseen } from '@/ui/Unseen';
import { useTitle } from '@/ui/useTitle';
import { remember } from '../palette/recents';
import { Timeline } from '../timeline/Timeline';
import { DeletedStrip } from './DeletedStrip';
import { EditDialogs } from './EditDialogs';
import { FieldPanel } from './FieldPanel';
import { Crumbs, Header } from './Header';
import { PhoneBar } from './PhoneBar';
import { relationName, relationsOf, tabbedOf } from './related';
import { RelatedLabel } from './RelatedLabel';
import { StagePath } from './StagePath';
import { TabBar } from './TabBar';
import { asDeep, deeper, isFixed, type RecordTab } from './search';
import { useStanding } from './useStanding';
import css from './RecordPage.module.css';

const History = later(() => import('./History').then((module) => module.History));
const GonePanel = later(() => import('./GonePanel').then((module) => module.GonePanel));
const Presence = later(() => import('./Presence').then((module) => module.Presence));
const RecordStrip = later(() => import('../duplicates/RecordStrip').then((module) => module.RecordStrip));
const RelatedCards = later(() => import('./RelatedCards').then((module) => module.RelatedCards));
const RelatedTab = later(() => import('./RelatedTab').then((module) => module.RelatedTab));
const TopCards = later(() => import('./TopCards').then((module) => module.TopCards));
const LinesCards = later(() => import('./LinesCards').then((module) => module.LinesCards));

export interface RecordPageProps {
  meta: ObjectMeta;
  id: string;
  tab: RecordTab | undefined;
}

function useDelete(meta: ObjectMeta, record: RecordData) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const failed = (error: unknown) => toast({ text: t('errors.saveFailed', { reason: reasonOf(error, t) }), tone: 'bad' });
  const undo = async () => {
    try {
      await restoreRecord(meta.name, record.id);
      invalidateRecord(queryClient, meta.name, record.id);
      invalidateObject(queryClient, meta.name);
      await navigate({ to: '/o/$object/$id', params: { object: meta.name, id: record.id }, search: {} as never });
    } catch (error) {
      failed(error);
    }
  };
  return async () => {
    try {
      await deleteRecord(meta.name, record.id);
      removeEverywhere(queryClient, meta.name, new Set([record.id]));
      invalidateObject(queryClient, meta.name);
      await navigate({ to: '/o/$object', params: { object: meta.name }, search: {} as never });
      toast({
        text: t('record.deleted', { name: nameOf(record, meta.name_field) }),
        action: { label: t('common.undo'), run: () => void undo() },
      });
    } catch (error) {
      failed(error);
    }
  };
}

function Loaded({ meta, record, tab }: { meta: ObjectMeta; record: RecordData; tab: RecordTab | undefined }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const phone = useIsPhone();
  const narrow = useIsNarrow();
  const [focusAt, setFocusAt] = useState(0);
  const remove = useDelete(meta, record);
  const { gone, allowed, canEdit, edit, arrivals, stage, canWrite, canTalk } = useStanding(meta, record);
  const sections = laidOut(meta, layoutFor(meta, record));
  const arrived = sections.flatMap((section) => section.fields).filter((field) => arrivals[field.name]);
  const objects = useObjects();
  const pointed = relationsOf(meta, record, objects).length > 0;
  const listed = tabbedOf(meta, record, objects);
  const related = pointed || meta.owned;
  useTitle(nameOf(record, meta.name_field));

  const tabs: RecordTab[] = [];
  if (meta.timeline) tabs.push('timeline');
  if (phone) tabs.push('fields');
  if (narrow && related) tabs.push('related');
  tabs.push('history', ...listed.map(relationName));
  const current = tab && tabs.includes(tab) ? tab : (tabs[0] ?? 'history');
  const choose = (next: RecordTab, passing = false) =>
    void navigate({ to: '.', search: (next === tabs[0] ? {} : { tab: next }) as never, replace: passing, state: passing ? asDeep : deeper });
  const relation = listed.find((one) => relationName(one) === current);

  // Sub-tables need room: they stand with the fields on a phone, and above what happened elsewhere.
  const lines = meta.fields.some((field) => field.kind === 'lines') && <LinesCards meta={meta} record={record} edit={edit} canEdit={canEdit} />;
  const fields = (
    <>
      <FieldPanel meta={meta} record={record} edit={edit} canEdit={canEdit} arrivals={arrivals} />
      {phone && lines}
    </>
  );
  const panels: Record<string, () => ReactNode> = {
    timeline: () => <Timeline meta={meta} id={record.id} focusAt={focusAt} canWrite={canWrite} canTalk={canTalk} />,
    fields: () => fields,
    related: () => <RelatedCards meta={meta} record={record} />,
    history: () => <History meta={meta} record={record} canEdit={canEdit} />,
  };
  const tabLabel = (one: RecordTab) => {
    const of = listed.find((relation) => relationName(relation) === one);
    return of ? <RelatedLabel relation={of} meta={meta} record={record} /> : isFixed(one) && t(`record.tab.${one}`);
  };
  const write = () => {
    if (current !== 'timeline') choose('timeline');
    setFocusAt((before) => before + 1);
  };

  return (
    <>
      <div className={css.page}>
        {gone && <DeletedStrip meta={meta} record={record} />}
        <Header meta={meta} record={record} stage={stage} canDelete={allowed('delete')} canTransfer={meta.owned && allowed('transfer')} onFollowUp={canWrite ? write : undefined} onDelete={() => void remove()}>
          {canTalk && <Presence meta={meta} id={record.id} />}
        </Header>
        {!gone && (meta.duplicates?.keys.length ?? 0) > 0 && <RecordStrip meta={meta} record={record} />}
        {stage && stage.options && <StagePath meta={meta} field={stage} record={record} edit={edit} canEdit={canEdit} />}
        {/* Cards, tabs and sub-tables stand in several places, and on a phone not all are shown. */}
        <Unseen role="status">{arrived.map((field) => t('record.changedBySome', { field: field.label })).join(t('common.comma'))}</Unseen>
        {sections.some((section) => section.card) && <TopCards meta={meta} record={record} edit={edit} canEdit={canEdit} arrivals={arrivals} />}
        <div className={css.columns} data-two={!related || undefined}>
          {!phone && (
            <section className={css.left} aria-label={t('record.tab.fields')}>
              {fields}
            </section>
          )}
          <div className={css.middle}>
            <TabBar tabs={tabs} current={current} label={tabLabel} onChoose={choose} />
            <div className={css.panel} role="tabpanel" id="record-panel" aria-labelledby={`tab-${current}`} tabIndex={-1}>
              {!phone && current === tabs[0] && lines}
              {relation ? <RelatedTab key={current} relation={relation} meta={meta} record={record} /> : panels[current]?.()}
            </div>
          </div>
          {!narrow && related && (
            <section className={css.right} aria-label={t('record.tab.related')}>
              <RelatedCards meta={meta} record={record} />
            </section>
          )}
        </div>
      </div>
      {phone && <PhoneBar meta={meta} record={record} onFollowUp={canWrite ? write : undefined} />}
      <EditDialogs meta={meta} edit={edit} />
    </>
  );
}

export function RecordPage({ meta, id, tab }: RecordPageProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const query = useQuery({ ...recordQuery(meta.name, id), placeholderData: undefined });
  const waiting = useDelayed(query.isPending);
  const record = query.data;
  const me = useMe();
  const found = record !== undefined;
  useEffect(() => {
    if (found) remember(me.id, meta.name, id);
  }, [found, me.id, meta.name, id]);
  // A record that was merged leads to the one that it is a part of.
  const went = query.error instanceof ApiError ? (query.error.problem as { merged_into?: Ref }).merged_into : undefined;
  const to = went?.id;
  useEffect(() => {
    if (to) void navigate({ to: '/o/$object/$id', params: { object: meta.name, id: to }, search: {} as never, replace: true });
  }, [to, meta.name, navigate]);
  // What was seen a moment ago and no more: deleted, or moved out of one's sight.
  const lost = record !== undefined && query.error instanceof ApiError && query.error.status === 404 && !went;
  const title = record ? <Crumbs meta={meta} record={record} /> : meta.label;
  return (
    <Sheet title={title} busy={query.isFetching && !query.isPending} fixed>
      {lost && <GonePanel meta={meta} id={id} />}
      {record && !lost && <Loaded key={record.id} meta={meta} record={record} tab={tab} />}
      {!record && query.isError && !went && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {!record && waiting && (
        <div className={css.waiting} aria-label={t('common.loading')} role="status">
          <Bars rows={3} widths={['32%', '48%', '64%']} />
          <Bars rows={9} />
        </div>
      )}
    </Sheet>
  );
}
