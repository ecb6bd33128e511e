/** The departments beside the people: choose one to see its people, or change the tree by the menus. */
import { useState } from 'react';
import { Ellipsis, FolderPlus, Pencil, Plus, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { reasonOf } from '@/api/reason';
import { Dropdown } from '@/ui/Dropdown';
import { IconButton } from '@/ui/IconButton';
import { later } from '@/ui/later';
import { toast } from '@/ui/toast';
import { usePeopleCalls, type Department, type User } from './api';
import { below, flatten, treeOf } from './tree';
import css from './DepartmentTree.module.css';

const DepartmentDialog = later(() => import('./DepartmentDialog').then((module) => module.DepartmentDialog));

export interface DepartmentTreeProps {
  departments: Department[];
  users: User[];
  selected: string | null;
  onSelect: (id: string | null) => void;
}

type Dialog = { kind: 'new'; parent: string | null } | { kind: 'edit'; department: Department } | null;

export function DepartmentTree({ departments, users, selected, onSelect }: DepartmentTreeProps) {
  const { t } = useTranslation();
  const calls = usePeopleCalls();
  const [dialog, setDialog] = useState<Dialog>(null);
  const nodes = flatten(treeOf(departments));
  const count = (id: string) => {
    const inside = below(departments, id);
    return users.filter((user) => user.active && user.department && inside.has(user.department.id)).length;
  };
  const drop = async (department: Department) => {
    const inUse = departments.some((one) => one.parent?.id === department.id) || users.some((user) => user.department?.id === department.id);
    if (inUse) {
      toast({ text: t('users.departmentInUse', { name: department.name }), tone: 'bad' });
      return;
    }
    try {
      await calls.dropDepartment(department.id);
      if (selected === department.id) onSelect(null);
      toast({ text: t('users.departmentDropped', { name: department.name }) });
    } catch (error) {
      toast({ text: reasonOf(error, t), tone: 'bad' });
    }
  };
  return (
    <nav className={css.tree} aria-label={t('users.departments')}>
      <header className={css.head}>
        <h2 className={css.title}>{t('users.departments')}</h2>
        <IconButton size="small" label={t('users.newDepartment')} onClick={() => setDialog({ kind: 'new', parent: selected })}>
          <Plus size={15} aria-hidden />
        </IconButton>
      </header>
      <ul>
        <li className={css.row} data-current={selected === null || undefined}>
          <button type="button" className={css.name} aria-current={selected === null || undefined} onClick={() => onSelect(null)}>
            <span className={css.text}>{t('users.everybody')}</span>
            <span className={css.count}>{users.filter((user) => user.active).length}</span>
          </button>
        </li>
        {nodes.map(({ department, depth }) => (
          <li key={department.id} className={css.row} data-current={selected === department.id || undefined}>
            <button
              type="button"
              className={css.name}
              style={{ paddingLeft: 10 + depth * 16 }}
              aria-current={selected === department.id || undefined}
              onClick={() => onSelect(department.id)}
            >
              <span className={css.text}>{department.name}</span>
              <span className={css.count}>{count(department.id)}</span>
            </button>
            <Dropdown
              menu={{
                items: [
                  { key: 'edit', icon: <Pencil size={15} />, label: t('common.edit'), onClick: () => setDialog({ kind: 'edit', department }) },
                  { key: 'sub', icon: <FolderPlus size={15} />, label: t('users.newBelow'), onClick: () => setDialog({ kind: 'new', parent: department.id }) },
                  { key: 'drop', icon: <Trash2 size={15} />, label: t('common.delete'), danger: true, onClick: () => void drop(department) },
                ],
              }}
            >
              <IconButton size="small" className={css.menu} label={t('common.moreOf', { name: department.name })}>
                <Ellipsis size={15} aria-hidden />
              </IconButton>
            </Dropdown>
          </li>
        ))}
      </ul>
      {dialog && (
        <DepartmentDialog
          departments={departments}
          users={users}
          department={dialog.kind === 'edit' ? dialog.department : undefined}
          parent={dialog.kind === 'new' ? dialog.parent : null}
          onClose={() => setDialog(null)}
        />
      )}
    </nav>
  );
}
