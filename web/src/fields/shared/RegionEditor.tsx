/** Province, city, district, with search over all of them. */
import { useState } from 'react';
import { Cascader } from 'antd';
import { useTranslation } from 'react-i18next';
import type { EditorProps } from '../types';
import { regionPath, useRegions } from './regions';
import css from './editors.module.css';

export default function RegionEditor(props: EditorProps) {
  const { value, onChange, onCommit, onCancel, field, inCell } = props;
  const { t } = useTranslation();
  const regions = useRegions();
  const [open, setOpen] = useState(Boolean(props.openAtOnce));
  const path = typeof value === 'string' && value && regions ? regionPath(value, regions.names) : undefined;
  return (
    <Cascader
      id={props.id}
      className={css.full}
      autoFocus={props.autoFocus}
      open={open}
      variant={inCell ? 'borderless' : 'outlined'}
      status={props.invalid ? 'error' : undefined}
      aria-label={props.id ? undefined : field.label}
      aria-describedby={props.describedBy}
      options={regions?.tree ?? []}
      loading={!regions}
      changeOnSelect
      expandTrigger="click"
      value={path}
      placeholder={t('fields.chooseRegion')}
      allowClear={!field.required}
      displayRender={(labels) => labels.join(' ')}
      showSearch={{ limit: 30, matchInputWidth: false }}
      onChange={(picked) => {
        const next = (picked as string[] | undefined)?.at(-1) ?? null;
        onChange(next);
        // Choosing a province is a value, but most people go on to the city: commit on close.
      }}
      onOpenChange={(next) => {
        setOpen(next);
        if (next) return;
        if (onCommit) onCommit();
        else onCancel?.();
      }}
    />
  );
}
