/** A place in a tree, picked level by level: regions and cascading choices. */
import { useState } from 'react';
import { Cascader } from 'antd';
import { useTranslation } from 'react-i18next';
import type { EditorProps } from '../types';
import css from './editors.module.css';

interface Node {
  value: string;
  label: string;
  children?: Node[];
}

export interface TreePickProps extends EditorProps {
  tree: Node[] | null;
  path: string[] | undefined;
  placeholder: string;
  separator: string;
}

export function TreePick(props: TreePickProps) {
  const { tree, path, onChange, onCommit, onCancel, field, inCell } = props;
  const { t } = useTranslation();
  const [open, setOpen] = useState(Boolean(props.openAtOnce));
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
      options={tree ?? []}
      loading={!tree}
      changeOnSelect
      expandTrigger="click"
      value={path}
      placeholder={props.placeholder}
      allowClear={!field.required && { label: t('common.clear') }}
      displayRender={(labels) => labels.join(props.separator)}
      showSearch={{ limit: 30, matchInputWidth: false }}
      // Choosing a top is a value, but most people go on below it: commit on close.
      onChange={(picked) => onChange((picked as string[] | undefined)?.at(-1) ?? null)}
      onOpenChange={(next) => {
        setOpen(next);
        if (next) return;
        if (onCommit) onCommit();
        else onCancel?.();
      }}
    />
  );
}
