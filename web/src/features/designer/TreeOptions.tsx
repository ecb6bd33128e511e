/** The options of a cascading choice: a tree, shown as rows that stand in by their level. */
import { useRef, type ReactNode } from 'react';
import { Button } from 'antd';
import { ArrowDown, ArrowUp, CornerDownRight, Ellipsis, Eye, EyeOff, Plus, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { currentLocale } from '@/i18n';
import { Dropdown } from '@/ui/Dropdown';
import { IconButton } from '@/ui/IconButton';
import type { OptionDraft } from './draft';
import { OptionNames } from './OptionNames';
import type { OptionsEditorProps } from './OptionsEditor';
import { addNode, dropNode, levelOf, LEVELS, moveNode, siblings } from './tree';
import css from './TreeOptions.module.css';

export function TreeOptions({ options, onChange, invalid, noteOf }: OptionsEditorProps) {
  const { t } = useTranslation();
  const list = useRef<HTMLDivElement>(null);
  const add = (above: string, after?: string) => {
    const [next, made] = addNode(options, above, after);
    onChange(next);
    requestAnimationFrame(() => list.current?.querySelector<HTMLInputElement>(`[data-option="${made.key}"]`)?.focus());
  };
  const change = (key: string, part: Partial<OptionDraft>) => onChange(options.map((option) => (option.key === key ? { ...option, ...part } : option)));
  return (
    <div className={css.editor} ref={list} data-invalid={invalid || undefined}>
      <ul className={css.list}>
        {options.map((option) => (
          <NodeRow key={option.key} option={option} options={options} onChange={(part) => change(option.key, part)} onTree={onChange} onAdd={add} note={noteOf?.(option, () => change(option.key, { active: true }))} />
        ))}
      </ul>
      <Button type="dashed" block icon={<Plus size={15} aria-hidden />} onClick={() => add('')}>
        {t('designer.addTop')}
      </Button>
    </div>
  );
}

interface NodeRowProps {
  option: OptionDraft;
  options: OptionDraft[];
  onChange: (part: Partial<OptionDraft>) => void;
  onTree: (options: OptionDraft[]) => void;
  onAdd: (above: string, after?: string) => void;
  /** What is told below it. */
  note: ReactNode;
}

function NodeRow({ option, options, onChange, onTree, onAdd, note }: NodeRowProps) {
  const { t } = useTranslation();
  const locale = currentLocale();
  const level = levelOf(option.name);
  const beside = siblings(options, option.name);
  const at = beside.indexOf(option);
  const above = option.name.slice(0, Math.max(0, option.name.lastIndexOf('/')));
  const name = option.labels[locale] || t('designer.option', { number: at + 1 });
  const menu = [
    { key: 'below', icon: <CornerDownRight size={15} />, label: t('designer.addBelow'), disabled: level >= LEVELS, onClick: () => onAdd(option.name) },
    { key: 'up', icon: <ArrowUp size={15} />, label: t('common.moveUp'), disabled: at === 0, onClick: () => onTree(moveNode(options, option.name, -1)) },
    { key: 'down', icon: <ArrowDown size={15} />, label: t('common.moveDown'), disabled: at === beside.length - 1, onClick: () => onTree(moveNode(options, option.name, 1)) },
    option.known
      ? { key: 'retire', icon: option.active ? <EyeOff size={15} /> : <Eye size={15} />, label: t(option.active ? 'designer.retire' : 'designer.revive'), onClick: () => onChange({ active: !option.active }) }
      : { key: 'remove', icon: <Trash2 size={15} />, label: t('common.remove'), danger: true, onClick: () => onTree(dropNode(options, option.name)) },
  ];
  return (
    <li style={{ paddingInlineStart: (level - 1) * 22 }} data-retired={!option.active || undefined}>
      <div className={css.row}>
        {level > 1 && <CornerDownRight size={14} className={css.mark} aria-hidden />}
        <OptionNames option={option} name={name} onChange={onChange} onEnter={() => onAdd(above, option.name)} />
        <Dropdown menu={{ items: menu }}>
          <IconButton label={t('common.moreOf', { name })}>
            <Ellipsis size={15} strokeWidth={1.75} aria-hidden />
          </IconButton>
        </Dropdown>
      </div>
      {note}
    </li>
  );
}
