import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { renderApp, useTestServer } from '@/test/app';
import { Page } from './settings.workdays';

const serverOf = useTestServer();

it('takes the public holidays over, changes a day by keyboard, and saves all at once', async () => {
  const { app } = serverOf();
  renderApp({ '/settings/workdays': Page }, '/settings/workdays');
  const save = await screen.findByRole('button', { name: /^保 ?存$/ });
  expect(save).toBeDisabled();
  while (!screen.queryByRole('heading', { name: '2026 年' })) await userEvent.click(screen.getByRole('button', { name: '上一年' }));
  await userEvent.click(screen.getByRole('button', { name: '采用 2026 年公共假期' }));
  // A year has many buttons, and to look for one by its role takes seconds.
  await userEvent.click(screen.getByLabelText(/^1月1日.*休息.*元旦/, { selector: 'button' }));
  await userEvent.keyboard('{ArrowRight}');
  expect(screen.getByLabelText(/^1月2日/, { selector: 'button' })).toHaveFocus();
  await userEvent.click(screen.getByRole('radio', { name: '休息' }));
  await userEvent.type(screen.getByLabelText('名称，例如“国庆节”'), '调休');
  await userEvent.click(screen.getByRole('button', { name: '星期六' }));
  await userEvent.click(save);
  await waitFor(() => expect(app.state.calendar).toEqual({
    week: [1, 2, 3, 4, 5, 6],
    days: [
      { day: '2026-01-01', works: false, name: '元旦' },
      { day: '2026-01-02', works: false, name: '调休' },
      { day: '2026-01-04', works: true, name: '元旦' },
    ],
  }));
});
