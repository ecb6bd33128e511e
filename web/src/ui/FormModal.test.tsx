import { useState } from 'react';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { FormModal } from './FormModal';

function Host({ onCancel }: { onCancel: () => void }) {
  const [text, setText] = useState('');
  return (
    <FormModal open title="A dialog" onCancel={onCancel}>
      <input aria-label="Name" value={text} onChange={(event) => setText(event.target.value)} />
    </FormModal>
  );
}

it('is closed by a key until something was written in it', async () => {
  const onCancel = vi.fn();
  render(<Host onCancel={onCancel} />);
  await userEvent.click(screen.getByLabelText('Name'));
  await userEvent.keyboard('{Escape}');
  expect(onCancel).toHaveBeenCalledTimes(1);
  await userEvent.type(screen.getByLabelText('Name'), 'a{Escape}');
  expect(onCancel).toHaveBeenCalledTimes(1);
  await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(onCancel).toHaveBeenCalledTimes(2);
});
