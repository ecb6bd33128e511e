/** Objects by actions; each cell says how far the right reaches. Plain selects: light, and good under a thumb. */
import { useMemo, useState } from 'react';
import { Check, Ellipsis } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useGrantedObjects } from '@/api/meta';
import type { Action, ObjectMeta } from '@/api/types';
import type { ScopeWord } from '@/features/users/api';
import { Dropdown } from '@/ui/Dropdown';
import { IconButton } from '@/ui/IconButton';
import { later } from '@/ui/later';
import { useIsPhone } from '@/ui/media';
import { Unseen } from '@/ui/Unseen';
import { ACTIONS, clearRow, fillRow, isCustom, isInherited, OTHERS, scopeOf, scopesFor, setScope, WITHOUT_SCOPE, type Grants } from './rights';
import css from './GrantsTable.module.css';

const DepartmentsDialog = later(() => import('./DepartmentsDialog').then((module) => module.DepartmentsDialog));

interface GrantsTableProps {
  grants: Grants;
  onChange: (grants: Grants) => void;
}

interface Row {
  name: string;
  label: string;
  object: ObjectMeta | null;
}

export function GrantsTable({ grants, onChange }: GrantsTableProps) {
  const { t } = useTranslation();
  const phone = useIsPhone();
  const objects = useGrantedObjects();
  const [choosing, setChoosing] = useState<{ row: Row; action: Action } | null>(null);
  const rows = useMemo<Row[]>(
    () => [...objects.map((object) => ({ name: object.name, label: object.label, object })), { name: OTHERS, label: t('settings.otherObjects'), object: null }],
    [objects, t],
  );
  const cell = (row: Row, action: Action) => (
    <ScopeCell row={row} action={action} grants={grants} onChange={(scope) => (scope === 'choose' ? setChoosing({ row, action }) : onChange(setScope(grants, row.name, action, scope)))} />
  );
  return (
    <>
      <p className={css.hint}>{t('settings.scopeHint')}</p>
      {phone ? (
        <ul className={css.cards}>
          {rows.map((row) => (
            <li key={row.name}>
              <details className={css.card}>
                <summary>
                  <span>{row.label}</span>
                  <span className={css.summary}>{t('settings.granted', { count: ACTIONS.filter((action) => scopeOf(grants, row.name, action) !== 'none').length, of: ACTIONS.length })}</span>
                </summary>
                {ACTIONS.map((action) => (
                  <div key={action} className={css.line}>
                    <span>{t(`settings.action.${action}`)}</span>
                    {cell(row, action)}
                  </div>
                ))}
              </details>
            </li>
          ))}
        </ul>
      ) : (
        <table className={css.table}>
          <colgroup>
            <col className={css.object} />
            <col span={ACTIONS.length} />
            <col className={css.last} />
          </colgroup>
          <thead>
            <tr>
              <th>{t('settings.object')}</th>
              {ACTIONS.map((action) => (
                <th key={action}>{t(`settings.action.${action}`)}</th>
              ))}
              <th className={css.menu}>
                <Unseen>{t('common.more')}</Unseen>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.name} data-inherited={isInherited(grants, row.name) || undefined}>
                <th scope="row">{row.label}</th>
                {ACTIONS.map((action) => (
                  <td key={action}>{cell(row, action)}</td>
                ))}
                <td className={css.menu}>
                  <RowMenu row={row} grants={grants} onChange={onChange} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {choosing && (
        <DepartmentsDialog
          title={`${choosing.row.label} · ${t(`settings.action.${choosing.action}`)}`}
          value={scopeOf(grants, choosing.row.name, choosing.action)}
          onClose={() => setChoosing(null)}
          onSave={(departments) => {
            onChange(setScope(grants, choosing.row.name, choosing.action, departments.length ? { departments } : 'none'));
            setChoosing(null);
          }}
        />
      )}
    </>
  );
}

interface ScopeCellProps {
  row: Row;
  action: Action;
  grants: Grants;
  onChange: (scope: ScopeWord | 'choose') => void;
}

function ScopeCell({ row, action, grants, onChange }: ScopeCellProps) {
  const { t } = useTranslation();
  const scope = scopeOf(grants, row.name, action);
  const custom = isCustom(scope);
  const words = scopesFor(action, row.object);
  const plain = WITHOUT_SCOPE.includes(action) || (row.object !== null && !row.object.owned);
  const shown = custom ? t('settings.departments', { count: scope.departments.length }) : t(`settings.scope.${scope}`);
  return (
    <span className={css.scope} data-scope={custom ? 'custom' : scope}>
      <span aria-hidden>{scope === 'none' ? t('common.empty') : plain && scope === 'all' ? <Check size={15} strokeWidth={2.25} /> : shown}</span>
      <select
        aria-label={`${row.label}: ${t(`settings.action.${action}`)}`}
        value={custom ? 'custom' : scope}
        onChange={(event) => onChange(event.target.value as ScopeWord | 'choose')}
      >
        {words.map((word) => (
          <option key={word} value={word}>
            {plain ? t(word === 'none' ? 'settings.denied' : 'settings.allowed') : t(`settings.scope.${word}`)}
          </option>
        ))}
        {/* A scope from elsewhere that this cell would not offer is still shown truly. */}
        {!custom && !words.includes(scope) && <option value={scope}>{t(`settings.scope.${scope}`)}</option>}
        {custom && <option value="custom">{shown}</option>}
        {!plain && <option value="choose">{t('settings.scope.custom')}</option>}
      </select>
    </span>
  );
}

function RowMenu({ row, grants, onChange }: { row: Row; grants: Grants; onChange: (grants: Grants) => void }) {
  const { t } = useTranslation();
  const words = row.object && !row.object.owned ? (['none', 'all'] as const) : (['none', 'own', 'own_and_below', 'department_and_below', 'all'] as const);
  const inherits = row.name !== OTHERS && grants[row.name] !== undefined;
  return (
    <Dropdown
      menu={{
        items: [
          ...words.map((word) => ({ key: word, label: t('settings.fillRow', { scope: t(`settings.scope.${word}`) }), onClick: () => onChange(fillRow(grants, row.name, word, row.object)) })),
          ...(inherits && grants[OTHERS] ? [{ key: 'clear', label: t('settings.likeOthers'), onClick: () => onChange(clearRow(grants, row.name)) }] : []),
        ],
      }}
    >
      <IconButton size="small" label={t('common.moreOf', { name: row.label })}>
        <Ellipsis size={15} aria-hidden />
      </IconButton>
    </Dropdown>
  );
}
