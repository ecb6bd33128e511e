/** Files of records: where they lie, whether that place answers, how much is there, and which are taken. */
import { useState } from 'react';
import { Button, InputNumber } from 'antd';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { sizeText } from '@/fields/format/size';
import { FormItem } from '@/ui/FormItem';
import { Notice } from '@/ui/Notice';
import { RefusalNotice } from '@/ui/RefusalNotice';
import { Sheet } from '@/ui/Sheet';
import { Bars, ErrorState } from '@/ui/States';
import { Tag } from '@/ui/Tag';
import { ManySelect } from '@/ui/ManySelect';
import { toast } from '@/ui/toast';
import { useSave } from '@/ui/useSave';
import { useTitle } from '@/ui/useTitle';
import { changeFileStore, fileStoreQuery, type FileStore } from './api';
import css from './Files.module.css';

/** Megabytes of one file that the server takes at most. */
const LARGEST = 100;
const USUAL = ['pdf', 'docx', 'xlsx', 'pptx', 'txt', 'csv', 'png', 'jpg', 'jpeg', 'zip'];

export function Files() {
  const { t } = useTranslation();
  useTitle(t('files.title'));
  const query = useQuery(fileStoreQuery);
  const store = query.data;
  return (
    <Sheet title={t('files.title')} busy={query.isFetching && !query.isPending}>
      {query.isError && !store ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : !store ? (
        <Bars rows={6} />
      ) : (
        <div className={css.page}>
          {!store.reachable && (
            <Notice tone="bad" title={t('files.away')}>
              {t(`files.awayHint.${store.kind}`)}
            </Notice>
          )}
          <Place store={store} />
          <Policy store={store} />
        </div>
      )}
    </Sheet>
  );
}

function Place({ store }: { store: FileStore }) {
  const { t } = useTranslation();
  return (
    <section className={css.block}>
      <div>
        <h2 className={css.title}>{t('files.place')}</h2>
        <p className={css.hint}>{t('files.placeHint')}</p>
      </div>
      <dl className={css.facts}>
        <dt>{t('files.kind')}</dt>
        <dd>
          {t(`files.kinds.${store.kind}`)}
          <Tag tone={store.reachable ? 'ok' : 'bad'} dot>
            {t(store.reachable ? 'files.reachable' : 'files.unreachable')}
          </Tag>
        </dd>
        <dt>{t('files.address')}</dt>
        <dd className={css.path}>{store.address}</dd>
        <dt>{t('files.count')}</dt>
        <dd>{t('files.held', { count: store.files, files: store.files.toLocaleString(), size: sizeText(store.bytes) })}</dd>
      </dl>
    </section>
  );
}

function Policy({ store }: { store: FileStore }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [changes, setChanges] = useState<Partial<Pick<FileStore, 'max_mb' | 'endings'>>>({});
  const { save, saving, refusal, forget } = useSave();
  const draft = { ...store, ...changes };
  const set = (change: typeof changes) => {
    setChanges({ ...changes, ...change });
    forget();
  };
  const send = () =>
    save(async () => {
      queryClient.setQueryData(fileStoreQuery.queryKey, await changeFileStore(changes));
      setChanges({});
      toast({ text: t('files.saved') });
    });
  return (
    <section className={css.block}>
      <div>
        <h2 className={css.title}>{t('files.policy')}</h2>
        <p className={css.hint}>{t('files.policyHint')}</p>
      </div>
      <form
        className={css.fields}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <RefusalNotice refusal={refusal} />
        <FormItem label={t('files.largest')} hint={t('files.largestHint', { most: LARGEST })} error={refusal?.fieldMessage('max_mb')}>
          {({ id, invalid, describedBy }) => (
            <InputNumber
              id={id}
              className={css.number}
              min={1}
              max={LARGEST}
              precision={0}
              suffix="MB"
              value={draft.max_mb}
              status={invalid ? 'error' : undefined}
              aria-describedby={describedBy}
              onChange={(max_mb) => set({ max_mb: max_mb ?? LARGEST })}
            />
          )}
        </FormItem>
        <FormItem label={t('files.endings')} hint={t('files.endingsHint')} error={refusal?.fieldMessage('endings')}>
          {({ id, invalid, describedBy }) => (
            <ManySelect
              id={id}
              mode="tags"
              tokenSeparators={[' ', ',', '，', '、']}
              options={USUAL.map((value) => ({ value }))}
              placeholder={t('files.anyType')}
              value={draft.endings}
              status={invalid ? 'error' : undefined}
              aria-describedby={describedBy}
              onChange={(endings: string[]) => set({ endings })}
            />
          )}
        </FormItem>
        <div>
          <Button type="primary" htmlType="submit" loading={saving} disabled={Object.keys(changes).length === 0}>
            {t('common.save')}
          </Button>
        </div>
      </form>
    </section>
  );
}
