/** The lines of a grouped list as the grid takes them: rows, and between them what opens, closes and reads on. */
import { useMemo } from 'react';
import type { Field, RecordData } from '@/api/types';
import type { Bands } from '@/features/list/grid/RecordGrid';
import type { Grain } from '@/features/list/search';
import type { Look } from '@/fields/types';
import { Band, BAND } from './Band';
import type { Line } from './data';
import { GroupHead } from './GroupHead';
import { MoreText } from './More';
import type { Groups } from './useGroups';

/** Enter and Space press; left closes a head, right opens it. */
function pressed(line: Line, key: string): boolean {
  if (key === 'Enter' || key === ' ') return true;
  return line.kind === 'group' && key === (line.open ? 'ArrowLeft' : 'ArrowRight');
}

export function useBands({ lines, toggle, read }: Groups, rowHeight: number, field: Field, look: Look, grain: Grain | null, sum: Field | undefined) {
  const rows = useMemo<(RecordData | undefined)[]>(() => lines.map((line) => (line.kind === 'row' ? line.record : undefined)), [lines]);
  const bands = useMemo<Bands>(() => {
    const press = (line: Line) => {
      if (line.kind === 'group') toggle(line.group, !line.open);
      else if (line.kind === 'more' && line.state !== 'busy') void read(line.group);
    };
    return {
      height: (index) => (lines[index]?.kind === 'group' || lines[index]?.kind === 'more' ? BAND : rowHeight),
      show: (index, top, active, onFocus) => {
        const line = lines[index];
        if (line?.kind !== 'group' && line?.kind !== 'more') return null;
        return (
          <Band key={line.key} index={index} top={top} active={active} open={line.kind === 'group' ? line.open : undefined} onPress={() => press(line)} onFocus={onFocus}>
            {line.kind === 'group' ? <GroupHead field={field} look={look} group={line.group} grain={grain} sum={sum} /> : <MoreText {...line} />}
          </Band>
        );
      },
      onKey: (event, at, moveTo) => {
        const line = lines[at.row];
        const held = event.ctrlKey || event.metaKey || event.altKey || event.nativeEvent.isComposing;
        if (held || !line || !(event.target as HTMLElement).closest('[data-at]')) return false;
        // From the first cell of a row one more step to the left leads to the head of its group.
        if (line.kind === 'row' && event.key === 'ArrowLeft' && at.col === 0) moveTo({ row: lines.findIndex((one) => one.kind === 'group' && one.group === line.group), col: 0 });
        else if (line.kind !== 'row' && pressed(line, event.key)) {
          press(line);
          // What reads on goes down with the rows that come; the focus stays above them.
          if (line.kind === 'more') moveTo({ row: at.row - 1, col: 0 });
        } else return false;
        event.preventDefault();
        return true;
      },
    };
  }, [lines, toggle, read, rowHeight, field, look, grain, sum]);
  return { rows, bands };
}
