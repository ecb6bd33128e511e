/** Choice, multi choice and tags: one list, one or many picks, or words of one's own. */
import { Select } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EditorProps } from '../types';
import { OptionTag, asList } from './show';
import { selectFrame } from './selectFrame';
import { Tag } from '@/ui/Tag';
import { ManySelect } from '@/ui/ManySelect';
import css from './editors.module.css';

export interface OptionSelectProps extends EditorProps {
  mode?: 'multiple' | 'tags';
}

export default function OptionSelect(props: OptionSelectProps) {
  const { field, value, onChange, onCommit, onCancel, mode } = props;
  const { t } = useTranslation();
  const [open, setOpen] = useState(Boolean(props.openAtOnce));
  const done = useRef(false);
  const many = mode !== undefined;
  // A retired option stays readable where it is the value, but is not offered anew.
  const chosen = many ? asList(value) : [String(value ?? '')];
  const options = (field.options ?? []).filter((option) => option.active !== false || chosen.includes(option.name));

  const Picker = (many ? ManySelect : Select) as typeof Select;
  return (
    <Picker
      {...selectFrame(props)}
      {...(many && { inCell: props.inCell })}
      className={css.full}
      mode={mode}
      open={mode === 'tags' && options.length === 0 ? false : open}
      value={many ? asList(value) : ((value as string | null) ?? undefined)}
      options={options.map((option) => ({ value: option.name, label: option.label, option }))}
      optionFilterProp="label"
      showSearch={many || options.length > 8}
      allowClear={!field.required && { label: t('common.clear') }}
      tokenSeparators={mode === 'tags' ? [',', '\uff0c', ';', '\uff1b'] : undefined}
      placeholder={t(mode === 'tags' ? 'fields.tagsHint' : 'fields.choose')}
      optionRender={({ data }) => <OptionTag option={data.option} name={String(data.value)} />}
      labelRender={many ? undefined : ({ value: name }) => <OptionTag option={options.find((one) => one.name === name)} name={String(name)} />}
      tagRender={({ value: name, label, onClose }) => (
        <span style={{ marginInlineEnd: 4 }} onMouseDown={(event) => event.stopPropagation()}>
          <Tag tone={options.find((one) => one.name === name)?.color}>
            {label ?? name}
            <button type="button" tabIndex={-1} className={css.tagClose} aria-label={t('common.remove')} onClick={onClose}>
              ×
            </button>
          </Tag>
        </span>
      )}
      onChange={(next: string | string[] | undefined) => {
        const clean = many ? asList(next).map((one) => one.trim()).filter(Boolean) : (next ?? null);
        onChange(clean as EditorProps['value']);
        if (!many) {
          done.current = true;
          onCommit?.(clean as EditorProps['value']);
        }
      }}
      onOpenChange={(next) => {
        setOpen(next);
        if (next || !props.openAtOnce || done.current) return;
        if (many) onCommit?.();
        else onCancel?.();
      }}
    />
  );
}
