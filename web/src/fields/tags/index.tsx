/** Free words. */
import { Tag } from 'lucide-react';
import { lazyEditor } from '../shared/lazyEditor';
import { listKind } from '../shared/listKind';
import type { OptionSelectProps } from '../shared/OptionSelect';
import { asList } from '../shared/show';
import type { FilterEditorProps } from '../types';

const Select = lazyEditor<OptionSelectProps>(() => import('../shared/OptionSelect'));

function TagsFilter({ field, value, onChange }: FilterEditorProps) {
  return <Select field={field} value={asList(value)} onChange={onChange} mode="tags" autoFocus />;
}

export const tags = listKind(Tag, 'tags', TagsFilter);
