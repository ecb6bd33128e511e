/** Editors of a filter's value that several kinds share. The heavy ones are loaded when opened. */
import { useTranslation } from 'react-i18next';
import { CURRENCIES } from '../format/number';
import type { EditorProps, FilterEditorProps } from '../types';
import type { Money } from '@/api/types';
import { OptionTag, asList } from './show';
import css from './editors.module.css';

/** One line of text; for "is" and "starts with" alike. */
export function TextFilter({ field, value, onChange }: FilterEditorProps) {
  return (
    <span className={css.box}>
      <input
        className={css.input}
        value={typeof value === 'string' ? value : ''}
        aria-label={field.label}
        autoFocus
        onChange={(event) => onChange(event.target.value)}
      />
    </span>
  );
}

/** Choices as a list to tick; the value is always a list. */
export function OptionsFilter({ field, value, onChange }: FilterEditorProps) {
  const chosen = asList(value);
  const toggle = (name: string) =>
    onChange(chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name]);
  return (
    <div className={css.checks} role="group" aria-label={field.label}>
      {(field.options ?? []).map((option) => (
        <label key={option.name} className={css.check}>
          <input type="checkbox" className={css.tick} checked={chosen.includes(option.name)} onChange={() => toggle(option.name)} />
          <OptionTag option={option} name={option.name} />
        </label>
      ))}
    </div>
  );
}

export function YesNo({ value, onChange, label }: { value: unknown; onChange: (value: boolean) => void; label: string }) {
  const { t } = useTranslation();
  return (
    <div className={css.segments} role="group" aria-label={label}>
      {[true, false].map((one) => (
        <button
          key={String(one)}
          type="button"
          className={css.segment}
          aria-pressed={value === one}
          onClick={() => onChange(one)}
        >
          {t(one ? 'common.yes' : 'common.no')}
        </button>
      ))}
    </div>
  );
}

/** The currency in front of an amount. */
export function CurrencySelect({ value, onChange }: { value: Money | null; onChange: (currency: string) => void }) {
  const { t } = useTranslation();
  const current = value?.currency ?? CURRENCIES[0] ?? 'CNY';
  const known = CURRENCIES.includes(current) ? CURRENCIES : [current, ...CURRENCIES];
  return (
    <select className={css.currency} value={current} aria-label={t('fields.currency')} onChange={(event) => onChange(event.target.value)}>
      {known.map((code) => (
        <option key={code}>{code}</option>
      ))}
    </select>
  );
}

/** Wraps a value editor for tests that compare with one value or lie between two. */
export function rangeFilter(Editor: React.ComponentType<EditorProps>) {
  return function RangeFilter({ field, op, value, onChange }: FilterEditorProps) {
    const { t } = useTranslation();
    if (op !== 'between') {
      return <Editor field={field} value={value as EditorProps['value']} onChange={(next, fault) => !fault && onChange(next)} autoFocus />;
    }
    const [from, to] = Array.isArray(value) ? (value as EditorProps['value'][]) : [];
    return (
      <div className={css.pair}>
        <Editor field={field} value={from} onChange={(next, fault) => !fault && onChange([next, to])} autoFocus />
        <span>{t('fields.to')}</span>
        <Editor field={field} value={to} onChange={(next, fault) => !fault && onChange([from, next])} />
      </div>
    );
  };
}
