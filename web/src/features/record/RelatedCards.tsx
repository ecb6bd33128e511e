/** Records that point here, as small cards with a count, a few rows and a way to add one. */
import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Network, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { may, useObjects } from '@/api/meta';
import { nameOf } from '@/api/names';
import type { FieldValue, ObjectMeta, RecordData } from '@/api/types';
import { useFormatContext } from '@/fields/context';
import { formatValue } from '@/fields/registry';
import { openCreate } from '@/features/form/createStore';
import { ladderOf } from '@/features/relations/tree';
import { TeamCard } from '@/features/sharing/TeamCard';
import { ObjectIcon } from '@/ui/icons';
import { IconButton } from '@/ui/IconButton';
import { later } from '@/ui/later';
import { totalText } from '../list/total';
import { fewQuery, pointingTo, relationName, relationsOf, relationTitle, secondFields, tabbedOf, testFor, type Relation } from './related';
import { RelatedSum } from './RelatedSum';
import { deeper } from './search';
import css from './RelatedCards.module.css';

const RelationMap = later(() => import('@/features/relations/RelationMap').then((module) => module.RelationMap));

const SHOWN = 3;

function RelatedCard({ relation, meta, record, tabbed }: { relation: Relation; meta: ObjectMeta; record: RecordData; tabbed: boolean }) {
  const { t } = useTranslation();
  const context = useFormatContext();
  const { object, field } = relation;
  const [drawn, setDrawn] = useState(false);
  const ladder = ladderOf(object);
  const second = secondFields(relation);
  const query = useQuery(fewQuery(relation, meta, record.id));
  const rows = query.data?.items ?? [];
  const total = query.data?.total;
  // Of records of the same kind only those below this one make a picture.
  const drawable = ladder && rows.length > 0 && (object.name !== meta.name || field.name === ladder.name);
  const self = { id: record.id, object: meta.name, name: nameOf(record, meta.name_field) };
  const title = relationTitle(relation, t);
  const all = t('record.allRelated', { count: total?.value ?? rows.length });
  return (
    <section className={css.card} aria-label={title}>
      <header className={css.head}>
        <ObjectIcon name={object.icon} size={15} />
        <h3>{title}</h3>
        {total && <span className={css.count}>{totalText(total)}</span>}
        <span className={css.gap} />
        {drawable && (
          <IconButton size="small" label={t('record.map')} onClick={() => setDrawn(true)}>
            <Network size={15} aria-hidden />
          </IconButton>
        )}
        {may(object, 'create') && (
          <IconButton
            size="small"
            label={t('form.newOf', { name: object.label })}
            onClick={() => openCreate({ object: object.name, defaults: pointingTo(relation, self), onCreated: () => undefined })}
          >
            <Plus size={15} aria-hidden />
          </IconButton>
        )}
      </header>
      {rows.length > 0 && <RelatedSum object={object} test={testFor(relation, meta, record.id)} />}
      {rows.length > 0 && (
        <ul>
          {rows.slice(0, SHOWN).map((row) => {
            const line = second.map((one) => formatValue(row[one.name] as FieldValue, one, context)).filter(Boolean).join(' · ');
            return (
              <li key={row.id}>
                <Link to="/o/$object/$id" params={{ object: object.name, id: row.id }} search={{}} className={css.row}>
                  <span className={css.name}>{nameOf(row, object.name_field)}</span>
                  {line && <span className={css.second}>{line}</span>}
                </Link>
              </li>
            );
          })}
        </ul>
      )}
      {drawn && ladder && (
        <RelationMap
          title={t('record.mapOf', { name: self.name, objects: object.plural })}
          object={object}
          ladder={ladder}
          filter={object.name === meta.name ? { field: 'id', op: 'in', value: [record.id] } : testFor(relation, meta, record.id)}
          below={object.name === meta.name}
          onClose={() => setDrawn(false)}
        />
      )}
      {query.isError && <p className={css.none}>{t('errors.failed')}</p>}
      {rows.length > SHOWN && tabbed && (
        <Link to="/o/$object/$id" params={{ object: meta.name, id: record.id }} search={{ tab: relationName(relation) } as never} state={deeper} className={css.all}>
          {all}
        </Link>
      )}
      {rows.length > SHOWN && !tabbed && (
        <Link to="/o/$object" params={{ object: object.name }} search={{ filter: testFor(relation, meta, record.id) } as never} className={css.all}>
          {all}
        </Link>
      )}
    </section>
  );
}

export function RelatedCards({ meta, record }: { meta: ObjectMeta; record: RecordData }) {
  const objects = useObjects();
  const relations = relationsOf(meta, record, objects);
  const tabbed = new Set(tabbedOf(meta, record, objects).map(relationName));
  return (
    <div className={css.cards}>
      {meta.owned && !record.deleted_at && <TeamCard meta={meta} id={record.id} />}
      {relations.map((relation) => (
        <RelatedCard key={relationName(relation)} relation={relation} meta={meta} record={record} tabbed={tabbed.has(relationName(relation))} />
      ))}
    </div>
  );
}
