/** On a record: others that may be the same, with a way to merge them or to say that they are not. */
import { useState } from 'react';
import { Button } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { CopyCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ObjectMeta, RecordData } from '@/api/types';
import { later } from '@/ui/later';
import { duplicateKeys, duplicatesOf, tellApart } from './api';
import { Candidates } from './Candidates';
import { useDeed } from './useDeed';
import css from './duplicates.module.css';

const MergeDialog = later(() => import('./MergeDialog').then((module) => module.MergeDialog));

export function RecordStrip({ meta, record }: { meta: ObjectMeta; record: RecordData }) {
  const { t } = useTranslation();
  const run = useDeed(meta.name);
  const [other, setOther] = useState<string | null>(null);
  const mine = record.can?.includes('merge') ?? false;
  const query = useQuery({
    queryKey: [...duplicateKeys.of(meta.name, record.id), record.version],
    queryFn: ({ signal }) => duplicatesOf(meta.name, record.id, signal),
  });
  const items = query.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section className={css.strip} aria-label={t('form.duplicates', { count: items.length })}>
      <span className={css.title}>
        <CopyCheck size={16} aria-hidden />
        {t('form.duplicates', { count: items.length })}
      </span>
      <Candidates
        object={meta.name}
        items={items}
        action={(item) =>
          mine &&
          item.can_merge &&
          item.id && (
            <span className={css.actions}>
              <Button size="small" onClick={() => void run(() => tellApart(meta.name, record.id, item.id!))}>
                {t('duplicates.apart')}
              </Button>
              <Button size="small" type="primary" onClick={() => setOther(item.id)}>
                {t('duplicates.merge')}
              </Button>
            </span>
          )
        }
      />
      {other && <MergeDialog meta={meta} first={record.id} second={other} onClose={() => setOther(null)} />}
    </section>
  );
}
