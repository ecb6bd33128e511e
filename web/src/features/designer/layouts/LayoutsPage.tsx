/** The layouts of an object: which one is being designed, and that one's designer. */
import { useState } from 'react';
import { Button } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { ChevronDown, ListOrdered, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ObjectMeta } from '@/api/types';
import { Dropdown } from '@/ui/Dropdown';
import { later } from '@/ui/later';
import { Bars, ErrorState } from '@/ui/States';
import { designQuery, layoutsQuery, OWN, type LayoutList } from './api';
import { Designer } from './Designer';
import { StatusTag } from './StatusTag';
import css from './Designer.module.css';

const NewLayout = later(() => import('./NewLayout').then((module) => module.NewLayout));
const OrderDialog = later(() => import('./OrderDialog').then((module) => module.OrderDialog));

export function LayoutsPage({ object }: { object: ObjectMeta }) {
  const list = useQuery(layoutsQuery(object.name));
  if (list.isError) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  return list.data ? <Layouts object={object} list={list.data} /> : <Bars rows={8} />;
}

function Layouts({ object, list }: { object: ObjectMeta; list: LayoutList }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { layout } = useSearch({ strict: false }) as { layout?: string };
  const [dialog, setDialog] = useState<'new' | 'order' | null>(null);
  const current = list.items.find((one) => one.name === layout) ?? list.items.find((one) => one.name === OWN);
  const name = current?.name ?? OWN;
  const design = useQuery(designQuery(object.name, name));
  const choose = (next: string) => void navigate({ to: '.', search: ((before: object) => ({ ...before, layout: next === OWN ? undefined : next })) as never, replace: true });

  const head = (
    <Dropdown
      menu={{
        selectedKeys: [name],
        items: [
          ...list.items.map((one) => ({ key: one.name, label: one.label, extra: <StatusTag state={one} />, onClick: () => choose(one.name) })),
          { type: 'divider' as const },
          { key: '+', icon: <Plus size={15} />, label: t('layouts.add'), onClick: () => setDialog('new') },
          { key: 'order', icon: <ListOrdered size={15} />, label: t('layouts.order'), onClick: () => setDialog('order') },
        ],
      }}
    >
      <Button className={css.which} aria-label={t('layouts.which', { name: current?.label ?? '' })}>
        <span className={css.whichName}>{current?.label}</span>
        <ChevronDown size={15} aria-hidden />
      </Button>
    </Dropdown>
  );
  return (
    <>
      {design.isError && <ErrorState error={design.error} onRetry={() => void design.refetch()} />}
      {design.data ? <Designer key={`${object.name}.${name}`} object={object} design={design.data} list={list} head={head} onGone={() => choose(OWN)} /> : !design.isError && <Bars rows={8} />}
      {dialog === 'new' && (
        <NewLayout
          object={object}
          list={list}
          from={name}
          onClose={() => setDialog(null)}
          onMade={(made) => {
            setDialog(null);
            choose(made);
          }}
        />
      )}
      {dialog === 'order' && <OrderDialog object={object} list={list} onClose={() => setDialog(null)} />}
    </>
  );
}
