/** One column of the list: what it becomes, of which kind, and why. */
import { useId, useState } from 'react';
import { Button, Checkbox, Input, InputNumber, Select } from 'antd';
import { ChevronDown, ChevronUp, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useObjects } from '@/api/meta';
import type { Kind } from '@/api/types';
import { HAS_OPTIONS, HAS_SCALE, HAS_TARGET, MAY_BE_UNIQUE, NEVER_REQUIRED } from '@/features/designer/draft';
import { currentLocale } from '@/i18n';
import { registry } from '@/fields/registry';
import { FormItem } from '@/ui/FormItem';
import { later } from '@/ui/later';
import { FILLABLE, withKind, type ColumnDraft, type Feeds, type Misfit, type ProposalColumn } from './draft';
import css from './fromFile.module.css';

const OptionsEditor = later(() => import('@/features/designer/OptionsEditor').then((module) => module.OptionsEditor));

export interface ColumnItemProps {
  told: ProposalColumn;
  column: ColumnDraft;
  owned: boolean;
  rows: number;
  misfit?: Misfit;
  tried: number;
  faults: string[];
  onChange: (column: ColumnDraft) => void;
}

export function ColumnItem({ told, column, owned, rows, misfit, tried, faults, onChange }: ColumnItemProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const id = useId();
  const { feeds } = column;
  const what: Feeds[] = ['field', 'title', ...(owned ? (['owner'] as const) : []), 'nothing'];
  const settings = feeds === 'field' || feeds === 'title';
  return (
    <li className={css.column} data-left={feeds === 'nothing' || undefined}>
      <div className={css.row}>
        <div className={css.from}>
          <span className={css.heading} title={told.header}>
            {told.header}
          </span>
          <span className={css.samples}>{told.samples.length ? told.samples.map((sample, at) => <span key={at}>{sample}</span>) : t('import.noSamples')}</span>
        </div>
        <Select
          className={css.what}
          aria-label={t('fromFile.feedsOf', { column: told.header })}
          value={feeds}
          options={what.map((value) => ({ value, label: t(`fromFile.feeds.${value}`) }))}
          onChange={(next: Feeds) => onChange({ ...column, feeds: next })}
        />
        {settings ? (
          <Input
            className={css.label}
            aria-label={t('fromFile.labelOf', { column: told.header })}
            maxLength={60}
            value={column.label}
            status={faults.length ? 'error' : undefined}
            onChange={(event) => onChange({ ...column, label: event.target.value })}
          />
        ) : (
          <span className={css.label} />
        )}
        {feeds === 'field' ? <KindSelect told={told} column={column} onChange={onChange} /> : <span className={css.kind}>{feeds === 'title' ? t('fields.kind.text') : feeds === 'owner' ? t('fields.kind.user') : ''}</span>}
        <Button
          type="text"
          className={css.more}
          disabled={!settings}
          aria-expanded={open && settings}
          aria-controls={id}
          aria-label={t('fromFile.settingsOf', { column: told.header })}
          icon={open ? <ChevronUp size={16} aria-hidden /> : <ChevronDown size={16} aria-hidden />}
          onClick={() => setOpen(!open)}
        />
      </div>
      {feeds !== 'nothing' && <Why told={told} column={column} rows={rows} misfit={misfit} tried={tried} />}
      {faults.map((fault) => (
        <p key={fault} className={css.fault} role="alert">
          {fault}
        </p>
      ))}
      {open && settings && (
        <div className={css.settings} id={id}>
          <Settings told={told} column={column} onChange={onChange} />
        </div>
      )}
    </li>
  );
}

function KindSelect({ told, column, onChange }: Pick<ColumnItemProps, 'told' | 'column' | 'onChange'>) {
  const { t } = useTranslation();
  return (
    <Select
      className={css.kind}
      aria-label={t('fromFile.kindOf', { column: told.header })}
      value={column.kind}
      showSearch={{ optionFilterProp: 'text' }}
      options={FILLABLE.map((kind) => {
        const Icon = registry[kind].icon;
        const text = t(`fields.kind.${kind}`);
        return { value: kind, text, label: (
          <span className={css.option}>
            <Icon size={14} strokeWidth={1.75} aria-hidden />
            {text}
          </span>
        ) };
      })}
      onChange={(kind: Kind) => onChange(kind === told.kind ? { ...column, kind } : withKind(column, kind, told.values, currentLocale()))}
    />
  );
}

/** The reason in words, and what would be refused. */
function Why({ told, column, rows, misfit, tried }: Pick<ColumnItemProps, 'told' | 'column' | 'rows' | 'misfit' | 'tried'>) {
  const { t } = useTranslation();
  const guessed = column.feeds === told.feeds && (column.feeds !== 'field' || column.kind === told.kind);
  const empty = rows - told.filled;
  return (
    <div className={css.why}>
      {guessed && <p>{told.feeds === 'title' ? t('fromFile.titleWhy') : told.reason}</p>}
      {guessed && told.notes.map((note) => <p key={note}>{note}</p>)}
      {empty > 0 && <p>{t('fromFile.empty', { count: empty })}</p>}
      {misfit && (
        <p className={css.misfit}>
          <TriangleAlert size={13} strokeWidth={1.75} aria-hidden />
          {t('fromFile.misfit', { bad: misfit.bad, tried, row: misfit.row, message: misfit.message })}
        </p>
      )}
    </div>
  );
}

function Settings({ told, column, onChange }: Pick<ColumnItemProps, 'told' | 'column' | 'onChange'>) {
  const { t } = useTranslation();
  const objects = useObjects();
  const { kind, feeds } = column;
  const field = feeds === 'field';
  return (
    <>
      {field && HAS_OPTIONS.includes(kind) && (
        <FormItem group label={t('fromFile.options')} hint={told.values === null ? t('fromFile.tooMany') : undefined}>
          {() => <OptionsEditor options={column.options} invalid={false} onChange={(options) => onChange({ ...column, options })} />}
        </FormItem>
      )}
      {field && HAS_SCALE.includes(kind) && (
        <FormItem label={t('designer.scale')}>
          {({ id }) => <InputNumber id={id} min={0} max={kind === 'decimal' ? 6 : 4} precision={0} value={column.scale} onChange={(scale) => onChange({ ...column, scale: scale ?? 0 })} />}
        </FormItem>
      )}
      {field && HAS_TARGET.includes(kind) && (
        <FormItem label={t('designer.target')}>
          {({ id }) => (
            <Select
              id={id}
              value={column.target || undefined}
              options={objects.filter((one) => one.group !== 'admin').map((one) => ({ value: one.name, label: one.label }))}
              onChange={(target: string) => onChange({ ...column, target })}
            />
          )}
        </FormItem>
      )}
      <div className={css.checks}>
        {field && !NEVER_REQUIRED.includes(kind) && (
          <Checkbox checked={column.required} onChange={(event) => onChange({ ...column, required: event.target.checked })}>
            {t('fromFile.required')}
          </Checkbox>
        )}
        {(!field || MAY_BE_UNIQUE.includes(kind)) && (
          <Checkbox checked={column.unique} onChange={(event) => onChange({ ...column, unique: event.target.checked })}>
            {t('fromFile.unique')} {told.unlike === false && <span className={css.note}>{t('fromFile.doubles')}</span>}
          </Checkbox>
        )}
      </div>
    </>
  );
}
