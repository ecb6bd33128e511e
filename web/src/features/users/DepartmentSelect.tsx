/** One department, the tree shown by indentation. */
import { Select } from 'antd';
import type { Department } from './api';
import { flatten, treeOf } from './tree';

export interface DepartmentSelectProps {
  id?: string;
  departments: Department[];
  value: string | null;
  placeholder?: string;
  onChange: (id: string | null) => void;
}

export function DepartmentSelect({ id, departments, value, placeholder, onChange }: DepartmentSelectProps) {
  const options = flatten(treeOf(departments)).map(({ department, depth }) => ({ value: department.id, label: department.name, depth }));
  return (
    <Select
      id={id}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={placeholder}
      value={value ?? undefined}
      options={options}
      optionRender={({ data }) => <span style={{ paddingLeft: data.depth * 16 }}>{data.label}</span>}
      onChange={(next?: string) => onChange(next ?? null)}
    />
  );
}
