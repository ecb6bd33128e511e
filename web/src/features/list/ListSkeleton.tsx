/** The shape of the rows that are coming. */
import css from './ListPage.module.css';

export function ListSkeleton({ rowHeight }: { rowHeight: number }) {
  return (
    <div className={css.skeleton} aria-hidden>
      {Array.from({ length: 14 }, (_, row) => (
        <div key={row} className={css.skeletonRow} style={{ height: rowHeight }}>
          {[16, 150, 120, 72, 60, 96, 110].map((width, col) => (
            <i key={width} style={{ width: width * (col > 0 ? 0.72 + ((row * 7 + col * 5) % 5) / 14 : 1) }} />
          ))}
        </div>
      ))}
    </div>
  );
}
