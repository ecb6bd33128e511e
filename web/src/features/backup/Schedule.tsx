/** When backups are taken by themselves, where they go, how many stay, and the key. */
import { useState } from 'react';
import { Button, Input, InputNumber, Select } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { FormItem } from '@/ui/FormItem';
import { Notice } from '@/ui/Notice';
import { toast } from '@/ui/toast';
import { Toggle } from '@/ui/Toggle';
import { backupsQuery, changeBackups, type Backups, type BackupsChange } from './api';
import css from './Backups.module.css';

const HOURS = Array.from({ length: 24 }, (_, hour) => ({ value: hour, label: `${String(hour).padStart(2, '0')}:00` }));

export function Schedule({ all }: { all: Backups }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const stored = { scheduled: all.scheduled, hour: all.hour, keep: all.keep, folder: all.folder ?? '', encrypted: all.encrypted, files: all.files };
  const [changes, setChanges] = useState<Partial<typeof stored>>({});
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const draft = { ...stored, ...changes };
  const dirty = (Object.keys(changes) as (keyof typeof stored)[]).some((name) => changes[name] !== stored[name]);
  const set = (change: Partial<typeof stored>) => {
    setChanges({ ...changes, ...change });
    setErrors({});
  };
  const save = async () => {
    setBusy(true);
    try {
      const change: BackupsChange = { ...changes };
      if (changes.folder !== undefined) change.folder = changes.folder.trim() || null;
      queryClient.setQueryData(backupsQuery.queryKey, await changeBackups(change));
      setChanges({});
      toast({ text: t('backup.saved') });
    } catch (error) {
      const problem = error instanceof ApiError ? error : null;
      const fields = Object.fromEntries((problem?.errors ?? []).map((one) => [one.field, one.message]));
      setErrors(fields);
      if (!Object.keys(fields).length) toast({ text: problem?.message ?? String(error), tone: 'bad' });
    }
    setBusy(false);
  };
  return (
    <section className={css.block}>
      <div>
        <h2 className={css.title}>{t('backup.schedule')}</h2>
        <p className={css.hint}>{t('backup.scheduleHint')}</p>
      </div>
      <form
        className={css.fields}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Toggle label={t('backup.daily')} hint={t('backup.dailyHint', { zone: all.zone })} checked={draft.scheduled} onChange={(scheduled) => set({ scheduled })} />
        <div className={css.pair}>
          <FormItem label={t('backup.hour')} error={errors.hour}>
            {({ id }) => <Select id={id} value={draft.hour} options={HOURS} disabled={!draft.scheduled} onChange={(hour: number) => set({ hour })} />}
          </FormItem>
          <FormItem label={t('backup.keep')} error={errors.keep} hint={t('backup.keepHint')}>
            {({ id, describedBy }) => (
              <InputNumber id={id} className={css.wide} min={1} max={1000} precision={0} aria-describedby={describedBy} value={draft.keep} onChange={(keep) => set({ keep: keep ?? 1 })} />
            )}
          </FormItem>
        </div>
        <FormItem label={t('backup.folder')} error={errors.folder} hint={t('backup.folderHint')}>
          {({ id, describedBy, invalid }) => (
            <Input
              id={id}
              aria-describedby={describedBy}
              aria-invalid={invalid || undefined}
              status={invalid ? 'error' : undefined}
              placeholder={all.folder_in_use ?? ''}
              spellCheck={false}
              value={draft.folder}
              onChange={(event) => set({ folder: event.target.value })}
            />
          )}
        </FormItem>
        <Toggle label={t('backup.withFiles')} hint={t('backup.withFilesHint')} checked={draft.files} onChange={(files) => set({ files })} />
        <Toggle label={t('backup.encrypted')} hint={t('backup.encryptedHint')} checked={draft.encrypted} onChange={(encrypted) => set({ encrypted })} />
        {draft.encrypted && all.key_file && (
          <Notice tone="warn" title={t('backup.keyTitle')}>
            {t(all.key_made ? 'backup.keyIn' : 'backup.keyWillBeIn')} <code className={css.path}>{all.key_file}</code>
          </Notice>
        )}
        <div>
          <Button htmlType="submit" loading={busy} disabled={!dirty}>
            {t('common.save')}
          </Button>
        </div>
      </form>
    </section>
  );
}
