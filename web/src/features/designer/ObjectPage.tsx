/** One object for whoever designs it: fields, layouts, list columns, checks, duplicates, basics. */
import { Button } from 'antd';
import { Link } from '@tanstack/react-router';
import { ExternalLink } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ObjectMeta } from '@/api/types';
import { loadTexts } from '@/i18n/texts';
import { later } from '@/ui/later';
import { PageBack } from '@/ui/PageBack';
import { Sheet } from '@/ui/Sheet';
import { Bars } from '@/ui/States';
import { panelProps, TabBar } from '@/ui/TabBar';
import { useTitle } from '@/ui/useTitle';
import { FieldTable } from './FieldTable';
import css from './ObjectPage.module.css';

const wait = <Bars rows={8} />;
const LayoutsPage = later(async () => {
  const [module] = await Promise.all([import('./layouts/LayoutsPage'), loadTexts(['layouts'])]);
  return module.LayoutsPage;
}, wait);
const ColumnsEditor = later(() => import('./ColumnsEditor').then((module) => module.ColumnsEditor), wait);
const ChecksEditor = later(() => import('./rules/ChecksEditor').then((module) => module.ChecksEditor), wait);
const DuplicateSettings = later(async () => {
  const [module] = await Promise.all([import('@/features/duplicates/DuplicateSettings'), loadTexts(['duplicates'])]);
  return module.DuplicateSettings;
}, wait);
const ObjectSettings = later(() => import('./ObjectSettings').then((module) => module.ObjectSettings), wait);

export const TABS = ['fields', 'form', 'columns', 'checks', 'duplicates', 'basics'] as const;
export type ObjectTab = (typeof TABS)[number];

export interface ObjectPageProps {
  object: ObjectMeta;
  tab: ObjectTab;
  /** The field that is open at first. */
  field?: string;
  onTab: (tab: ObjectTab) => void;
}

export function ObjectPage({ object, tab, field, onTab }: ObjectPageProps) {
  const { t } = useTranslation();
  useTitle(object.label);
  return (
    <Sheet
      fixed
      title={<PageBack to="/settings/objects" label={t('designer.title')} title={object.label} />}
      actions={
        object.group !== 'admin' && (
          <Link to="/o/$object" params={{ object: object.name }} search={{}}>
            <Button tabIndex={-1} icon={<ExternalLink size={15} aria-hidden />}>
              {t('designer.openList')}
            </Button>
          </Link>
        )
      }
    >
      <TabBar
        id="object"
        label={object.label}
        value={tab}
        onChange={onTab}
        items={TABS.map((key) => ({ key, label: t(`designer.tab.${key}`), count: key === 'fields' ? object.fields.length : undefined }))}
      />
      <div className={tab === 'fields' ? css.scroll : css.panel} {...panelProps('object', tab)}>
        {tab === 'fields' && <FieldTable key={object.name} object={object} field={field} />}
        {tab === 'form' && <LayoutsPage key={object.name} object={object} />}
        {tab === 'columns' && <ColumnsEditor key={object.name} object={object} />}
        {tab === 'checks' && <ChecksEditor key={object.name} object={object} />}
        {tab === 'duplicates' && <DuplicateSettings key={object.name} object={object} />}
        {tab === 'basics' && <ObjectSettings key={object.name} object={object} />}
      </div>
    </Sheet>
  );
}
