/** The objects that one may design, standard and own: what each holds and where it stands. */
import { useMemo, useState } from 'react';
import { Button, Input } from 'antd';
import { Link, useNavigate } from '@tanstack/react-router';
import { ChevronRight, FileSpreadsheet, Plus, Search, SearchX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { may, useMe, useObjects } from '@/api/meta';
import type { ObjectMeta } from '@/api/types';
import { currentLocale } from '@/i18n';
import { later } from '@/ui/later';
import { LinkButton } from '@/ui/LinkButton';
import { Sheet } from '@/ui/Sheet';
import { StateView } from '@/ui/States';
import { Tag } from '@/ui/Tag';
import { toast } from '@/ui/toast';
import { useTitle } from '@/ui/useTitle';
import { ObjectSquare } from './ObjectSquare';
import css from './ObjectList.module.css';

const NewObject = later(() => import('./NewObject').then((module) => module.NewObject));

export function ObjectList() {
  const { t } = useTranslation();
  useTitle(t('designer.title'));
  const navigate = useNavigate();
  const { admin } = useMe();
  const all = useObjects();
  const objects = useMemo(() => (admin ? all : all.filter((one) => may(one, 'define'))), [admin, all]);
  const [creating, setCreating] = useState(false);
  const [words, setWords] = useState('');
  const shown = useMemo(() => {
    const wanted = words.trim().toLowerCase();
    return wanted ? objects.filter((one) => [one.name, ...Object.values(one.labels), ...Object.values(one.plurals)].some((text) => text?.toLowerCase().includes(wanted))) : objects;
  }, [objects, words]);
  const own = shown.filter((one) => one.custom);
  const standard = shown.filter((one) => !one.custom);
  return (
    <Sheet
      title={t('designer.title')}
      meta={objects.length}
      actions={
        admin && (
          <>
            <LinkButton to="/settings/objects/from-file" search={{}} icon={<FileSpreadsheet size={15} aria-hidden />}>
              {t('designer.fromFile')}
            </LinkButton>
            <Button type="primary" icon={<Plus size={15} aria-hidden />} onClick={() => setCreating(true)}>
              {t('designer.newObject')}
            </Button>
          </>
        )
      }
    >
      <div className={css.tools}>
        <Input
          className={css.search}
          allowClear
          prefix={<Search size={14} aria-hidden />}
          aria-label={t('designer.searchObjects')}
          placeholder={t('designer.searchObjects')}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
      </div>
      {shown.length === 0 && (
        <StateView icon={SearchX} tone="grey" title={t('designer.noObjectFound')}>
          <Button onClick={() => setWords('')}>{t('designer.clearSearch')}</Button>
        </StateView>
      )}
      {(own.length > 0 || (admin && !words)) && shown.length > 0 && (
        <ObjectGroup title={t('designer.own')} objects={own}>
          {own.length === 0 && <p className={css.none}>{t('designer.noOwn')}</p>}
        </ObjectGroup>
      )}
      {standard.length > 0 && <ObjectGroup title={t('designer.standard')} objects={standard} />}
      {creating && (
        <NewObject
          onClose={() => setCreating(false)}
          onCreated={(object) => {
            setCreating(false);
            toast({ text: t('designer.objectCreated', { name: object.label }) });
            void navigate({ to: '/settings/objects/$object', params: { object: object.name }, search: {} });
          }}
        />
      )}
    </Sheet>
  );
}

function ObjectGroup({ title, objects, children }: { title: string; objects: ObjectMeta[]; children?: React.ReactNode }) {
  const { t } = useTranslation();
  const other = currentLocale() === 'en' ? 'zh-CN' : 'en';
  return (
    <section className={css.group}>
      <h2 className={css.title}>
        {title} <span>{objects.length}</span>
      </h2>
      {children}
      {objects.length > 0 && (
        <ul className={css.list}>
          {objects.map((object) => (
            <li key={object.name}>
              <Link to="/settings/objects/$object" params={{ object: object.name }} search={{}} className={css.row}>
                <ObjectSquare icon={object.icon} tone={object.color} />
                <span className={css.name}>
                  <span className={css.label}>{object.label}</span>
                  <span className={css.other} lang={other}>
                    {object.labels[other]}
                  </span>
                </span>
                <code className={css.api}>{object.name}</code>
                <span className={css.fields}>{t('designer.fieldCount', { count: object.fields.filter((field) => !field.system).length })}</span>
                <span className={css.place}>{object.nav === null ? t('designer.notInNavigation') : <Tag>{t(`shell.group.${object.group}`)}</Tag>}</span>
                <ChevronRight className={css.more} size={16} strokeWidth={1.75} aria-hidden />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
