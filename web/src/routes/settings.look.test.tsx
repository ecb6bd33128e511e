import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import { api } from '@/api/client';
import { lookCss, setLook } from '@/ui/look';
import { renderApp, useTestServer } from '@/test/app';
import { Page as HomePage } from './settings.home';
import { Page as NavigationPage } from './settings.navigation';
import { Page } from './settings.look';

const serverOf = useTestServer();
afterEach(() => setLook(undefined));

const save = () => screen.getByRole('button', { name: /保 ?存$/ });

it('tries a look out in light and dark, says what is mended, and saves what has changed', async () => {
  const { app } = serverOf();
  renderApp({ '/settings/look': Page }, '/settings/look');
  expect(await screen.findByRole('button', { name: /保 ?存$/ })).toBeDisabled();
  await userEvent.type(screen.getByLabelText('产品名称'), '星河客户');
  fireEvent.change(screen.getByLabelText('颜色代码'), { target: { value: '#ffe000' } });
  expect(await screen.findByText(/#ffe000 在浅色下太亮/)).toBeInTheDocument();
  await userEvent.click(screen.getByRole('radio', { name: '青' }));
  expect(screen.queryByText(/在浅色下太亮/)).not.toBeInTheDocument();
  for (const name of ['浅色预览', '深色预览']) expect(within(screen.getByRole('region', { name })).getByText('星河客户')).toBeInTheDocument();
  expect(screen.getByRole('region', { name: '浅色预览' }).style.getPropertyValue('--brand')).toBe('#0a7570');
  expect(screen.getByRole('region', { name: '深色预览' }).style.getPropertyValue('--brand')).not.toBe('#0a7570');
  await userEvent.click(save());
  await waitFor(() => expect(app.state.look).toEqual({ product: '星河客户', color: '#0a7570', logo: null }));
  expect(await screen.findByRole('button', { name: /保 ?存$/ })).toBeDisabled();
  await userEvent.click(screen.getByRole('button', { name: '恢复标准' }));
  await userEvent.click(save());
  await waitFor(() => expect(app.state.look).toEqual({ product: null, color: null, logo: null }));
});

it('takes pictures alone as a logo, small ones, and shows what the server refuses beside its field', async () => {
  const { app } = serverOf();
  renderApp({ '/settings/look': Page }, '/settings/look');
  const choose = await screen.findByLabelText('选择图片', { selector: 'input' });
  const file = (name: string, type: string, bytes = 8) => ({ target: { files: [new File([new Uint8Array(bytes)], name, { type })] } });
  fireEvent.change(choose, file('logo.svg', 'image/svg+xml'));
  expect(await screen.findByRole('alert')).toHaveTextContent('请先导出为 PNG');
  fireEvent.change(choose, file('big.png', 'image/png', 201 * 1024));
  expect(await screen.findByRole('alert')).toHaveTextContent('big.png”有 201 KB');
  fireEvent.change(choose, file('logo.png', 'image/png'));
  expect(await screen.findByRole('img', { name: '标志' })).toHaveAttribute('src', expect.stringMatching(/^data:image\/png;base64,/));
  fireEvent.change(screen.getByLabelText('颜色代码'), { target: { value: '#12' } });
  expect(screen.getByText('请填写 # 加六位十六进制数，如 #3651e6')).toBeInTheDocument();
  await userEvent.click(save());
  expect(await screen.findByText(/颜色无法识别/)).toBeInTheDocument();
  expect(app.state.look).toBeUndefined();
  expect(screen.getByRole('img', { name: '标志' })).toBeInTheDocument();
});

it('puts the colour into the document, and takes it out again', () => {
  setLook({ product: '星河客户', color: '#0a7570', logo: null });
  expect(document.getElementById('look')?.textContent).toBe(lookCss('#0a7570'));
  expect(JSON.parse(localStorage.getItem('shuke.look') ?? '')).toEqual({ product: '星河客户', color: '#0a7570', logo: null });
  setLook(undefined);
  expect(document.getElementById('look')?.textContent).toBe('');
  expect(localStorage.getItem('shuke.look')).toBeNull();
});

it('arranges the navigation by menu and by hiding, for everyone and for a role, and takes it back', async () => {
  const { app } = serverOf();
  renderApp({ '/settings/navigation': NavigationPage }, '/settings/navigation');
  await userEvent.click(await screen.findByRole('button', { name: '隐藏联系人' }));
  const preview = screen.getByRole('region', { name: '预览' });
  expect(within(preview).queryByText('联系人')).not.toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: '「线索」的更多操作' }));
  await userEvent.click(await screen.findByRole('menuitem', { name: '移到「营销」' }));
  expect(screen.getByText('请先保存或撤销当前的修改')).toBeInTheDocument();
  await userEvent.click(save());
  await waitFor(() => expect(app.state.arrangements?.everyone.navigation?.hidden).toEqual(['contact']));
  const groups = app.state.arrangements?.everyone.navigation?.groups ?? [];
  expect(groups.find(({ group }) => group === 'marketing')?.objects).toEqual(['campaign', 'lead']);
  expect(groups.find(({ group }) => group === 'sales')?.objects).not.toContain('lead');
  await userEvent.click(await screen.findByRole('button', { name: '恢复标准' }));
  await waitFor(() => expect(app.state.arrangements?.everyone.navigation).toBeNull());
});

it('arranges the home page of a role with shared views alone, keeps what is arranged beside it, and takes it back', async () => {
  const { app } = serverOf();
  const view = (name: string, audience: string) => api.post('/objects/lead/views', { name, audience });
  await view('大家的', 'everyone');
  await view('我一个人的', 'private');
  renderApp({ '/settings/home': HomePage }, '/settings/home');
  await userEvent.click(await screen.findByRole('combobox', { name: '为谁安排' }));
  const roles = within(await screen.findByRole('listbox')).getAllByRole('option');
  expect(roles.length).toBeGreaterThan(1);
  await userEvent.click(screen.getByTitle('销售'));
  expect(await screen.findByText(/这个角色目前与所有人相同/)).toBeInTheDocument();
  await userEvent.click(await screen.findByRole('button', { name: '去掉本月新增' }));
  await userEvent.click(screen.getByRole('combobox', { name: /添加卡片/ }));
  expect(await screen.findByTitle('大家的')).toBeInTheDocument();
  expect(screen.queryByTitle('我一个人的')).not.toBeInTheDocument();
  await userEvent.click(screen.getByTitle('大家的'));
  await userEvent.click(save());
  await screen.findByText(/这个角色单独安排/);
  const [own] = app.state.arrangements?.roles ?? [];
  expect(own?.workbench?.map(({ kind }) => kind)).toEqual(['announcements', 'today', 'goals', 'funnel', 'recent', 'view']);
  await userEvent.click(screen.getByRole('button', { name: '恢复与所有人相同' }));
  await waitFor(() => expect(app.state.arrangements?.roles).toEqual([]));
});

it('begins a visit with the look of the last one, logo and all', async () => {
  setLook({ product: '星河客户', color: '#0a7570', logo: 'v1' });
  document.getElementById('look')?.remove();
  document.head.insertAdjacentHTML('beforeend', '<link rel="icon" href="/favicon.svg">');
  vi.resetModules();
  const { useLook } = await import('@/ui/look');
  expect(useLook).toBeTypeOf('function');
  expect(document.querySelector('link[rel=icon]')).toHaveAttribute('href', '/api/v1/company/logo?v=v1');
  expect(document.getElementById('look')?.textContent).toBe(lookCss('#0a7570'));
});
