/** What is known of the record beside the list, and what happened with it: as on its page, in one narrow column. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { laidOut, layoutFor } from '@/api/layout';
import type { FieldValue, ObjectMeta, RecordData } from '@/api/types';
import { kindOf } from '@/fields/registry';
import { isEmpty } from '@/fields/types';
import { DeletedStrip } from '@/features/record/DeletedStrip';
import { EditDialogs } from '@/features/record/EditDialogs';
import { Facts } from '@/features/record/Facts';
import { FieldPanel } from '@/features/record/FieldPanel';
import { StagePath } from '@/features/record/StagePath';
import { useStanding } from '@/features/record/useStanding';
import { Timeline } from '@/features/timeline/Timeline';
import { later } from '@/ui/later';
import { readStored, writeStored } from '@/ui/storage';
import { panelProps, TabBar } from '@/ui/TabBar';
import { useKeys } from '@/ui/useKeys';
import css from './peek.module.css';

const LinesCards = later(() => import('@/features/record/LinesCards').then((module) => module.LinesCards));
const Presence = later(() => import('@/features/record/Presence').then((module) => module.Presence));
const TopCards = later(() => import('@/features/record/TopCards').then((module) => module.TopCards));

const TABS = ['fields', 'timeline'] as const;
type Tab = (typeof TABS)[number];
const STORED = 'peek.tab';
const isTab = (value: unknown): value is Tab => TABS.includes(value as Tab);

export function PeekBody({ meta, record }: { meta: ObjectMeta; record: RecordData }) {
  const { t } = useTranslation();
  const [tab, setTab] = useState<Tab>(() => readStored(STORED, isTab) ?? 'fields');
  const [focusAt, setFocusAt] = useState(0);
  const { gone, canEdit, edit, arrivals, stage, canWrite, canTalk } = useStanding(meta, record);
  // The next record opens at what one looked at here.
  const choose = (next: Tab) => {
    setTab(next);
    writeStored(STORED, next);
  };
  const write = () => {
    choose('timeline');
    setFocusAt((before) => before + 1);
  };
  useKeys({ f: canWrite && write });
  const tabs = TABS.filter((one) => one === 'fields' || meta.timeline);
  const current = tabs.includes(tab) ? tab : 'fields';
  const Stage = stage && !isEmpty(record[stage.name]) ? kindOf(stage).Cell : null;
  return (
    <>
      {gone && <DeletedStrip meta={meta} record={record} />}
      <div className={css.about}>
        {Stage && stage && <Stage field={stage} value={record[stage.name] as FieldValue} record={record} look="status" />}
        {canTalk && <Presence meta={meta} id={record.id} />}
      </div>
      <div className={css.scroll}>
        <div className={css.facts}>
          <Facts meta={meta} record={record} tight />
        </div>
        {stage?.options && <StagePath meta={meta} field={stage} record={record} edit={edit} canEdit={canEdit} />}
        {laidOut(meta, layoutFor(meta, record)).some((section) => section.card) && <TopCards meta={meta} record={record} edit={edit} canEdit={canEdit} arrivals={arrivals} />}
        <div className={css.tabs}>
          <TabBar id="peek" label={t('record.tabs')} items={tabs.map((key) => ({ key, label: t(`record.tab.${key}`) }))} value={current} onChange={choose} />
        </div>
        <div {...panelProps('peek', current)}>
          {current === 'timeline' ? (
            <Timeline meta={meta} id={record.id} focusAt={focusAt} canWrite={canWrite} canTalk={canTalk} />
          ) : (
            <>
              <FieldPanel meta={meta} record={record} edit={edit} canEdit={canEdit} arrivals={arrivals} />
              {meta.fields.some((field) => field.kind === 'lines') && <LinesCards meta={meta} record={record} edit={edit} canEdit={canEdit} />}
            </>
          )}
        </div>
      </div>
      <EditDialogs meta={meta} edit={edit} />
    </>
  );
}
