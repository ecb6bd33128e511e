/** Writing a formula: the text, fields and functions to pick, what is wrong where, and what it gives for a record. */
import { useRef, useState } from 'react';
import { Button } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { CircleAlert, CircleCheck, FunctionSquare, TextCursorInput } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Field, FieldValue, ObjectMeta } from '@/api/types';
import { asRef } from '@/fields/shared/show';
import { registry } from '@/fields/registry';
import { Floating } from '@/ui/Floating';
import { FormItem } from '@/ui/FormItem';
import { useDebounced } from '@/ui/useDebounced';
import { checkQuery, type FormulaCheck } from './api';
import { FieldPick, FunctionPick } from './PickLists';
import css from './computed.module.css';

export interface FormulaEditorProps {
  object: ObjectMeta;
  value: string;
  onChange: (formula: string) => void;
  error?: string;
  /** What the formula is for; a stored one can't ask for today. */
  stored?: boolean;
  label?: string;
}

export function FormulaEditor({ object, value, onChange, error, stored = true, label }: FormulaEditorProps) {
  const { t } = useTranslation();
  const area = useRef<HTMLTextAreaElement>(null);
  const [picking, setPicking] = useState<'field' | 'function' | null>(null);
  const [record, setRecord] = useState<FieldValue>(null);
  const rested = useDebounced(value, 350);
  const check = useQuery(checkQuery(object.name, rested, asRef(record)?.id));
  const found = rested.trim() ? check.data : undefined;

  const insert = (text: string, caret: number = text.length) => {
    const box = area.current;
    const start = box?.selectionStart ?? value.length;
    const end = box?.selectionEnd ?? value.length;
    onChange(value.slice(0, start) + text + value.slice(end));
    setPicking(null);
    // Once the new text stands, the caret goes into it.
    setTimeout(() => {
      box?.focus();
      box?.setSelectionRange(start + caret, start + caret);
    }, 0);
  };

  return (
    <div className={css.editor}>
      <FormItem label={label ?? t('designer.formula')} required error={error} hint={t('designer.formulaHint')}>
        {({ id, describedBy, invalid }) => (
          <textarea
            ref={area}
            id={id}
            className={css.area}
            data-invalid={invalid || found?.ok === false || undefined}
            aria-describedby={describedBy}
            aria-invalid={invalid || found?.ok === false}
            spellCheck={false}
            autoCapitalize="none"
            rows={4}
            maxLength={4000}
            placeholder={t('designer.formulaExample')}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
        )}
      </FormItem>
      <div className={css.picks}>
        <Floating open={picking === 'field'} onOpenChange={(open) => setPicking(open ? 'field' : null)} title={t('designer.insertField')} width={300} content={<FieldPick object={object} onPick={(text) => insert(text)} />}>
          <Button size="small" icon={<TextCursorInput size={14} aria-hidden />}>
            {t('designer.insertField')}
          </Button>
        </Floating>
        <Floating
          open={picking === 'function'}
          onOpenChange={(open) => setPicking(open ? 'function' : null)}
          title={t('designer.insertFunction')}
          width={340}
          content={<FunctionPick onPick={(name) => insert(`${name}()`, name.length + 1)} />}
        >
          <Button size="small" icon={<FunctionSquare size={14} aria-hidden />}>
            {t('designer.insertFunction')}
          </Button>
        </Floating>
      </div>
      {found && <Verdict check={found} text={rested} stored={stored} />}
      {found?.ok && <Preview object={object} check={found} record={record} onRecord={setRecord} />}
    </div>
  );
}

/** The text around the mistake, with the mistake marked. */
function Verdict({ check, text, stored }: { check: FormulaCheck; text: string; stored: boolean }) {
  const { t } = useTranslation();
  if (check.error) {
    const chars = [...text];
    const at = check.error.position - 1;
    const end = at + check.error.length;
    return (
      <div className={css.wrong} role="alert">
        <p className={css.reason}>
          <CircleAlert size={15} aria-hidden />
          <span>
            {t('designer.formulaAt', { position: check.error.position })} {check.error.message}
          </span>
        </p>
        <code className={css.snippet}>
          {at > 24 && '…'}
          {chars.slice(Math.max(0, at - 24), at).join('')}
          <mark>{chars.slice(at, end).join('') || '\u2009'}</mark>
          {chars.slice(end, end + 24).join('')}
          {chars.length > end + 24 && '…'}
        </code>
      </div>
    );
  }
  if (stored && check.clock) {
    return (
      <p className={css.wrong} role="alert">
        {t('designer.formulaClock')}
      </p>
    );
  }
  return (
    <p className={css.right} aria-live="polite">
      <CircleCheck size={15} aria-hidden />
      <span>
        {check.kind ? t('designer.formulaGives', { kind: t(`fields.kind.${check.kind}`) }) : t('designer.formulaGivesNothing')}
        <code className={css.kept}>{check.formula}</code>
      </span>
    </p>
  );
}

interface PreviewProps {
  object: ObjectMeta;
  check: FormulaCheck;
  record: FieldValue;
  onRecord: (record: FieldValue) => void;
}

function Preview({ object, check, record, onRecord }: PreviewProps) {
  const { t } = useTranslation();
  const { Editor } = registry.reference;
  const picker: Field = {
    name: 'preview', label: '', labels: {}, kind: 'reference', required: false, unique: false, read_only: false, system: false, custom: false,
    access: 'write', help: null, default: null, sortable: false, filterable: false, target: object.name,
  };
  const kind = check.kind ?? 'text';
  const { View } = registry[kind];
  return (
    <div className={css.preview}>
      <FormItem label={t('designer.tryOn')}>
        {({ id, describedBy }) => <Editor id={id} describedBy={describedBy} field={picker} value={record} onChange={(next) => onRecord(next)} />}
      </FormItem>
      {asRef(record) && (
        <p className={css.result} aria-live="polite">
          <span className={css.equals}>=</span>
          <View field={{ ...picker, kind }} value={check.value} />
        </p>
      )}
    </div>
  );
}
