import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { useCreateRequest } from '@/features/form/createStore';
import { useShortcut } from '@/features/palette/useShortcut';
import { Page } from '@/routes/list';
import { renderApp, useTestServer } from '@/test/app';
import KeyMap from './KeyMap';
import { useKeyMapOpen } from './store';

const server = useTestServer();

function Host() {
  useShortcut();
  const asked = useCreateRequest()?.object;
  return (
    <>
      <Page />
      {asked && <p>{`new ${asked}`}</p>}
      {useKeyMapOpen() && <KeyMap />}
    </>
  );
}

it('shows the keys on a question mark, never where somebody types, and begins a new record', async () => {
  server();
  renderApp({ '/o/$object': Host }, '/o/lead');
  await screen.findByText('共 30 条');
  await userEvent.type(screen.getByPlaceholderText('搜索线索'), '?');
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  await userEvent.click(document.body);
  await userEvent.keyboard('?');
  const map = await screen.findByRole('dialog', { name: '键盘快捷键' });
  expect(within(map).getByText('从这一格开始粘贴表格')).toBeInTheDocument();
  await userEvent.keyboard('n');
  expect(screen.queryByText('new lead')).not.toBeInTheDocument();
  await userEvent.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
  await userEvent.keyboard('n');
  expect(screen.getByText('new lead')).toBeInTheDocument();
});
