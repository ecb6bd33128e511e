/** Node by node, with search over all of them. */
import { useTranslation } from 'react-i18next';
import { TreePick } from '../shared/TreePick';
import type { EditorProps } from '../types';
import { pathOf, treeOf } from './tree';

export default function CascadeEditor(props: EditorProps) {
  const { t } = useTranslation();
  const name = typeof props.value === 'string' ? props.value : '';
  return <TreePick {...props} tree={treeOf(props.field.options ?? [], name)} path={name ? pathOf(name) : undefined} placeholder={t('fields.choose')} separator=" / " />;
}
