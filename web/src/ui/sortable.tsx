/**
 * Drag to reorder, in one list or across groups. The library stays behind these few names: mouse after
 * 5 px, touch after a short hold (so that pages still scroll), and the keyboard with spoken steps.
 */
import { useMemo, useRef, useState, type CSSProperties, type ReactNode } from 'react';
import {
  closestCenter,
  closestCorners,
  DndContext,
  DragOverlay,
  KeyboardSensor,
  MouseSensor,
  TouchSensor,
  useDroppable,
  useSensor,
  useSensors,
  type Announcements,
  type DragEndEvent,
  type DragOverEvent,
  type UniqueIdentifier,
} from '@dnd-kit/core';
import { arrayMove, SortableContext, sortableKeyboardCoordinates, useSortable, verticalListSortingStrategy } from '@dnd-kit/sortable';
import { CSS } from '@dnd-kit/utilities';
import { GripVertical } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import css from './sortable.module.css';

function useDragSensors() {
  return useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 5 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 220, tolerance: 6 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
}

function useAnnouncements(nameOf: (id: string) => string) {
  const { t } = useTranslation();
  return useMemo(() => {
    const name = (id: UniqueIdentifier) => nameOf(String(id));
    const announcements: Announcements = {
      onDragStart: ({ active }) => t('designer.drag.start', { name: name(active.id) }),
      onDragOver: ({ active, over }) => (over ? t('designer.drag.over', { name: name(active.id), over: name(over.id) }) : t('designer.drag.nowhere')),
      onDragEnd: ({ active }) => t('designer.drag.end', { name: name(active.id) }),
      onDragCancel: ({ active }) => t('designer.drag.cancel', { name: name(active.id) }),
    };
    return { announcements, screenReaderInstructions: { draggable: t('designer.drag.instructions') } };
  }, [t, nameOf]);
}

/** The six dots by which a row is dragged; they are the only part that starts a drag. */
export function Handle({ label, bind }: { label: string; bind: HandleBinding }) {
  const { hold, attributes, listeners } = bind;
  return (
    <button type="button" className={css.handle} {...attributes} {...listeners} ref={hold} aria-label={label}>
      <GripVertical size={15} strokeWidth={1.75} aria-hidden />
    </button>
  );
}

export interface HandleBinding {
  hold: (element: HTMLElement | null) => void;
  attributes: object;
  listeners: object | undefined;
}

function SortableRow({ id, children }: { id: string; children: (bind: HandleBinding) => ReactNode }) {
  const { setNodeRef, setActivatorNodeRef, attributes, listeners, transform, transition, isDragging } = useSortable({ id });
  const style: CSSProperties = { transform: CSS.Translate.toString(transform), transition };
  // The library calls the handle a "button" by attribute; ours is one already.
  const { role: _role, tabIndex: _tabIndex, ...rest } = attributes;
  return (
    <div ref={setNodeRef} style={style} className={css.row} data-dragging={isDragging || undefined}>
      {children({ hold: setActivatorNodeRef, attributes: rest, listeners })}
    </div>
  );
}

export interface SortableListProps {
  ids: string[];
  onChange: (ids: string[]) => void;
  nameOf: (id: string) => string;
  children: (id: string, bind: HandleBinding, index: number) => ReactNode;
}

/** One list, top to bottom. */
export function SortableList({ ids, onChange, nameOf, children }: SortableListProps) {
  const sensors = useDragSensors();
  const accessibility = useAnnouncements(nameOf);
  const drop = ({ active, over }: DragEndEvent) => {
    if (over && over.id !== active.id) onChange(arrayMove(ids, ids.indexOf(String(active.id)), ids.indexOf(String(over.id))));
  };
  return (
    <DndContext sensors={sensors} collisionDetection={closestCenter} accessibility={accessibility} onDragEnd={drop}>
      <SortableContext items={ids} strategy={verticalListSortingStrategy}>
        {ids.map((id, index) => (
          <SortableRow key={id} id={id}>
            {(bind) => children(id, bind, index)}
          </SortableRow>
        ))}
      </SortableContext>
    </DndContext>
  );
}

export interface Group {
  id: string;
  items: string[];
}

export interface SortableGroupsProps {
  groups: Group[];
  onChange: (groups: Group[]) => void;
  nameOf: (id: string) => string;
  renderItem: (id: string, group: string, bind: HandleBinding) => ReactNode;
  /** What is drawn under the pointer while dragging. */
  renderOverlay: (id: string) => ReactNode;
  children: (slot: (group: Group) => ReactNode) => ReactNode;
}

/** Moves an item into a group at the place of another item, or to the group's end. */
export function moveBetween(groups: Group[], item: string, over: string): Group[] {
  const from = groups.find((group) => group.items.includes(item));
  const to = groups.find((group) => group.id === over || group.items.includes(over));
  if (!from || !to || item === over) return groups;
  if (from === to) {
    if (over === to.id) return groups;
    const items = arrayMove(from.items, from.items.indexOf(item), from.items.indexOf(over));
    return groups.map((group) => (group === from ? { ...group, items } : group));
  }
  const at = over === to.id ? to.items.length : to.items.indexOf(over);
  return groups.map((group) => {
    if (group === from) return { ...group, items: group.items.filter((one) => one !== item) };
    if (group === to) return { ...group, items: [...group.items.slice(0, at), item, ...group.items.slice(at)] };
    return group;
  });
}

/** Several lists between which items move; `children` places the lists. */
export function SortableGroups({ groups, onChange, nameOf, renderItem, renderOverlay, children }: SortableGroupsProps) {
  const sensors = useDragSensors();
  const accessibility = useAnnouncements(nameOf);
  const [active, setActive] = useState<string | null>(null);
  // While dragging, a working copy moves; it becomes the caller's only when the item is dropped.
  const [moving, setMoving] = useState<Group[] | null>(null);
  const before = useRef(groups);
  const shown = moving ?? groups;
  const over = ({ active: dragged, over: target }: DragOverEvent) => {
    if (!target) return;
    setMoving((current) => {
      const now = current ?? groups;
      const from = now.find((group) => group.items.includes(String(dragged.id)));
      const to = now.find((group) => group.id === target.id || group.items.includes(String(target.id)));
      return from && to && from !== to ? moveBetween(now, String(dragged.id), String(target.id)) : now;
    });
  };
  const finish = () => {
    setActive(null);
    setMoving(null);
  };
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCorners}
      accessibility={accessibility}
      onDragStart={(event) => {
        before.current = groups;
        setActive(String(event.active.id));
      }}
      onDragOver={over}
      onDragCancel={finish}
      onDragEnd={(event) => {
        const after = event.over ? moveBetween(shown, String(event.active.id), String(event.over.id)) : before.current;
        finish();
        if (after !== groups) onChange(after);
      }}
    >
      {children((group) => {
        const current = shown.find((one) => one.id === group.id) ?? group;
        return (
          <Slot group={current}>
            {current.items.map((id) => (
              <SortableRow key={id} id={id}>
                {(bind) => renderItem(id, group.id, bind)}
              </SortableRow>
            ))}
          </Slot>
        );
      })}
      <DragOverlay dropAnimation={null}>{active && <div className={css.overlay}>{renderOverlay(active)}</div>}</DragOverlay>
    </DndContext>
  );
}

function Slot({ group, children }: { group: Group; children: ReactNode }) {
  const { setNodeRef, isOver } = useDroppable({ id: group.id });
  return (
    <SortableContext items={group.items} strategy={verticalListSortingStrategy}>
      <div ref={setNodeRef} className={css.slot} data-over={isOver || undefined}>
        {children}
      </div>
    </SortableContext>
  );
}
