import { useState, type ReactNode } from 'react';
import { act, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Field, FieldValue, LineData } from '@/api/types';
import { startI18n } from '@/i18n';
import { context, field } from '@/test/fields';
import { changesOf } from './change';
import { computed, sumOf } from './formula';
import { namedRecords } from '../shared/named';
import { cellsOf, isTable, readCell } from '../shared/paste';
import { lines as kind } from './index';
import LinesEditor from './LinesEditor';
import { linesToWire, newLine, withoutBlankEnd } from './value';

vi.mock('../shared/named', () => ({ namedRecords: vi.fn(async () => new Map()) }));
// There is no page to lead to.
vi.mock('@tanstack/react-router', async (original) => ({ ...(await original<object>()), Link: ({ children }: { children: ReactNode }) => <a href="#">{children}</a> }));
vi.mock('@/api/meta', async (original) => ({ ...(await original<object>()), useObjects: () => [{ name: 'product', label: 'Product', name_field: 'name', fields: [] }] }));

const column = (name: string, over: Partial<Field>): Field => field('text', { name, label: name, ...over });
const columns: Field[] = [
  column('product', { kind: 'reference', target: 'product' }),
  column('quantity', { kind: 'decimal', scale: 2, required: true }),
  column('price', { kind: 'money', scale: 2 }),
  column('discount', { kind: 'percent', scale: 2, default: '0' }),
  column('total', { kind: 'money', scale: 2, read_only: true, total: true, computed: { by: 'formula', formula: 'ROUND(quantity * price * (1 - discount), 2)' } }),
  column('note', { max_length: 5 }),
  column('size', { kind: 'choice', options: [{ name: 's', label: 'Small', labels: {}, color: 'grey', active: true }, { name: 'l', label: 'Large', labels: {}, color: 'grey', active: true }] }),
  column('uses', { kind: 'multi_choice', options: [{ name: 'x', label: 'Home', labels: {}, color: 'grey', active: true }, { name: 'y', label: 'Work', labels: {}, color: 'grey', active: true }] }),
];
const table = field('lines', { name: 'x_items', label: '\u660e\u7ec6', columns, max: '5' });
const cny = (amount: string) => ({ amount, currency: 'CNY' });
const withFormula = (formula: string, over: Partial<Field> = {}) => [...columns.filter((one) => one.name !== 'total'), column('total', { kind: 'money', scale: 2, computed: { by: 'formula', formula }, ...over })];

describe('formulas of a line', () => {
  const line = { quantity: '3', price: cny('19.99'), discount: '12.5' };
  it.each([
    ['ROUND(quantity * price * (1 - discount), 2)', cny('52.47')],
    ['quantity * price', cny('59.97')],
    ['price / quantity', cny('6.66')],
    ['-price + 0.005', cny('-19.99')],
    ['(quantity + 1) * price / 0', null],
    ['note * 2', undefined],
    ['IF(quantity > 2, price, 0)', undefined],
    ['quantity * (price', undefined],
  ])('%s', (formula, expected) => {
    expect(computed(line, withFormula(formula), 'CNY').total).toEqual(expected);
  });
  it('rounds halves away from zero, and gives nothing for an empty cell', () => {
    expect(computed({ quantity: '1', price: cny('0.125') }, withFormula('quantity * price'), 'CNY').total).toEqual(cny('0.13'));
    expect(computed({ quantity: '-1', price: cny('0.125') }, withFormula('quantity * price'), 'CNY').total).toEqual(cny('-0.13'));
    expect(computed({ quantity: null, price: cny('1') }, withFormula('quantity * price'), 'CNY').total).toBeNull();
    expect(computed({ quantity: 'two', price: cny('1') }, withFormula('quantity * price'), 'CNY').total).toBeNull();
  });
  it('reads other computed columns, whichever comes first', () => {
    const two = [column('double', { kind: 'money', scale: 2, computed: { by: 'formula', formula: 'total * 2' } }), ...columns];
    expect(computed(line, two, 'CNY').double).toEqual(cny('104.94'));
    const share = [column('share', { kind: 'percent', scale: 1, computed: { by: 'formula', formula: 'price / price / 8' } }), ...columns];
    expect(computed(line, share, 'CNY').share).toBe('12.5');
  });
  it('sums what is there, and nothing over two currencies', () => {
    const total = columns[4] as Field;
    expect(sumOf(total, [{ total: cny('1.10') }, { total: null }, { total: cny('2.20') }], 'CNY')).toEqual(cny('3.30'));
    expect(sumOf(total, [{ total: cny('1') }, { total: { amount: '1', currency: 'USD' } }], 'CNY')).toBeNull();
    expect(sumOf(total, [], 'CNY')).toEqual(cny('0.00'));
  });
});

describe('lines at the end that say nothing', () => {
  const fresh = newLine(table, '2026-01-01');
  it.each([
    ['a new one as it began', [{ quantity: '1' }, fresh], 1],
    ['several', [{ quantity: '1' }, fresh, {}, fresh], 1],
    ['one of the record that was emptied', [{ id: 'a', discount: null }], 0],
    ['not one of the record that has a default alone', [{ id: 'a', discount: '0' }], 1],
    ['not one in between', [fresh, { quantity: '1' }], 2],
    ['not one with something in it', [{ ...fresh, discount: '5' }], 1],
  ])('%s', (_, lines: LineData[], kept) => {
    expect(withoutBlankEnd(lines, table, fresh)).toHaveLength(kept);
  });
});

describe('a pasted table', () => {
  it('is read by rows, tabs and quotes', () => {
    expect(cellsOf('a\t1\r\nb\t2\r\n')).toEqual([['a', '1'], ['b', '2']]);
    expect(cellsOf('"x\ty"\t"say ""hi"""\n\t2')).toEqual([['x\ty', 'say "hi"'], ['', '2']]);
    expect(isTable('one\n')).toBe(false);
    expect(isTable('a\tb')).toBe(true);
  });
  it('keeps what is wrong as it was typed, with the reason', () => {
    expect(readCell('1,200.50', columns[1] as Field, context())).toEqual({ value: '1200.5' });
    expect(readCell(' viel ', columns[1] as Field, context())).toEqual({ value: 'viel', fault: { code: 'number' } });
    expect(readCell('too long', columns[5] as Field, context())).toMatchObject({ fault: { code: 'length' } });
  });
});

describe('values', () => {
  it('go with ids for references, and start with constant defaults', () => {
    const lines: LineData[] = [{ id: 'l1', product: { id: 'p1', object: 'product', name: 'P' }, price: cny('1'), quantity: '2' }];
    expect(linesToWire(lines)).toEqual([{ id: 'l1', product: 'p1', price: cny('1'), quantity: '2' }]);
    expect([linesToWire(null), linesToWire([]), linesToWire({ count: 3 })]).toEqual([null, null, null]);
    expect(newLine(table, '2026-01-31')).toEqual({ discount: '0' });
    expect(kind.format({ count: 3 }, table, context())).toBe('3 \u884c');
  });
  it('tell what became of lines', () => {
    const before = [{ id: 'a', quantity: '1' }, { id: 'b', quantity: '2' }, { id: 'c', quantity: '3' }] as LineData[];
    const after = [{ id: 'c', quantity: '3' }, { id: 'a', quantity: '5' }, { id: 'd', quantity: '4' }] as LineData[];
    expect(changesOf(table, before, after).map((change) => (change.kind === 'moved' ? 'moved' : `${change.kind} ${change.number}`))).toEqual(['changed 2', 'added 3', 'removed 2', 'moved']);
    expect(changesOf(table, before, before)).toEqual([]);
  });
});

function Grid({ start, onValue }: { start: FieldValue; onValue: (value: FieldValue, fault?: unknown) => void }) {
  const [value, setValue] = useState<FieldValue>(start);
  return (
    <LinesEditor
      field={table}
      value={value}
      onChange={(next, fault) => {
        setValue(next);
        onValue(next, fault);
      }}
    />
  );
}

describe('the grid', () => {
  const seen = vi.fn();
  const last = () => seen.mock.calls.at(-1)?.[0] as LineData[];
  beforeAll(async () => {
    await startI18n('zh-CN');
  });
  beforeEach(() => seen.mockClear());

  it('is filled in by keyboard, and Enter at the end adds a line', async () => {
    const user = userEvent.setup();
    render(<Grid start={[{ id: 'l1', quantity: '1.00', price: cny('2.00'), discount: '0.00' }]} onValue={seen} />);
    const cell = screen.getByRole('gridcell', { name: /1 .* quantity/ });
    cell.focus();
    await user.keyboard('4{Enter}');
    expect(screen.getAllByRole('row')).toHaveLength(4);
    expect(last()).toHaveLength(1);
    expect(last()[0]).toMatchObject({ id: 'l1', quantity: '4', total: cny('8.00') });
    expect(screen.getByRole('gridcell', { name: /2 .* product/ })).toContainElement(document.activeElement as HTMLElement);
    await user.keyboard('{ArrowRight}7{Tab}3{Tab}');
    expect(last()[1]).toMatchObject({ quantity: '7', price: cny('3'), discount: '0', total: cny('21.00') });
    expect(screen.getByRole('gridcell', { name: /2 .* discount/ })).toContainElement(document.activeElement as HTMLElement);
    await user.keyboard('{ArrowUp}{ArrowLeft}{Delete}');
    expect(last()[0]).toMatchObject({ price: null, total: null });
  });

  it('keeps what was picked from a list when the list closes', async () => {
    const user = userEvent.setup();
    render(<Grid start={[{ id: 'l1', quantity: '1.00' }]} onValue={seen} />);
    await user.click(screen.getByRole('gridcell', { name: /1 .* size/ }));
    await user.click((await screen.findAllByText('Large')).at(-1) as HTMLElement);
    expect(last()[0]).toMatchObject({ size: 'l' });
    expect(screen.getByRole('gridcell', { name: /1 .* size/ })).toHaveTextContent('Large');
  });

  it('keeps picks of a list of many when Tab goes on to the next cell', async () => {
    const user = userEvent.setup();
    render(<Grid start={[{ id: 'l1', quantity: '1.00' }, { id: 'l2', quantity: '2.00' }]} onValue={seen} />);
    screen.getByRole('gridcell', { name: /1 .* uses/ }).focus();
    await user.keyboard('{Enter}');
    const box = await screen.findByRole('combobox');
    for (const [key, keyCode] of [['ArrowDown', 40], ['Enter', 13], ['Tab', 9]]) {
      fireEvent.keyDown(box, { key, keyCode });
      fireEvent.keyUp(box, { key, keyCode });
    }
    expect(last()[0]?.uses).toEqual(['y']);
    expect(screen.getByRole('gridcell', { name: /2 .* product/ })).toContainElement(document.activeElement as HTMLElement);
  });

  it('begins the search of a list with what was typed, or written with an input method, before it was open', async () => {
    render(<Grid start={[{ id: 'l1', quantity: '1.00' }]} onValue={seen} />);
    act(() => screen.getByRole('gridcell', { name: /1 .* uses/ }).focus());
    const typing = await screen.findByRole('textbox', { name: /1 .* uses/ });
    fireEvent.compositionStart(typing);
    fireEvent.input(typing, { target: { value: 'Work' }, isComposing: true });
    fireEvent.compositionEnd(typing);
    const box = await screen.findByRole('combobox');
    await waitFor(() => expect(box).toHaveValue('Work'));
    expect(screen.queryByRole('option', { name: 'Home' })).toBeNull();
    fireEvent.keyDown(box, { key: 'Enter', keyCode: 13 });
    expect(last()[0]?.uses).toEqual(['y']);
    // What is typed on is typed into the box, and not begun again.
    fireEvent.change(box, { target: { value: 'Ho' } });
    expect(box).toHaveValue('Ho');
  });

  it('gives up a cell with Escape, and does what the menu of a line offers', async () => {
    const user = userEvent.setup();
    render(<Grid start={[{ id: 'l1', quantity: '1.00' }, { id: 'l2', quantity: '2.00' }]} onValue={seen} />);
    screen.getByRole('gridcell', { name: /1 .* quantity/ }).focus();
    await user.keyboard('99{Escape}');
    expect(last()[0]).toMatchObject({ quantity: '1.00' });
    const menus = () => screen.getAllByRole('button', { name: /\u884c\u7684\u64cd\u4f5c/ });
    await user.click(menus()[0] as HTMLElement);
    await user.click(await screen.findByText('\u590d\u5236\u4e00\u884c'));
    expect(last().map((line) => [line.id, line.quantity])).toEqual([['l1', '1.00'], [undefined, '1.00'], ['l2', '2.00']]);
    await user.click(menus()[2] as HTMLElement);
    await user.click((await screen.findAllByText('\u5220\u9664\u8fd9\u4e00\u884c')).at(-1) as HTMLElement);
    expect(last()).toHaveLength(2);
  });

  it('takes a table from a spreadsheet, marks what is wrong, finds records by name, and stops at the limit', async () => {
    const found = { id: 'p1', object: 'product', name: 'Ink' };
    vi.mocked(namedRecords).mockResolvedValueOnce(new Map([['Ink', found]]));
    const user = userEvent.setup();
    render(<Grid start={null} onValue={seen} />);
    screen.getByRole('button', { name: /\u6dfb\u52a0\u4e00\u884c/ }).focus();
    await user.paste('Ink\t2\t10\nNobody\tviel\t5\n\t1\t1\n\t1\t1\n\t1\t1\n\t1\t1\n');
    await screen.findByText('Ink');
    expect(last()).toHaveLength(5);
    expect(last()[0]).toMatchObject({ product: found, quantity: '2', total: cny('20.00') });
    expect(last()[1]).toMatchObject({ product: 'Nobody', quantity: 'viel' });
    expect(seen.mock.calls.at(-1)?.[1]).toMatchObject({ code: 'option' });
    const alert = screen.getByRole('alert');
    expect(within(alert).getAllByRole('listitem')).toHaveLength(2);
    expect(alert).toHaveTextContent('\u7b2c 2 \u884c\u300cquantity\u300d');
    expect(screen.getByRole('gridcell', { name: /2 .* quantity/ })).toHaveAttribute('aria-invalid', 'true');
    expect(screen.getByRole('button', { name: /\u6dfb\u52a0\u4e00\u884c/ })).toBeDisabled();
  });
});
