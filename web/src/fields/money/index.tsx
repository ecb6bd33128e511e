/** An amount and its currency. */
import { Banknote } from 'lucide-react';
import { getCaller } from '@/api/caller';
import type { FieldValue, Money } from '@/api/types';
import { compactMoney, currencySymbol, formatDecimal, formatMoney, parseDecimal } from '../format/number';
import { CurrencySelect, rangeFilter } from '../shared/filters';
import { NUMBER_OPS } from '../shared/operators';
import { Dash, Line } from '../shared/show';
import { TextEditor } from '../shared/TextEditor';
import type { EditorProps, FieldKind, FormatContext, ShowProps } from '../types';
import css from '../shared/editors.module.css';

export const asMoney = (value: unknown): Money | null =>
  typeof value === 'object' && value !== null && 'amount' in value ? (value as Money) : null;

/** What records add up to, in short: an amount, or a plain number; empty where there is nothing to add. */
export function sumText(value: unknown, context: FormatContext): string {
  const money = asMoney(value);
  return money ? compactMoney(money, context) : formatDecimal(String(value ?? ''));
}

const parse: FieldKind['parse'] = (text, field, context) => {
  const parsed = parseDecimal(text, { scale: field.scale ?? 2, min: field.min, max: field.max });
  if ('fault' in parsed || parsed.value === null) return parsed;
  return { value: { amount: String(parsed.value), currency: context.currency } };
};

const amountOf = (value: unknown) => asMoney(value)?.amount ?? (typeof value === 'string' ? value : '');

function MoneyEditor(props: EditorProps) {
  const money = asMoney(props.value);
  const currency = money?.currency ?? getCaller().currency;
  const keep = (value: FieldValue): FieldValue => {
    const next = asMoney(value);
    return next ? { ...next, currency } : value;
  };
  // The same elements before and after the first digit: a new parent would take the focus away.
  return (
    <span className={css.money}>
      <TextEditor
        {...props}
        onChange={(value, fault) => props.onChange(keep(value), fault)}
        onCommit={props.onCommit && (() => props.onCommit?.())}
        parse={parse}
        toText={amountOf}
        inputMode="decimal"
        prefix={currencySymbol(currency).trim()}
      />
      {!props.inCell && money && (
        <CurrencySelect value={money} onChange={(code) => props.onChange({ ...money, currency: code })} />
      )}
    </span>
  );
}

/** A filter compares amounts, so its value is a plain decimal. */
const AmountFilter = rangeFilter(function AmountEditor(props: EditorProps) {
  return (
    <TextEditor
      {...props}
      parse={(text, field) => parseDecimal(text, { scale: field.scale ?? 2 })}
      toText={amountOf}
      inputMode="decimal"
      prefix={currencySymbol(getCaller().currency).trim()}
    />
  );
});

function Show({ value }: ShowProps) {
  const money = asMoney(value);
  if (money) return <Line>{formatMoney(money)}</Line>;
  return typeof value === 'string' && value ? <Line>{value}</Line> : <Dash />;
}

export const money: FieldKind = {
  icon: Banknote,
  align: 'right',
  width: 128,
  Cell: Show,
  View: Show,
  Editor: MoneyEditor,
  FilterEditor: AmountFilter,
  operators: NUMBER_OPS,
  parse,
  format: (value, _field, context) => {
    const known = asMoney(value);
    if (known) return formatMoney(known);
    return typeof value === 'string' && value ? formatMoney({ amount: value, currency: context.currency }) : '';
  },
  toWire: (value) => asMoney(value),
};
