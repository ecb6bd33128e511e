/** The company's own settings: its name, what exported files say, how long deleted records are kept, whether notices are pushed. */
import { useState } from 'react';
import { Button, Input, InputNumber } from 'antd';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { useMe } from '@/api/meta';
import { keys } from '@/api/queries';
import { FormItem } from '@/ui/FormItem';
import { RefusalNotice } from '@/ui/RefusalNotice';
import { Sheet } from '@/ui/Sheet';
import { Bars, ErrorState } from '@/ui/States';
import { Toggle } from '@/ui/Toggle';
import { toast } from '@/ui/toast';
import { useSave } from '@/ui/useSave';
import { useTitle } from '@/ui/useTitle';
import { companyQuery, type CompanySettings } from './api';
import { SampleData } from './SampleData';
import css from './Company.module.css';

const USUAL_DAYS = 90;

function Form({ settings }: { settings: CompanySettings }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const me = useMe();
  const [draft, setDraft] = useState(settings);
  const [noContact, setNoContact] = useState(false);
  const { save, saving, refusal } = useSave();
  const change = (part: Partial<CompanySettings>) => setDraft((before) => ({ ...before, ...part }));
  const send = async () => {
    const { name, export_watermark, bin_days, duplicates_told, push_contact } = draft;
    // Nobody to turn to would switch it off, and say nothing of it.
    const missing = push_contact !== null && !push_contact.trim();
    setNoContact(missing);
    if (missing) return;
    await save(async () => {
      const saved = await api.patch<CompanySettings>('/company', { name, export_watermark, bin_days, duplicates_told, push_contact });
      queryClient.setQueryData(companyQuery.queryKey, saved);
      setDraft(saved);
      await queryClient.invalidateQueries({ queryKey: ['push'] });
      await queryClient.invalidateQueries({ queryKey: keys.me });
      toast({ text: t('settings.companySaved') });
    });
  };
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <RefusalNotice refusal={refusal} />
      <FormItem label={t('settings.companyName')} required error={refusal?.fieldMessage('name')}>
        {({ id, invalid, describedBy }) => (
          <Input id={id} value={draft.name} maxLength={100} status={invalid ? 'error' : undefined} aria-describedby={describedBy} onChange={(event) => change({ name: event.target.value })} />
        )}
      </FormItem>
      <Toggle label={t('settings.watermark')} hint={t('settings.watermarkHint')} checked={draft.export_watermark} onChange={(export_watermark) => change({ export_watermark })} />
      <Toggle label={t('settings.duplicatesTold')} hint={t('settings.duplicatesToldHint')} checked={draft.duplicates_told} onChange={(duplicates_told) => change({ duplicates_told })} />
      <Toggle label={t('settings.emptyBin')} hint={t('settings.emptyBinHint')} checked={draft.bin_days !== null} onChange={(on) => change({ bin_days: on ? USUAL_DAYS : null })} />
      {draft.bin_days !== null && (
        <FormItem label={t('settings.binDays')} error={refusal?.fieldMessage('bin_days')}>
          {({ id, invalid, describedBy }) => (
            <InputNumber id={id} min={1} max={3650} precision={0} value={draft.bin_days} status={invalid ? 'error' : undefined} aria-describedby={describedBy} onChange={(days) => change({ bin_days: days ?? USUAL_DAYS })} />
          )}
        </FormItem>
      )}
      <Toggle label={t('settings.push')} hint={t('settings.pushHint')} checked={draft.push_contact !== null} onChange={(on) => change({ push_contact: on ? (me.email ?? '') : null })} />
      {draft.push_contact !== null && (
        <FormItem label={t('settings.pushContact')} required hint={t('settings.pushContactHint')} error={noContact && !draft.push_contact.trim() ? t('settings.pushContactMissing') : refusal?.fieldMessage('push_contact')}>
          {({ id, invalid, describedBy }) => (
            <Input id={id} value={draft.push_contact ?? ''} maxLength={200} placeholder="it@example.com" status={invalid ? 'error' : undefined} aria-describedby={describedBy} onChange={(event) => change({ push_contact: event.target.value })} />
          )}
        </FormItem>
      )}
      <div>
        <Button type="primary" htmlType="submit" loading={saving}>
          {t('common.save')}
        </Button>
      </div>
    </form>
  );
}

export function Company() {
  const { t } = useTranslation();
  useTitle(t('settings.company'));
  const query = useQuery(companyQuery);
  return (
    <Sheet title={t('settings.company')} narrow>
      {query.isError && !query.data ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : query.data ? <Form settings={query.data} /> : <Bars rows={5} />}
      <SampleData />
    </Sheet>
  );
}
