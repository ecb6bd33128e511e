/** Step 2: which column goes into which field, what to do with known records, and what is still missing. */
import { useMemo, useState } from 'react';
import { Button, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { may, useObjects } from '@/api/meta';
import type { ObjectMeta } from '@/api/types';
import { later } from '@/ui/later';
import { Notice } from '@/ui/Notice';
import { toast } from '@/ui/toast';
import { ColumnRow } from './ColumnRow';
import { DuplicatesPanel } from './DuplicatesPanel';
import { LinkPanel } from './LinkPanel';
import { linksOf, splitPath, usedLinks } from './links';
import { PlanPanel } from './PlanPanel';
import { assign, checkMapping, computedNamed, targets, type MappingCheck } from './mapping';
import type { ImportColumn, ImportJob, ImportPlan } from './types';
import css from './MatchStep.module.css';

const NewFieldFromColumn = later(() => import('./NewFieldFromColumn').then((module) => module.NewFieldFromColumn));

export interface MatchStepProps {
  object: ObjectMeta;
  job: ImportJob;
  plan: ImportPlan;
  onPlan: (plan: ImportPlan) => void;
  onCheck: () => void;
  onOtherFile: () => void;
  onSheet: (sheet: string) => void;
  busy: boolean;
}

export function MatchStep({ object, job, plan, onPlan, onCheck, onOtherFile, onSheet, busy }: MatchStepProps) {
  const { t } = useTranslation();
  const [adding, setAdding] = useState<ImportColumn | null>(null);
  const fields = useMemo(() => targets(object.fields), [object.fields]);
  const objects = useObjects();
  const links = useMemo(() => linksOf(object, objects), [object, objects]);
  const used = useMemo(() => usedLinks(plan, links), [plan, links]);
  const check = useMemo(() => checkMapping(plan, job.columns, object.fields, links), [plan, job.columns, object.fields, links]);
  const labelOf = (path: string): string => {
    const [through, name] = splitPath(path);
    const link = links.find((one) => one.name === through);
    const label = (link?.fields ?? fields).find((one) => one.name === name)?.label ?? name;
    return link ? t('import.linkField', { object: link.label, field: label }) : label;
  };
  const usedBy = useMemo(
    () => new Map(Object.entries(plan.mapping).flatMap(([header, field]) => (field ? [[field, header] as const] : []))),
    [plan.mapping],
  );

  const choose = (header: string, field: string | null) => {
    const other = field ? usedBy.get(field) : undefined;
    onPlan(assign(plan, header, field));
    if (other && other !== header) {
      toast({ text: t('import.moved', { field: labelOf(field ?? ''), from: other }), action: { label: t('common.undo'), run: () => onPlan(plan) } });
    }
  };

  return (
    <>
      <div className={css.body}>
        <section className={css.columns} aria-label={t('import.step.match')}>
          <p className={css.file}>
            {t('import.fileFacts', { file: job.file_name, count: job.rows_total, encoding: job.encoding })}
          </p>
          {job.sheets.length > 1 && (
            <label className={css.sheet}>
              {t('import.sheet')}
              <Select aria-label={t('import.sheet')} value={job.sheet} loading={busy} options={job.sheets.map((name) => ({ value: name, label: name }))} onChange={onSheet} />
            </label>
          )}
          <div className={css.head} aria-hidden>
            <span>{t('import.column')}</span>
            <span>{t('import.samples')}</span>
            <span />
            <span>{t('import.field')}</span>
          </div>
          <ul className={css.list}>
            {job.columns.map((column) => (
              <ColumnRow
                key={column.index}
                column={column}
                fields={fields}
                links={links}
                value={plan.mapping[column.header] ?? null}
                usedBy={usedBy}
                guessed={column.field !== null && column.field === plan.mapping[column.header]}
                wrong={check.twins.includes(column.header) || check.clashes.some((clash) => clash.headers.includes(column.header))}
                onChoose={(field) => choose(column.header, field)}
                computed={computedNamed(column.header, object.fields)}
                onNewField={may(object, 'define') ? () => setAdding(column) : undefined}
              />
            ))}
          </ul>
        </section>
        <aside className={css.panel}>
          <PlanPanel object={object} plan={plan} onPlan={onPlan} check={check} />
          <LinkPanel links={used} plan={plan} onPlan={onPlan} />
          <DuplicatesPanel object={object} plan={plan} onPlan={onPlan} />
          <MissingNotice check={check} label={labelOf} />
        </aside>
      </div>
      <footer className={css.footer}>
        <Button onClick={onOtherFile}>{t('import.otherFile')}</Button>
        <span className={css.count}>{t('import.matched', { mapped: check.mapped, total: job.columns.length })}</span>
        <Button type="primary" onClick={onCheck} loading={busy} disabled={!check.ok} aria-describedby="import-missing">
          {t('import.check')}
        </Button>
      </footer>
      {adding && (
        <NewFieldFromColumn
          object={object}
          column={adding}
          onClose={() => setAdding(null)}
          onCreated={(field) => {
            setAdding(null);
            onPlan(assign(plan, adding.header, field.name));
          }}
        />
      )}
    </>
  );
}

/** Why "check" can't be pressed yet, one line for each reason. */
function MissingNotice({ check, label }: { check: MappingCheck; label: (field: string) => string }) {
  const { t } = useTranslation();
  const join = (names: string[]) => names.join(t('common.comma'));
  const reasons = [
    check.missing.length > 0 && t('import.missing', { fields: join(check.missing.map((field) => field.label)) }),
    ...check.clashes.map((clash) => t('import.clash', { field: label(clash.field), columns: join(clash.headers) })),
    check.twins.length > 0 && t('import.twins', { columns: join(check.twins) }),
    check.needsKey && t('import.needsKey'),
    check.keyUnmapped.length > 0 && t('import.keyUnmapped', { fields: join(check.keyUnmapped.map(label)) }),
    ...check.linkMissing.map((one) => t('import.linkMissing', { object: one.label, fields: join(one.fields.map((field) => field.label)) })),
    check.linkKeys.length > 0 && t('import.linkNeedsKey', { objects: join(check.linkKeys) }),
    check.twoWays.length > 0 && t('import.twoWays', { objects: join(check.twoWays) }),
    check.mapped === 0 && t('import.nothingMapped'),
  ].filter((reason): reason is string => Boolean(reason));
  return (
    <div id="import-missing" role="status">
      {reasons.length > 0 ? (
        <Notice tone="warn" title={t('import.before')}>
          <ul className={css.reasons}>
            {reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </Notice>
      ) : (
        <Notice tone="ok">{t('import.ready')}</Notice>
      )}
    </div>
  );
}
