/** What there is of the sample that the company was founded with, and taking it away. */
import { useState } from 'react';
import { Button, Modal } from 'antd';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { reasonOf } from '@/api/reason';
import { useFormatContext } from '@/fields/context';
import { toast } from '@/ui/toast';
import { sampleQuery } from './api';
import css from './Company.module.css';

export function SampleData() {
  const { t } = useTranslation();
  const { locale } = useFormatContext();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const { data } = useQuery(sampleQuery);
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  if (!data?.present) return null;
  const { records, people } = data;
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  const remove = async () => {
    setBusy(true);
    try {
      await api.post('/company/sample/removal', {});
      toast({ text: t('settings.sampleBegun') });
      await queryClient.invalidateQueries();
      void navigate({ to: '/tasks' });
    } catch (error) {
      toast({ text: reasonOf(error, t), tone: 'bad' });
      setBusy(false);
    }
  };
  return (
    <section className={css.sample} aria-labelledby="sample-data">
      <h2 id="sample-data">{t('settings.sample')}</h2>
      <p>{t('settings.sampleHint')}</p>
      {records.length > 0 && <p>{t('settings.sampleRecords', { list: list.format(records.map(({ plural, count }) => t('settings.sampleOne', { plural, count }))) })}</p>}
      {people.length > 0 && <p>{t('settings.samplePeople', { count: people.length, names: list.format(people.map((person) => person.name)) })}</p>}
      <div>
        <Button danger onClick={() => setAsking(true)}>
          {t('settings.sampleRemove')}
        </Button>
      </div>
      <Modal
        open={asking}
        title={t('settings.sampleTitle')}
        okText={t('settings.sampleDo')}
        okButtonProps={{ danger: true, loading: busy }}
        cancelText={t('common.cancel')}
        onCancel={() => setAsking(false)}
        onOk={() => void remove()}
      >
        <p>{t('settings.sampleText', { count: records.reduce((sum, one) => sum + one.count, 0) })}</p>
        <p>{t('settings.sampleUndo')}</p>
        <p>{t('settings.samplePassword')}</p>
      </Modal>
    </section>
  );
}
