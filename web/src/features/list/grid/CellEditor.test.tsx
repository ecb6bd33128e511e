import { fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { startI18n } from '@/i18n';
import { field } from '@/test/fields';
import { CellEditor } from './CellEditor';

const option = (name: string, label: string) => ({ name, label, labels: {}, color: 'grey' as const, active: true });
const options = [option('a', 'one'), option('b', 'two'), option('c', 'three')];

/** The library goes by the numbers of keys, which typing in tests doesn't have. */
const CODES = { Enter: 13, Tab: 9, ArrowDown: 40 };
async function press(keys: (keyof typeof CODES)[], shiftKey = false) {
  const box = await screen.findByRole('combobox');
  for (const key of keys) {
    fireEvent.keyDown(box, { key, keyCode: CODES[key], shiftKey });
    fireEvent.keyUp(box, { key, keyCode: CODES[key], shiftKey });
  }
}

describe('a list of many picks in a cell', () => {
  beforeAll(() => startI18n('zh-CN'));

  it.each([
    ['one pick', ['Enter', 'Tab'], ['c', 'a']],
    ['two picks', ['Enter', 'ArrowDown', 'Enter', 'Tab'], ['c', 'a', 'b']],
    ['no pick', ['Tab'], ['c']],
    ['a pick that was given up', ['Enter', 'Enter', 'Tab'], ['c']],
  ] as const)('keeps with Tab what Enter has done: %s', async (_, keys, expected) => {
    const [onSave, onEnd] = [vi.fn(), vi.fn()];
    render(<CellEditor field={field('multi_choice', { options })} value={['c']} onSave={onSave} onLater={vi.fn()} onEnd={onEnd} />);
    await press([...keys]);
    expect(onSave).toHaveBeenCalledWith(expected, undefined);
    expect(onEnd).toHaveBeenCalledWith('right', true);
  });

  it('goes back with Shift and Tab', async () => {
    const [onSave, onEnd] = [vi.fn(), vi.fn()];
    render(<CellEditor field={field('multi_choice', { options })} value={[]} onSave={onSave} onLater={vi.fn()} onEnd={onEnd} />);
    await press(['Enter']);
    await press(['Tab'], true);
    expect(onSave).toHaveBeenCalledWith(['a'], undefined);
    expect(onEnd).toHaveBeenCalledWith('left', true);
  });

  it.each([[{}], [{ options }]])('keeps a tag that was typed: %o', async (over) => {
    const [onSave, onEnd] = [vi.fn(), vi.fn()];
    render(<CellEditor field={field('tags', over)} value={['old']} onSave={onSave} onLater={vi.fn()} onEnd={onEnd} />);
    (await screen.findByRole('combobox')).focus();
    await userEvent.keyboard('more');
    await press(['Tab']);
    expect(onSave.mock.calls).toEqual([[['old', 'more'], undefined]]);
    expect(onEnd).toHaveBeenCalledWith('right', true);
  });
});
