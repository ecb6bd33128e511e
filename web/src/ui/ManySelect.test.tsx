import { useState } from 'react';
import { fireEvent, render, screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { ManySelect } from './ManySelect';

const CODES = { Enter: 13, Tab: 9 };
const press = (key: keyof typeof CODES) => fireEvent.keyDown(screen.getByRole('combobox'), { key, keyCode: CODES[key] });

it.each([
  ['in a form, which need not hear of it', false],
  ['in a cell, whose table does', true],
])('keeps with Tab what Enter has picked, %s', (_, inCell) => {
  const heard = vi.fn();
  function Form() {
    const [value, setValue] = useState<string[]>([]);
    return (
      <div onKeyDown={heard}>
        <ManySelect open inCell={inCell} value={value} options={['a', 'b'].map((one) => ({ value: one }))} onChange={setValue} />
        <output>{value.join()}</output>
      </div>
    );
  }
  render(<Form />);
  press('Enter');
  fireEvent.keyUp(screen.getByRole('combobox'), { key: 'Enter', keyCode: 13 });
  expect(screen.getByRole('status')).toHaveTextContent('a');
  heard.mockClear();
  // Not kept from the browser, which moves on, where no table does.
  expect(press('Tab')).toBe(!inCell);
  expect(screen.getByRole('status')).toHaveTextContent('a');
  expect(heard).toHaveBeenCalledTimes(inCell ? 1 : 0);
});
