/** Province, city, district, with search over all of them. */
import { useTranslation } from 'react-i18next';
import type { EditorProps } from '../types';
import { regionPath, useRegions } from './regions';
import { TreePick } from './TreePick';

export default function RegionEditor(props: EditorProps) {
  const { value } = props;
  const { t } = useTranslation();
  const regions = useRegions();
  const path = typeof value === 'string' && value && regions ? regionPath(value, regions.names) : undefined;
  return <TreePick {...props} tree={regions?.tree ?? null} path={path} placeholder={t('fields.chooseRegion')} separator=" " />;
}
