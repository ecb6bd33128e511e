import { render, screen } from '@testing-library/react';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Option, RecordData } from '@/api/types';
import { Past } from '@/features/board/BoardColumn';
import { StageAge } from '@/features/board/Card';
import { StagePath } from '@/features/record/StagePath';
import type { RecordEdit } from '@/features/record/useRecordEdit';
import { startI18n } from '@/i18n';
import { loadTexts } from '@/i18n/texts';
import { context, field, objectMeta } from '@/test/fields';
import { ageingOf } from './ageing';

vi.mock('@/fields/context', () => ({ useFormatContext: () => context() }));
beforeAll(async () => {
  await startI18n('zh-CN');
  await loadTexts(['board']);
});

const option = (name: string, label: string, more: Partial<Option> = {}): Option => ({ name, label, labels: {}, color: 'info', active: true, ...more });
const stage = field('choice', { name: 'stage', label: '阶段', options: [option('quote', '报价', { limit_days: 10 }), option('talk', '洽谈'), option('won', '赢单', { outcome: 'success' })] });
const meta = objectMeta({ stage_field: 'stage', fields: [stage, field('datetime', { name: 'stage_entered_at', system: true })] });
/** Today is 20 November in Shanghai. */
const record = (day: string, value = 'quote') => ({ id: day, stage: value, stage_entered_at: `2026-11-${day}T02:00:00Z` }) as unknown as RecordData;
const edit = { saving: new Set(), refusals: {}, conflicts: {} } as unknown as RecordEdit;

describe('the time in a stage', () => {
  it('is quiet at first, near its limit from four fifths on, and past it only after the last day', () => {
    const states = ['20', '13', '12', '10', '09'].map((day) => ageingOf(meta, record(day), context()));
    expect(states.map((one) => `${one?.days} ${one?.state}`)).toEqual(['0 quiet', '7 quiet', '8 near', '10 near', '11 past']);
    expect(ageingOf(meta, record('01', 'talk'), context())).toMatchObject({ days: 19, limit: null, state: 'quiet' });
  });

  it('counts days in the zone of whoever looks', () => {
    const late = { ...record('18'), stage_entered_at: '2026-11-18T16:30:00Z' };
    expect(ageingOf(meta, late, context())?.days).toBe(1);
    expect(ageingOf(meta, late, context({ zone: 'America/New_York' }))?.days).toBe(1);
    expect(ageingOf(meta, late, context({ zone: 'UTC' }))?.days).toBe(2);
    expect(ageingOf(meta, { ...late, stage_entered_at: '2026-11-20T03:00:00Z' }, context())?.days).toBe(0);
  });

  it('is nothing for what is over, in the bin, without a stage or out of sight', () => {
    expect(ageingOf(meta, record('01', 'won'), context())).toBeNull();
    expect(ageingOf(meta, { ...record('01'), deleted_at: '2026-11-19T00:00:00Z' }, context())).toBeNull();
    expect(ageingOf(meta, { ...record('01'), stage: null }, context())).toBeNull();
    expect(ageingOf(meta, { ...record('01'), stage_entered_at: null }, context())).toBeNull();
    expect(ageingOf({ ...meta, fields: [{ ...stage, access: 'masked' }] }, record('01'), context())).toBeNull();
    expect(ageingOf({ ...meta, stage_field: null }, record('01'), context())).toBeNull();
  });

  it('is told on a card in words that change with the limit', () => {
    const places = {} as Parameters<typeof StageAge>[0]['places'];
    const { container, rerender } = render(<StageAge meta={meta} record={record('15')} places={places} />);
    const told = () => container.textContent;
    expect(told()).toBe('5 天');
    expect(container.firstElementChild).toHaveAttribute('data-tip', '2026-11-15 10:00 进入“报价”，停留上限 10 天');
    rerender(<StageAge meta={meta} record={record('11')} places={places} />);
    expect(told()).toBe('9/10 天');
    rerender(<StageAge meta={meta} record={record('01')} places={places} />);
    expect(told()).toBe('停留 19 天');
    rerender(<StageAge meta={meta} record={record('20')} places={places} />);
    expect(told()).toBe('');
  });

  it('is counted at the head of a column, as far as cards were read', () => {
    const column = { value: 'quote', cards: [record('01'), record('02'), record('19')], more: false };
    const { container, rerender } = render(<Past meta={meta} column={column} />);
    expect(container.textContent).toBe('2 条停留超限');
    rerender(<Past meta={meta} column={{ ...column, more: true }} />);
    expect(container.textContent).toBe('至少 2 条停留超限');
    rerender(<Past meta={meta} column={{ ...column, cards: [record('19')] }} />);
    expect(container.textContent).toBe('');
  });

  it('stands beside the path of a record', () => {
    const path = (day: string, value?: string, saving = edit) => <StagePath meta={meta} field={stage} record={record(day, value)} edit={saving} canEdit />;
    const { rerender } = render(path('13'));
    expect(screen.getByText('第 8 天')).toBeInTheDocument();
    rerender(path('11'));
    expect(screen.getByText('第 10 天，上限 10 天')).toBeInTheDocument();
    rerender(path('01'));
    expect(screen.getByText('停留 19 天，上限 10 天')).toHaveAttribute('data-state', 'past');
    rerender(path('01', 'won'));
    expect(screen.queryByText(/天/)).toBeNull();
    rerender(path('01', 'quote', { ...edit, saving: new Set(['stage']) }));
    expect(screen.queryByText(/天/)).toBeNull();
  });
});
