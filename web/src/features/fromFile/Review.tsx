/** What is proposed for a list: the object's name, its columns as a table that one can change, and the first rows. */
import { useMemo, useState } from 'react';
import { Button, Input, Select } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { plainName } from '@/features/designer/draft';
import { currentLocale } from '@/i18n';
import { FormItem } from '@/ui/FormItem';
import { Notice } from '@/ui/Notice';
import { Toggle } from '@/ui/Toggle';
import { UnsavedGuard } from '@/ui/UnsavedGuard';
import { useDebounced } from '@/ui/useDebounced';
import { make, previewQuery, type Part } from './api';
import { ColumnItem } from './ColumnItem';
import { columnsBody, draftOf, withFeeds, type ColumnDraft, type Made, type Proposal } from './draft';
import { PreviewTable } from './PreviewTable';
import css from './fromFile.module.css';

export interface ReviewProps {
  proposal: Proposal;
  part: Part;
  busy: boolean;
  onPart: (part: Part) => void;
  onMade: (made: Made) => void;
  onOtherFile: () => void;
}

export function Review({ proposal, part, busy, onPart, onMade, onOtherFile }: ReviewProps) {
  const { t } = useTranslation();
  const locale = currentLocale();
  const [basis] = useState(() => draftOf(proposal, locale));
  const [draft, setDraft] = useState(basis);
  const [rows, setRows] = useState(true);
  const [making, setMaking] = useState(false);
  const [refusal, setRefusal] = useState<ApiError | null>(null);
  const calm = useDebounced(draft.columns, 350);
  const sent = useMemo(() => columnsBody(calm, locale), [calm, locale]);
  const here = { sheet: proposal.sheet, header: proposal.header };
  const preview = useQuery({ ...previewQuery(proposal.id, here, sent), enabled: calm !== basis.columns || proposal.preview.tried < proposal.rows_total });
  const shown = preview.data ?? proposal.preview;
  const wrong = refusal ?? (preview.error instanceof ApiError ? preview.error : null);
  const faultsOf = (at: number) => (wrong?.errors ?? []).filter((one) => one.field.startsWith(`columns[${at}].`)).map((one) => one.message);
  const others = (refusal?.errors ?? []).filter((one) => !one.field.startsWith('columns['));
  const used = draft.columns.filter((column) => column.feeds !== 'nothing').length;
  const refers = draft.columns.some((column) => column.feeds === 'field' && column.kind === 'reference');

  const change = (next: ColumnDraft) => {
    setRefusal(null);
    setDraft((before) => ({ ...before, columns: withFeeds(before.columns.map((one) => (one.index === next.index ? next : one)), next.index, next.feeds) }));
  };
  const go = async () => {
    setMaking(true);
    setRefusal(null);
    try {
      onMade(await make(proposal.id, here, draft, locale, rows));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setRefusal(error);
      setMaking(false);
    }
  };

  return (
    <>
      <UnsavedGuard dirty={draft !== basis && !making} />
      <div className={css.body} aria-busy={busy}>
        <div className={css.page}>
          {refusal && (
            <Notice tone="bad" alert title={refusal.code === 'offline' ? t('errors.offline') : t('fromFile.refused')}>
              {refusal.code === 'offline' ? t('errors.offlineHint') : refusal.errors.length === 0 && refusal.message}
              {others.map((one) => (
                <div key={one.field}>{one.message}</div>
              ))}
              {refusal.errors.length > others.length && t('fromFile.seeColumns')}
            </Notice>
          )}
          {proposal.similar && (
            <Notice tone="info" title={t('fromFile.similar', { objects: proposal.similar.plural, known: proposal.similar.known })}>
              <Link to="/import/$object" params={{ object: proposal.similar.object }} search={{}}>
                {t('fromFile.importInstead', { objects: proposal.similar.plural })}
              </Link>
            </Notice>
          )}
          <p className={css.file}>{t('import.fileFacts', { file: proposal.file_name, count: proposal.rows_total, encoding: proposal.encoding })}</p>
          <div className={css.head}>
            <FormItem label={t('fromFile.objectName')} required>
              {({ id }) => <Input id={id} maxLength={60} value={draft.label} onChange={(event) => setDraft({ ...draft, label: event.target.value })} />}
            </FormItem>
            <FormItem label={t('designer.apiName')}>
              {({ id }) => (
                <Input
                  id={id}
                  prefix={<span className={css.prefix}>x_</span>}
                  maxLength={38}
                  spellCheck={false}
                  autoCapitalize="none"
                  value={plainName(draft.name)}
                  onChange={(event) => setDraft({ ...draft, name: `x_${event.target.value}` })}
                />
              )}
            </FormItem>
            {proposal.sheets.length > 1 && (
              <FormItem label={t('import.sheet')}>
                {({ id }) => (
                  <Select id={id} value={proposal.sheet} loading={busy} options={proposal.sheets.map((name) => ({ value: name, label: name }))} onChange={(sheet) => onPart({ ...part, sheet })} />
                )}
              </FormItem>
            )}
          </div>
          <div className={css.switches}>
            <Toggle label={t('fromFile.header')} hint={t('fromFile.headerHint')} checked={proposal.header} disabled={busy} onChange={(header) => onPart({ ...part, header })} />
            <Toggle label={t('designer.owned')} hint={t('designer.ownedHint')} checked={draft.owned} onChange={(owned) => setDraft({ ...draft, owned, columns: owned ? draft.columns : draft.columns.map((one) => (one.feeds === 'owner' ? { ...one, feeds: 'field' } : one)) })} />
            <Toggle label={t('fromFile.rows', { count: proposal.rows_total })} hint={t('fromFile.rowsHint')} checked={rows} onChange={setRows} />
            {refers && <Toggle label={t('fromFile.create')} hint={t('fromFile.createHint')} checked={draft.create_references} onChange={(create_references) => setDraft({ ...draft, create_references })} />}
          </div>
          <section aria-label={t('fromFile.columns')}>
            <h2 className={css.subtitle}>
              {t('fromFile.columns')} <span>{t('fromFile.used', { used, count: draft.columns.length })}</span>
            </h2>
            <ul className={css.list}>
              {draft.columns.map((column, at) => {
                const told = proposal.columns[at];
                return (
                  told && (
                    <ColumnItem
                      key={column.index}
                      told={told}
                      column={column}
                      owned={draft.owned}
                      rows={proposal.rows_total}
                      misfit={shown.misfits.find((one) => one.index === column.index)}
                      tried={shown.tried}
                      faults={faultsOf(at)}
                      onChange={change}
                    />
                  )
                );
              })}
            </ul>
          </section>
          <PreviewTable columns={draft.columns} preview={shown} />
        </div>
      </div>
      <footer className={css.footer}>
        <Button onClick={onOtherFile}>{t('import.otherFile')}</Button>
        <Button type="primary" loading={making} disabled={busy || !draft.label.trim()} onClick={() => void go()}>
          {t('fromFile.make')}
        </Button>
      </footer>
    </>
  );
}
