import { render } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { startI18n } from '@/i18n';
import { objectMeta } from '@/test/fields';
import { BoardColumn, type BoardColumnProps } from './BoardColumn';

afterEach(() => vi.unstubAllGlobals());

describe('a column that reads on', () => {
  beforeAll(() => startI18n('zh-CN'));

  it('watches its end once, whatever is drawn anew, and calls what is given last', () => {
    const watchers: ((entries: { isIntersecting: boolean }[]) => void)[] = [];
    class Observer {
      constructor(heard: (entries: { isIntersecting: boolean }[]) => void) {
        watchers.push(heard);
      }
      observe() {}
      disconnect() {}
    }
    vi.stubGlobal('IntersectionObserver', Observer);
    const column = { value: 'new', cards: [], more: true } as unknown as BoardColumnProps['column'];
    const shown = (onMore: () => Promise<void>) => (
      <BoardColumn meta={objectMeta()} places={{} as BoardColumnProps['places']} targets={[]} movable={false} colored column={column} option={undefined} figures={undefined} sum={undefined} onMove={() => undefined} onKey={() => undefined} onCreate={() => undefined} onMore={onMore} />
    );
    const [first, last] = [vi.fn(async () => undefined), vi.fn(async () => undefined)];
    const { rerender } = render(shown(first));
    rerender(shown(async () => undefined));
    rerender(shown(last));
    expect(watchers).toHaveLength(1);
    watchers[0]?.([{ isIntersecting: true }]);
    expect([first, last].map((one) => one.mock.calls.length)).toEqual([0, 1]);
  });
});
