import type { ComponentType } from 'react';
import { act, render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { lazyEditor } from './lazyEditor';

interface Props {
  autoFocus?: boolean;
  openAtOnce?: boolean;
}
const Late = (props: Props) => <input aria-label="late" autoFocus={props.autoFocus} />;

async function come(props: Props, meanwhile: () => void) {
  let arrive: (module: { default: ComponentType<Props> }) => void = () => undefined;
  const Editor = lazyEditor<Props>(() => new Promise((go) => (arrive = go)));
  render(
    <>
      <button>start</button>
      <input aria-label="other" />
      <Editor {...props} />
    </>,
  );
  meanwhile();
  await act(async () => arrive({ default: Late }));
  return screen.findByRole('textbox', { name: 'late' });
}

describe('an editor that comes late', () => {
  it('takes the focus that it was promised', async () => {
    expect(await come({ autoFocus: true }, () => undefined)).toHaveFocus();
  });

  it('leaves it to whoever has gone on to another field', async () => {
    const late = await come({ autoFocus: true }, () => screen.getByRole('textbox', { name: 'other' }).focus());
    expect(late).not.toHaveFocus();
    expect(screen.getByRole('textbox', { name: 'other' })).toHaveFocus();
  });

  it('takes it all the same where one value is edited in its place', async () => {
    expect(await come({ autoFocus: true, openAtOnce: true }, () => screen.getByRole('textbox', { name: 'other' }).focus())).toHaveFocus();
  });

  it('never takes it unasked', async () => {
    expect(await come({}, () => undefined)).not.toHaveFocus();
  });
});
