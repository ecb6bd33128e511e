/** The dark bar over the list while rows are selected. */
import { useState } from 'react';
import { Button } from 'antd';
import { CircleStop, Merge, PencilLine, RotateCcw, Trash2, UserRoundPen, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { isWritable, may } from '@/api/meta';
import type { Field, FieldValue, ObjectMeta, Total } from '@/api/types';
import { shareOf, type Bulk as Work } from '@/features/tasks/api';
import { groupDigits } from '@/fields/format/number';
import { kindOf } from '@/fields/registry';
import { isEmpty, type Fault } from '@/fields/types';
import { loadTexts } from '@/i18n/texts';
import { Floating } from '@/ui/Floating';
import { later } from '@/ui/later';
import { ProgressBar } from '@/ui/ProgressBar';
import { Segmented } from '@/ui/Segmented';
import { FieldMenu } from './FieldMenu';
import { totalText } from './total';
import { WAYS, type Bulk, type Chosen, type Way } from './useBulk';
import css from './BulkBar.module.css';

const MergeDialog = later(async () => (await Promise.all([import('@/features/duplicates/MergeDialog'), loadTexts(['duplicates'])]))[0].MergeDialog);

export interface BulkBarProps {
  meta: ObjectMeta;
  chosen: Chosen;
  /** How many that are. */
  count: number;
  /** All that match can be chosen, too: how many, as far as that is known. */
  all: Total | null;
  deleted: boolean;
  bulk: Bulk;
  onAll: () => void;
  onClear: () => void;
  /** One of the two that were chosen is a part of the other now. */
  onMerged: (loser: string) => void;
}

const isList = (field: Field) => /^(tags|multi_choice|multi_reference)$/.test(field.kind);

/** An option that is no longer offered can be taken out. */
const withAllOptions = (field: Field): Field => ({ ...field, options: field.options?.map((option) => ({ ...option, active: true })) });

interface ValueFormProps {
  field: Field;
  count: number;
  busy: boolean;
  onSubmit: (value: FieldValue, way: Way) => void;
}

function ValueForm({ field, count, busy, onSubmit }: ValueFormProps) {
  const { t } = useTranslation();
  const [value, setValue] = useState<FieldValue>(null);
  const [fault, setFault] = useState<Fault>();
  const [way, setWay] = useState<Way>(isList(field) ? 'add' : 'set');
  const [missing, setMissing] = useState(false);
  const { Editor } = kindOf(field);
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        const nothing = way !== 'set' && isEmpty(value);
        setMissing(nothing);
        if (!fault && !nothing) onSubmit(value, way);
      }}
    >
      <p className={css.formTitle}>{field.label}</p>
      {isList(field) && <Segmented small label={t('list.way')} value={way} options={WAYS.map((one) => ({ value: one, label: t(`list.ways.${one}`) }))} onChange={setWay} />}
      <Editor
        field={way === 'remove' ? withAllOptions(field) : field}
        value={value}
        autoFocus
        invalid={fault !== undefined || missing}
        onChange={(next, wrong) => {
          setValue(next);
          setFault(wrong);
          setMissing(false);
        }}
      />
      {fault && <p className={css.fault}>{t(`fields.fault.${fault.code}`, { limit: fault.limit })}</p>}
      {missing && (
        <p className={css.fault} role="alert">
          {t('list.entriesMissing')}
        </p>
      )}
      <Button type="primary" htmlType="submit" loading={busy} disabled={fault !== undefined}>
        {t('list.applyTo', { count })}
      </Button>
    </form>
  );
}

function FieldAction({ meta, chosen, count, bulk, only, label, icon }: BulkBarProps & { only?: Field; label: string; icon: React.ReactNode }) {
  const [open, setOpen] = useState(false);
  const [picked, setPicked] = useState<Field | null>(null);
  const field = only ?? picked;
  const fields = meta.fields.filter((one) => isWritable(one) && !one.unique && !['auto_number', 'attachment', 'image', 'signature', 'lines'].includes(one.kind) && one.name !== 'owner');
  const toggle = (next: boolean) => {
    setOpen(next);
    if (!next) setPicked(null);
  };
  const submit = (value: FieldValue, way: Way) => {
    if (!field) return;
    void bulk.setField(chosen, field, value, way);
    toggle(false);
  };
  return (
    <Floating
      open={open}
      onOpenChange={toggle}
      title={label}
      placement="top"
      content={field ? <ValueForm key={field.name} field={field} count={count} busy={bulk.busy} onSubmit={submit} /> : <FieldMenu fields={fields} onPick={setPicked} />}
    >
      <button type="button" className={css.action} disabled={bulk.busy}>
        {icon}
        <span>{label}</span>
      </button>
    </Floating>
  );
}

/** Two records become one; with more or fewer the button says what it takes. */
function MergeAction({ meta, chosen, bulk, onMerged }: BulkBarProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [first, second, ...more] = 'ids' in chosen ? chosen.ids : [];
  const reason = first && second && more.length === 0 ? undefined : t('list.mergeTwo');
  return (
    <>
      <button type="button" className={css.action} disabled={bulk.busy} aria-disabled={reason !== undefined || undefined} aria-description={reason} data-tip={reason} onClick={() => setOpen(reason === undefined)}>
        <Merge size={15} strokeWidth={1.75} aria-hidden />
        <span>{t('list.merge')}</span>
      </button>
      {open && first && second && <MergeDialog meta={meta} first={first} second={second} onClose={() => setOpen(false)} onMerged={onMerged} />}
    </>
  );
}

/** In place of the bar while the server works. */
export function BulkProgress({ work, onStop }: { work: Work; onStop: () => void }) {
  const { t } = useTranslation();
  const counts = { done: groupDigits(String(work.rows_done)), total: groupDigits(String(work.rows_total ?? 0)) };
  const undoing = work.state === 'undoing';
  return (
    <div className={css.bar} role="group" aria-label={t('list.selectedActions')}>
      <span className={css.count} role="status">
        {undoing ? t('list.undoing') : t('list.working', counts)}
      </span>
      <span className={css.progress}>
        <ProgressBar share={shareOf(work)} label={t('list.working', counts)} indeterminate={undoing} />
      </span>
      {work.state === 'running' && (
        <button type="button" className={css.action} onClick={onStop}>
          <CircleStop size={15} strokeWidth={1.75} aria-hidden />
          <span>{t('list.stop')}</span>
        </button>
      )}
    </div>
  );
}

export function BulkBar(props: BulkBarProps) {
  const { meta, chosen, count, all, deleted, bulk, onAll, onClear } = props;
  const { t } = useTranslation();
  const owner = meta.fields.find((field) => field.name === 'owner' && isWritable(field));
  return (
    <div className={css.bar} role="toolbar" aria-label={t('list.selectedActions')}>
      <span className={css.count} role="status">
        {t('ids' in chosen ? 'list.selected' : 'list.selectedAll', { count })}
      </span>
      {all && (
        <button type="button" className={css.action} data-all disabled={bulk.busy} onClick={onAll}>
          {t('list.selectAllMatching', { total: totalText(all) })}
        </button>
      )}
      <i className={css.line} aria-hidden />
      {deleted && may(meta, 'delete') && (
        <button type="button" className={css.action} disabled={bulk.busy} onClick={() => void bulk.restore(chosen)}>
          <RotateCcw size={15} strokeWidth={1.75} aria-hidden />
          <span>{t('common.restore')}</span>
        </button>
      )}
      {!deleted && owner && may(meta, 'transfer') && (
        <FieldAction {...props} only={owner} label={t('list.transfer')} icon={<UserRoundPen size={15} strokeWidth={1.75} aria-hidden />} />
      )}
      {!deleted && may(meta, 'bulk_edit') && (
        <FieldAction {...props} label={t('list.editField')} icon={<PencilLine size={15} strokeWidth={1.75} aria-hidden />} />
      )}
      {!deleted && may(meta, 'merge') && <MergeAction {...props} />}
      {!deleted && may(meta, 'delete') && (
        <button type="button" className={css.action} disabled={bulk.busy} onClick={() => void bulk.remove(chosen)}>
          <Trash2 size={15} strokeWidth={1.75} aria-hidden />
          <span>{t('common.delete')}</span>
        </button>
      )}
      <button type="button" className={css.action} aria-label={t('list.clearSelection')} onClick={onClear}>
        <X size={15} aria-hidden />
      </button>
    </div>
  );
}
