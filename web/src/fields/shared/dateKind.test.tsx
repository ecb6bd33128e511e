import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { RecordData } from '@/api/types';
import { renderApp, useTestServer } from '@/test/app';
import { field } from '@/test/fields';
import { DateWords } from './dateKind';

useTestServer();

describe('a deadline that has passed', () => {
  it('is late while there is something to do, and a plain date once that is over', async () => {
    const due = field('date', { name: 'due_on' });
    const of = (state: Partial<RecordData>) => ({ id: '1', ...state }) as unknown as RecordData;
    renderApp(
      {
        '/': () => (
          <>
            <DateWords field={due} value="2020-01-01" record={of({ status: 'todo' })} />
            <DateWords field={due} value="2020-01-02" record={of({ status: 'done' })} />
            <DateWords field={due} value="2020-01-03" record={of({ stage: 'lost' })} />
          </>
        ),
      },
      '/',
    );
    expect(await screen.findByText(/^逾期/)).toHaveAttribute('datetime', '2020-01-01');
    expect(screen.getAllByText(/^2020-01-0[23]$/)).toHaveLength(2);
  });
});
