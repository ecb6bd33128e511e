/** Which columns the list shows at first, and in what order, under the list itself with real records. */
import { useMemo, useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { ArrowDown, ArrowUp, Ellipsis, Pin, Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import type { Field, FieldValue, ObjectMeta, Page, RecordData } from '@/api/types';
import { kindOf } from '@/fields/registry';
import { Dropdown } from '@/ui/Dropdown';
import { IconButton } from '@/ui/IconButton';
import { shift } from '@/ui/shift';
import { Handle, SortableList, type HandleBinding } from '@/ui/sortable';
import { SaveBar } from './SaveBar';
import { useSaver } from './useSaver';
import css from './ColumnsEditor.module.css';

const known = (object: ObjectMeta) => object.list_columns.filter((name) => object.fields.some((field) => field.name === name));

export function ColumnsEditor({ object }: { object: ObjectMeta }) {
  const { t } = useTranslation();
  const [basis, setBasis] = useState({ version: object.version, columns: known(object) });
  const [columns, setColumns] = useState(basis.columns);
  const saver = useSaver(object, basis.version);
  const dirty = columns.join() !== basis.columns.join();
  const byName = useMemo(() => new Map(object.fields.map((field) => [field.name, field])), [object.fields]);
  const rest = object.fields.filter((field) => !columns.includes(field.name));
  const nameOf = (name: string) => byName.get(name)?.label ?? name;

  const start = (fresh: ObjectMeta) => {
    const next = { version: fresh.version, columns: known(fresh) };
    setBasis(next);
    setColumns(next.columns);
    saver.forget();
  };
  const save = async (force: boolean) => {
    const saved = await saver.save({ list_columns: columns }, force);
    if (saved) start(saved);
  };
  if (!dirty && object.version !== basis.version && !saver.refusal) start(object);

  return (
    <div className={css.page}>
      <div className={css.scroll}>
        <ListPreview object={object} fields={columns.flatMap((name) => byName.get(name) ?? [])} />
        <div className={css.lists}>
          <section className={css.list} aria-label={t('designer.shownColumns')}>
            <h2 className={css.subtitle}>
              {t('designer.shownColumns')} <span>{columns.length}</span>
            </h2>
            <p className={css.hint}>{t('designer.shownColumnsHint')}</p>
            <SortableList ids={columns} nameOf={nameOf} onChange={setColumns}>
              {(name, bind, index) => {
                const field = byName.get(name);
                return field ? (
                  <ColumnItem
                    field={field}
                    bind={bind}
                    pinned={index === 0}
                    first={index === 0}
                    last={index === columns.length - 1}
                    only={columns.length === 1}
                    onMove={(by) => setColumns(shift(columns, index, by))}
                    onTake={() => setColumns(columns.filter((one) => one !== name))}
                  />
                ) : null;
              }}
            </SortableList>
          </section>
          <section className={css.list} aria-label={t('designer.otherColumns')}>
            <h2 className={css.subtitle}>
              {t('designer.otherColumns')} <span>{rest.length}</span>
            </h2>
            <p className={css.hint}>{t('designer.otherColumnsHint')}</p>
            <ul>
              {rest.map((field) => {
                const Icon = kindOf(field).icon;
                return (
                  <li key={field.name}>
                    <button type="button" className={css.add} onClick={() => setColumns([...columns, field.name])}>
                      <Icon size={15} strokeWidth={1.75} aria-hidden />
                      <span>{field.label}</span>
                      <Plus size={15} aria-label={t('common.add')} />
                    </button>
                  </li>
                );
              })}
            </ul>
          </section>
        </div>
      </div>
      <SaveBar dirty={dirty} saving={saver.saving} refusal={saver.refusal} onSave={() => void save(false)} onForce={() => void save(true)} onRevert={() => start(object)} />
    </div>
  );
}

interface ColumnItemProps {
  field: Field;
  bind: HandleBinding;
  pinned: boolean;
  first: boolean;
  last: boolean;
  only: boolean;
  onMove: (by: -1 | 1) => void;
  onTake: () => void;
}

function ColumnItem({ field, bind, pinned, first, last, only, onMove, onTake }: ColumnItemProps) {
  const { t } = useTranslation();
  const Icon = kindOf(field).icon;
  return (
    <div className={css.item}>
      <Handle label={t('designer.dragOf', { name: field.label })} bind={bind} />
      <Icon size={15} strokeWidth={1.75} aria-hidden />
      <span className={css.label}>{field.label}</span>
      {pinned && (
        <span className={css.pin}>
          <Pin size={12} aria-hidden />
          {t('designer.pinned')}
        </span>
      )}
      <Dropdown
        menu={{
          items: [
            { key: 'up', icon: <ArrowUp size={15} />, label: t('common.moveUp'), disabled: first, onClick: () => onMove(-1) },
            { key: 'down', icon: <ArrowDown size={15} />, label: t('common.moveDown'), disabled: last, onClick: () => onMove(1) },
          ],
        }}
      >
        <IconButton size="small" label={t('common.moreOf', { name: field.label })}>
          <Ellipsis size={15} aria-hidden />
        </IconButton>
      </Dropdown>
      <IconButton size="small" label={t('designer.takeColumn', { name: field.label })} disabled={only} onClick={onTake}>
        <X size={15} aria-hidden />
      </IconButton>
    </div>
  );
}

/** The table scrolls sideways; without a focus of its own, keys could not do it. */
const scrollable = { tabIndex: 0 };

function ListPreview({ object, fields }: { object: ObjectMeta; fields: Field[] }) {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ['designer', 'preview', object.name],
    queryFn: ({ signal }) => api.get<Page<RecordData>>(`/records/${object.name}`, { query: { limit: 4, total: 'none' }, signal }),
    enabled: object.actions.includes('read'),
  });
  const rows = query.data?.items ?? [];
  return (
    <section className={css.preview} aria-label={t('designer.preview')}>
      <h2 className={css.previewTitle}>{t('designer.preview')}</h2>
      <div className={css.table} {...scrollable}>
        <table>
          <thead>
            <tr>
              {fields.map((field) => (
                <th key={field.name} style={{ minWidth: kindOf(field).width, textAlign: kindOf(field).align }}>
                  {field.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((record) => (
              <tr key={record.id}>
                {fields.map((field) => {
                  const { Cell, align } = kindOf(field);
                  return (
                    <td key={field.name} style={{ textAlign: align }}>
                      <Cell field={field} value={record[field.name] as FieldValue} record={record} />
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
        {!query.isPending && rows.length === 0 && <p className={css.noRows}>{t('designer.noRows')}</p>}
      </div>
    </section>
  );
}
