/** A sheet that rises from the bottom of a phone. */
import type { ReactNode } from 'react';
import { Drawer } from 'antd';
import css from './Floating.module.css';

export default function BottomSheet({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  return (
    <Drawer open onClose={onClose} placement="bottom" size="auto" rootClassName="bottom-sheet" title={title} classNames={{ body: css.sheet }}>
      {children}
    </Drawer>
  );
}
