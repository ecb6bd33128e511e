/** Rules that values have to keep: spans of days and times, stars, formats of texts. */
import { useState } from 'react';
import { Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatFault } from '@/fields/shared/rules';
import { registry } from '@/fields/registry';
import { FormItem } from '@/ui/FormItem';
import { previewField } from './draft';
import type { KindSettingsProps } from './KindSettings';
import { LabelsInput } from './LabelsInput';
import css from './FieldDrawer.module.css';

/** The first and the last day, moment or time of day, picked as in a form. */
export function Span({ draft, onChange, fault }: KindSettingsProps) {
  const { t } = useTranslation();
  const { Editor } = registry[draft.kind];
  return (
    <div className={css.two}>
      {(['min', 'max'] as const).map((end) => {
        const label = t(end === 'min' ? 'designer.earliest' : 'designer.latest');
        return (
          <FormItem key={end} label={label} error={fault(end)}>
            {({ id, invalid, describedBy }) => (
              <Editor
                id={id}
                describedBy={describedBy}
                invalid={invalid}
                field={{ ...previewField(draft, label), required: false, min: null, max: null }}
                value={draft[end] || null}
                onChange={(value) => onChange({ [end]: typeof value === 'string' ? value : '' })}
              />
            )}
          </FormItem>
        );
      })}
    </div>
  );
}

/** How many files or records there may be. */
export function Most({ draft, onChange, fault }: KindSettingsProps) {
  const { t } = useTranslation();
  return (
    <FormItem label={t(draft.kind === 'multi_reference' ? 'designer.recordsMost' : 'designer.filesMost')} error={fault('max')} hint={t(draft.kind === 'multi_reference' ? 'designer.recordsHint' : 'designer.filesHint')}>
      {({ id, invalid, describedBy }) => (
        <Input id={id} className={css.short} inputMode="numeric" aria-describedby={describedBy} status={invalid ? 'error' : undefined} value={draft.max} onChange={(event) => onChange({ max: event.target.value })} />
      )}
    </FormItem>
  );
}

const STARS = [3, 4, 5, 6, 7, 8, 9, 10];

export function Stars({ draft, onChange, fault }: KindSettingsProps) {
  const { t } = useTranslation();
  return (
    <FormItem label={t('designer.stars')} error={fault('max')}>
      {({ id, invalid, describedBy }) => (
        <Select
          id={id}
          className={css.short}
          aria-describedby={describedBy}
          status={invalid ? 'error' : undefined}
          value={draft.max || '5'}
          options={STARS.map((count) => ({ value: String(count), label: String(count) }))}
          onChange={(max: string) => onChange({ max })}
        />
      )}
    </FormItem>
  );
}

/** A regular expression, what is said when a text doesn't fit, and a place to try it. */
export function FormatRule({ draft, onChange, fault }: KindSettingsProps) {
  const { t } = useTranslation();
  const [tried, setTried] = useState('');
  const pattern = draft.format_pattern.trim();
  const unfit = formatFault(tried.trim(), { ...previewField(draft, ''), format: { pattern, message: ' ', messages: {}, live: true } });
  return (
    <>
      <FormItem label={t('designer.formatPattern')} hint={t('designer.formatHint')} error={fault('format_pattern')}>
        {({ id, invalid, describedBy }) => (
          <Input
            id={id}
            className={css.mono}
            aria-describedby={describedBy}
            status={invalid ? 'error' : undefined}
            placeholder={t('designer.noLimit')}
            spellCheck={false}
            autoCapitalize="none"
            maxLength={500}
            value={draft.format_pattern}
            onChange={(event) => onChange({ format_pattern: event.target.value })}
          />
        )}
      </FormItem>
      {pattern && (
        <>
          <FormItem label={t('designer.formatMessage')}>
            {(control) => <LabelsInput control={control} name={t('designer.formatMessage')} maxLength={200} value={draft.format_messages} onChange={(format_messages) => onChange({ format_messages })} />}
          </FormItem>
          <FormItem label={t('designer.formatTry')} hint={tried.trim() ? <span aria-live="polite" className={unfit ? css.bad : css.good}>{t(unfit ? 'designer.formatUnfit' : 'designer.formatFits')}</span> : undefined}>
            {({ id, describedBy }) => <Input id={id} aria-describedby={describedBy} maxLength={200} value={tried} onChange={(event) => setTried(event.target.value)} />}
          </FormItem>
        </>
      )}
    </>
  );
}
