/** How the view lays its records out, and the fields that a board or a calendar goes by. What is chosen shows at once; saving it is the view's. */
import { Button, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Field, ObjectMeta } from '@/api/types';
import { sums } from '@/features/groups/sums';
import type { Layout } from '@/features/views/api';
import { isDeadline } from '@/fields/shared/dateKind';
import { FormItem } from '@/ui/FormItem';
import { Segmented } from '@/ui/Segmented';
import { ManySelect } from '@/ui/ManySelect';
import { makesBoard } from './data';
import css from './layout.module.css';

/** As the server has it: fields of a card. */
const CARD_FIELDS = 5;
const NOT_ON_CARDS = new Set(['long_text', 'rich_text', 'attachment', 'image', 'signature', 'location']);

export interface Choices {
  group: Field[];
  sum: Field[];
  dates: Field[];
  card: Field[];
}

/** The fields that may be chosen; what is masked can't be gone by. */
export function choicesOf(meta: ObjectMeta): Choices {
  const open = meta.fields.filter((field) => field.access !== 'masked');
  return {
    group: open.filter(makesBoard),
    sum: open.filter(sums),
    dates: open.filter((field) => field.kind === 'date' || field.kind === 'datetime'),
    card: meta.fields.filter((field) => field.name !== meta.name_field && !NOT_ON_CARDS.has(field.kind)),
  };
}

/** A layout of another kind, with what is likely meant where nothing was chosen before. */
export function withKind(meta: ObjectMeta, layout: Layout, kind: Layout['kind']): Layout {
  const { group, sum, dates, card } = choicesOf(meta);
  const next = { ...layout, kind };
  if (kind === 'board' && (layout.kind === 'list' || !group.some((field) => field.name === layout.group))) {
    const before = group.find((field) => field.name === layout.group);
    next.group = (before ?? group.find((field) => field.name === meta.stage_field) ?? group.find((field) => field.kind === 'choice') ?? group[0])?.name ?? null;
    next.grain = null;
    next.sum = layout.sum ?? sum.find((field) => field.kind === 'money')?.name ?? null;
    const usual = meta.list_columns.filter((name) => name !== next.group && card.some((field) => field.name === name));
    if (layout.card.length === 0) next.card = usual.slice(0, CARD_FIELDS);
  }
  if (kind === 'calendar' && !layout.date) {
    next.date = (dates.find(isDeadline) ?? dates.find((field) => !field.system && !field.read_only) ?? dates[0])?.name ?? null;
  }
  return next;
}

interface PickProps {
  label: string;
  hint?: string;
  value: string | null;
  fields: Field[];
  optional?: boolean;
  onChange: (value: string | null) => void;
}

function Pick({ label, hint, value, fields, optional = false, onChange }: PickProps) {
  const { t } = useTranslation();
  return (
    <FormItem label={label} hint={hint}>
      {({ id, describedBy }) => (
        <Select
          id={id}
          aria-describedby={describedBy}
          className={css.full}
          value={value ?? undefined}
          allowClear={optional && { label: t('common.clear') }}
          showSearch
          optionFilterProp="label"
          options={fields.map((field) => ({ value: field.name, label: field.label }))}
          onChange={(next: string | undefined) => onChange(next ?? null)}
        />
      )}
    </FormItem>
  );
}

export interface LayoutDialogProps {
  meta: ObjectMeta;
  layout: Layout;
  onChange: (layout: Layout) => void;
  onClose: () => void;
}

export function LayoutDialog({ meta, layout, onChange, onClose }: LayoutDialogProps) {
  const { t } = useTranslation();
  const { group, sum, dates, card } = choicesOf(meta);
  const kinds = (['list', 'board', 'calendar'] as const).filter((kind) => kind === 'list' || (kind === 'board' ? group : dates).length > 0);
  const set = (part: Partial<Layout>) => onChange({ ...layout, ...part });
  return (
    <Modal open title={t('board.settings')} width={480} onCancel={onClose} footer={<Button type="primary" onClick={onClose}>{t('board.done')}</Button>}>
      <div className={css.form}>
        <FormItem label={t('board.kind')} group>
          {() => (
            <Segmented label={t('board.kind')} value={layout.kind} options={kinds.map((value) => ({ value, label: t(`board.kinds.${value}`) }))} onChange={(kind) => onChange(withKind(meta, layout, kind))} />
          )}
        </FormItem>
        {layout.kind === 'list' && <p className={css.hint}>{t('board.listHint')}</p>}
        {layout.kind === 'board' && (
          <>
            <Pick label={t('board.group')} hint={t('board.groupHint')} value={layout.group} fields={group} onChange={(value) => set({ group: value })} />
            <Pick label={t('board.sum')} value={layout.sum} fields={sum} optional onChange={(value) => set({ sum: value })} />
            <FormItem label={t('board.card')} hint={t('board.cardHint', { count: CARD_FIELDS })}>
              {({ id, describedBy }) => (
                <ManySelect
                  id={id}
                  aria-describedby={describedBy}
                  className={css.full}
                  value={layout.card}
                  maxCount={CARD_FIELDS}
                  optionFilterProp="label"
                  options={card.map((field) => ({ value: field.name, label: field.label }))}
                  onChange={(next: string[]) => set({ card: next })}
                />
              )}
            </FormItem>
          </>
        )}
        {layout.kind === 'calendar' && (
          <>
            <Pick label={t('board.date')} hint={t('board.dateHint')} value={layout.date} fields={dates} onChange={(value) => set({ date: value })} />
            <Pick label={t('board.end')} hint={t('board.endHint')} value={layout.end} fields={dates.filter((field) => field.name !== layout.date)} optional onChange={(value) => set({ end: value })} />
          </>
        )}
        <p className={css.hint}>{t('board.saveHint')}</p>
      </div>
    </Modal>
  );
}
