/** The groups on a phone: the same heads, below them the cards of the list. */
import { useEffect, useMemo, useRef } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { Field, ObjectMeta } from '@/api/types';
import { Card } from '@/features/list/CardList';
import cards from '@/features/list/CardList.module.css';
import { cardPlaces } from '@/features/list/cardPlaces';
import type { Grain } from '@/features/list/search';
import type { Look } from '@/fields/types';
import { windowRect } from '@/ui/media';
import type { Line } from './data';
import { GroupHead } from './GroupHead';
import { MoreText } from './More';
import type { Groups } from './useGroups';
import css from './groups.module.css';

export interface GroupCardsProps {
  meta: ObjectMeta;
  columns: string[];
  groups: Groups;
  field: Field;
  look: Look;
  grain: Grain | null;
  sum: Field | undefined;
}

export function GroupCards({ meta, columns, groups, field, look, grain, sum }: GroupCardsProps) {
  const { lines, toggle, read } = groups;
  const scroller = useRef<HTMLDivElement>(null);
  const places = useMemo(() => cardPlaces(meta, columns), [meta, columns]);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => lines[index]?.key ?? index,
    estimateSize: (index) => (lines[index]?.kind === 'row' ? 112 : 44),
    initialRect: windowRect(),
    overscan: 4,
    gap: 8,
  });
  useEffect(() => virtual.measure(), [virtual, columns]);
  const content = (line: Line) => {
    if (line.kind === 'row') return <Card meta={meta} record={line.record} places={places} />;
    if (line.kind === 'wait') return <div className={cards.gap} aria-hidden />;
    if (line.kind === 'more') {
      return (
        <button type="button" className={css.further} disabled={line.state === 'busy'} onClick={() => void read(line.group)}>
          <MoreText {...line} />
        </button>
      );
    }
    return (
      <button type="button" className={css.head} aria-expanded={line.open} onClick={() => toggle(line.group, !line.open)}>
        <GroupHead field={field} look={look} group={line.group} grain={grain} sum={sum} />
      </button>
    );
  };
  return (
    <div ref={scroller} className={cards.scroller} tabIndex={-1} aria-busy={groups.query.isFetching}>
      <ul aria-label={meta.plural} className={cards.list} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start, key }) => {
          const line = lines[index];
          return (
            <li key={key} ref={virtual.measureElement} data-index={index} className={cards.item} style={{ transform: `translateY(${start}px)` }}>
              {line && content(line)}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
