import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { withEndings } from '@/api/outcome';
import type { Outcome, RecordData } from '@/api/types';
import { renderApp, useTestServer } from '@/test/app';
import { field, objectMeta } from '@/test/fields';
import { DateWords } from './dateKind';

useTestServer();

describe('a deadline that has passed', () => {
  it('is late while there is something to do, and a plain date once that is over', async () => {
    const option = (name: string, outcome?: Outcome) => ({ name, label: name, labels: {}, color: 'grey' as const, active: true, outcome });
    const status = field('choice', { name: 'x_phase', options: [option('todo'), option('done', 'open'), option('shipped', 'success'), option('dropped', 'failure')] });
    const [due] = withEndings({ version: 1, objects: [objectMeta({ fields: [field('date', { name: 'due_on' }), status] })] }).objects[0]?.fields ?? [];
    if (!due) throw new Error('no field');
    const of = (state: Partial<RecordData>) => ({ id: '1', ...state }) as unknown as RecordData;
    renderApp(
      {
        '/': () => (
          <>
            <DateWords field={due} value="2020-01-01" record={of({ x_phase: 'todo' })} />
            <DateWords field={due} value="2020-01-02" record={of({ x_phase: 'shipped' })} />
            <DateWords field={due} value="2020-01-03" record={of({ x_phase: 'dropped' })} />
            <DateWords field={due} value="2020-01-04" record={of({ x_phase: 'done' })} />
            <DateWords field={due} value="2020-01-05" record={of({ status: 'lost' })} />
          </>
        ),
      },
      '/',
    );
    // What an option is called says nothing.
    const late = await screen.findAllByText(/^逾期/);
    expect(late.map((one) => one.getAttribute('datetime'))).toEqual(['2020-01-01', '2020-01-04', '2020-01-05']);
    expect(screen.getAllByText(/^2020-01-0[23]$/)).toHaveLength(2);
  });
});
