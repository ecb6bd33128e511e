/** The review of a proposal: what it asks the server while somebody changes it. */
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { renderApp, useTestServer } from '@/test/app';
import type { Proposal, ProposalColumn } from './draft';
import { Review } from './Review';

const server = useTestServer();
const column: ProposalColumn = {
  index: 0, header: '门店', feeds: 'title', name: 'name', labels: { 'zh-CN': '门店' }, kind: 'text', target: null, scale: null, max_length: null,
  options: [], required: false, unique: false, filled: 2, unlike: true, samples: ['一店'], values: null, reason: '', notes: [],
};
const proposal: Proposal = {
  id: 'p1', file_name: '门店.csv', encoding: 'UTF-8', sheet: null, sheets: [], header: true, rows_total: 2, name: 'x_shops', labels: { 'zh-CN': '门店' }, plurals: { 'zh-CN': '门店' },
  similar: null, columns: [column], create_references: false, preview: { rows: [], tried: 2, misfits: [] },
};

it('is shown anew once the typing rests, not at each key', async () => {
  const { server: msw } = server();
  const asked: string[] = [];
  msw.use(
    http.post('*/api/v1/object-proposals/p1/preview', async ({ request }) => {
      const { columns } = (await request.json()) as { columns: { labels: Record<string, string> }[] };
      asked.push(columns[0]?.labels['zh-CN'] ?? '');
      return HttpResponse.json(proposal.preview);
    }),
  );
  const nothing = () => {};
  renderApp({ '/review': () => <Review proposal={proposal} part={{ sheet: null, header: true }} busy={false} onPart={nothing} onMade={nothing} onOtherFile={nothing} /> }, '/review');
  const label = await screen.findByRole('textbox', { name: /门店/ });
  for (const value of ['门店名', '门店名称', '门店名称大', '门店名称大全']) fireEvent.change(label, { target: { value } });
  await waitFor(() => expect(asked).toEqual(['门店名称大全']));
});
