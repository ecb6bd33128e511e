/** The options of a choice: names in both languages, colour, order by drag or menu, retired ones kept. */
import { useRef, type ReactNode } from 'react';
import { Button } from 'antd';
import { ArrowDown, ArrowUp, Ellipsis, Eye, EyeOff, Plus, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { currentLocale } from '@/i18n';
import { Dropdown } from '@/ui/Dropdown';
import { shift } from '@/ui/shift';
import type { Tone } from '@/ui/tokens';
import { IconButton } from '@/ui/IconButton';
import { Handle, SortableList, type HandleBinding } from '@/ui/sortable';
import { ColorPick } from './ColorPick';
import { newOption, type OptionDraft } from './draft';
import { LimitDays } from './LimitDays';
import { OptionNames } from './OptionNames';
import { OutcomePick } from './OutcomePick';
import css from './OptionsEditor.module.css';

export interface OptionsEditorProps {
  options: OptionDraft[];
  onChange: (options: OptionDraft[]) => void;
  invalid: boolean;
  /** Options can say that a record is over. */
  closable?: boolean;
  /** Options are stages, and can say how long a record should stay. */
  staged?: boolean;
  /** What is told below an option. */
  noteOf?: (option: OptionDraft, onUndo: () => void) => ReactNode;
}

export function OptionsEditor({ options, onChange, invalid, closable = false, staged = false, noteOf }: OptionsEditorProps) {
  const { t } = useTranslation();
  const list = useRef<HTMLDivElement>(null);
  const first = currentLocale();
  const byKey = (key: string) => options.find((option) => option.key === key);
  const nameOf = (key: string) => byKey(key)?.labels[first] || t('designer.option', { number: options.findIndex((option) => option.key === key) + 1 });
  const change = (key: string, part: Partial<OptionDraft>) => onChange(options.map((option) => (option.key === key ? { ...option, ...part } : option)));

  const add = (after?: string) => {
    const option = newOption(options);
    const at = after ? options.findIndex((one) => one.key === after) + 1 : options.length;
    onChange([...options.slice(0, at), option, ...options.slice(at)]);
    requestAnimationFrame(() => list.current?.querySelector<HTMLInputElement>(`[data-option="${option.key}"]`)?.focus());
  };
  const remove = (key: string) => onChange(options.filter((option) => option.key !== key));
  /** A list copied from a spreadsheet becomes one option a line. */
  const paste = (key: string, text: string) => {
    const lines = text.split(/\r?\n/).map((line) => line.trim()).filter(Boolean);
    if (lines.length < 2) return false;
    const at = options.findIndex((option) => option.key === key);
    let next = options.map((option) => (option.key === key ? { ...option, labels: { ...option.labels, [first]: lines[0] } } : option));
    lines.slice(1).forEach((line, i) => {
      next = [...next.slice(0, at + 1 + i), newOption(next, { [first]: line }), ...next.slice(at + 1 + i)];
    });
    onChange(next);
    return true;
  };

  return (
    <div className={css.editor} ref={list} data-invalid={invalid || undefined}>
      <SortableList ids={options.map((option) => option.key)} nameOf={nameOf} onChange={(keys) => onChange(keys.flatMap((key) => byKey(key) ?? []))}>
        {(key, bind, index) => {
          const option = byKey(key);
          return option ? (
            <>
              <OptionRow
                option={option}
                bind={bind}
                closable={closable}
                staged={staged}
                name={nameOf(key)}
                first={index === 0}
                last={index === options.length - 1}
                onChange={(part) => change(key, part)}
                onEnter={() => add(key)}
                onPaste={(text) => paste(key, text)}
                onMove={(by) => onChange(shift(options, index, by))}
                onRemove={() => remove(key)}
              />
              {noteOf?.(option, () => change(key, { active: true }))}
            </>
          ) : null;
        }}
      </SortableList>
      <Button type="dashed" block icon={<Plus size={15} aria-hidden />} onClick={() => add()}>
        {t('designer.addOption')}
      </Button>
    </div>
  );
}

interface OptionRowProps {
  option: OptionDraft;
  bind: HandleBinding;
  closable: boolean;
  staged: boolean;
  name: string;
  first: boolean;
  last: boolean;
  onChange: (part: Partial<OptionDraft>) => void;
  onEnter: () => void;
  onPaste: (text: string) => boolean;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}

function OptionRow({ option, bind, closable, staged, name, first, last, onChange, onEnter, onPaste, onMove, onRemove }: OptionRowProps) {
  const { t } = useTranslation();
  const menu = [
    { key: 'up', icon: <ArrowUp size={15} />, label: t('common.moveUp'), disabled: first, onClick: () => onMove(-1) },
    { key: 'down', icon: <ArrowDown size={15} />, label: t('common.moveDown'), disabled: last, onClick: () => onMove(1) },
    option.known
      ? {
          key: 'retire',
          icon: option.active ? <EyeOff size={15} /> : <Eye size={15} />,
          label: t(option.active ? 'designer.retire' : 'designer.revive'),
          onClick: () => onChange({ active: !option.active }),
        }
      : { key: 'remove', icon: <Trash2 size={15} />, label: t('common.remove'), danger: true, onClick: onRemove },
  ];
  return (
    <div className={css.row} data-retired={!option.active || undefined}>
      <Handle label={t('designer.dragOf', { name })} bind={bind} />
      <ColorPick value={option.color} label={t('designer.colorOf', { name })} onChange={(color: Tone) => onChange({ color })} />
      <OptionNames option={option} name={name} onChange={onChange} onEnter={onEnter} onPaste={onPaste} />
      {closable && <OutcomePick value={option.outcome} label={t('designer.outcomeOf', { name })} onChange={(outcome) => onChange({ outcome })} />}
      {staged && <LimitDays option={option} label={t('designer.limitOf', { name })} onChange={onChange} />}
      <Dropdown menu={{ items: menu }}>
        <IconButton label={t('common.moreOf', { name })}>
          <Ellipsis size={15} strokeWidth={1.75} aria-hidden />
        </IconButton>
      </Dropdown>
    </div>
  );
}
