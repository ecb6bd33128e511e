/** Name, place and head of a department. */
import { useState } from 'react';
import { Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { FormItem } from '@/ui/FormItem';
import { FormModal } from '@/ui/FormModal';
import { toast } from '@/ui/toast';
import { usePeopleCalls, type Department, type User } from './api';
import { DepartmentSelect } from './DepartmentSelect';
import { below } from './tree';
import css from './people.module.css';

export interface DepartmentDialogProps {
  departments: Department[];
  users: User[];
  department?: Department;
  /** For a new one. */
  parent: string | null;
  onClose: () => void;
}

export function DepartmentDialog({ departments, users, department, parent, onClose }: DepartmentDialogProps) {
  const { t } = useTranslation();
  const calls = usePeopleCalls();
  const [draft, setDraft] = useState({ name: department?.name ?? '', parent: department ? (department.parent?.id ?? null) : parent, head: department?.head?.id ?? null });
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  // A department can't stand below itself.
  const blocked = department ? below(departments, department.id) : new Set<string>();

  const save = async () => {
    const name = draft.name.trim();
    if (!name) {
      setErrors({ name: t('users.needDepartmentName') });
      return;
    }
    setBusy(true);
    try {
      if (department) await calls.changeDepartment(department, { ...draft, name });
      else await calls.createDepartment({ ...draft, name });
      toast({ text: t('users.departmentSaved', { name }) });
      onClose();
    } catch (error) {
      const problem = error instanceof ApiError ? error : null;
      const named = Object.fromEntries((problem?.errors ?? []).map((one) => [one.field, one.message]));
      setErrors(problem?.code === 'conflict' ? { name: t('users.departmentConflict') } : Object.keys(named).length ? named : { name: problem?.message ?? String(error) });
      setBusy(false);
    }
  };

  return (
    <FormModal open title={t(department ? 'users.editDepartment' : 'users.newDepartment')} okText={t('common.save')} cancelText={t('common.cancel')} confirmLoading={busy} onCancel={onClose} onOk={() => void save()}>
      <div className={css.form}>
        <FormItem label={t('users.departmentName')} required error={errors.name}>
          {({ id, describedBy, invalid }) => (
            <Input
              id={id}
              autoFocus
              maxLength={100}
              aria-describedby={describedBy}
              status={invalid ? 'error' : undefined}
              value={draft.name}
              onPressEnter={(event) => !event.nativeEvent.isComposing && void save()}
              onChange={(event) => setDraft({ ...draft, name: event.target.value })}
            />
          )}
        </FormItem>
        <FormItem label={t('users.parent')} error={errors.parent}>
          {({ id }) => (
            <DepartmentSelect id={id} departments={departments.filter((one) => !blocked.has(one.id))} value={draft.parent} placeholder={t('users.topLevel')} onChange={(next) => setDraft({ ...draft, parent: next })} />
          )}
        </FormItem>
        <FormItem label={t('users.head')} error={errors.head}>
          {({ id }) => (
            <Select
              id={id}
              allowClear={{ label: t('common.clear') }}
              placeholder={t('common.none')}
              showSearch={{ optionFilterProp: 'label' }}
              value={draft.head ?? undefined}
              options={users.filter((user) => user.active || user.id === draft.head).map((user) => ({ value: user.id, label: user.name }))}
              onChange={(head?: string) => setDraft({ ...draft, head: head ?? null })}
            />
          )}
        </FormItem>
      </div>
    </FormModal>
  );
}
