/** The people of the company, with their departments at the side. */
import { useMemo, useState } from 'react';
import { Button, Input } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { Ellipsis, Eye, KeyRound, LockOpen, LogOut, Network, Pencil, Search, SearchX, ShieldOff, UserCheck, UserPlus, UserX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/api/meta';
import { reasonOf } from '@/api/reason';
import { startViewAs } from '@/features/viewAs/api';
import { Dropdown } from '@/ui/Dropdown';
import { Avatar } from '@/ui/Avatar';
import { IconButton } from '@/ui/IconButton';
import { later } from '@/ui/later';
import { useIsPhone } from '@/ui/media';
import { Sheet } from '@/ui/Sheet';
import { Bars, ErrorState, StateView } from '@/ui/States';
import { Tag } from '@/ui/Tag';
import { toast } from '@/ui/toast';
import { Unseen } from '@/ui/Unseen';
import { When } from '@/ui/When';
import { useTitle } from '@/ui/useTitle';
import { departmentsQuery, rolesQuery, usePeopleCalls, usersQuery, type User } from './api';
import { DepartmentTree } from './DepartmentTree';
import { below } from './tree';
import css from './UserList.module.css';

const UserDrawer = later(() => import('./UserDrawer').then((module) => module.UserDrawer));
const ResetPassword = later(() => import('./ResetPassword').then((module) => module.ResetPassword));
const SecretDialog = later(() => import('./SecretDialog').then((module) => module.SecretDialog));

export const STATES = ['active', 'locked', 'inactive'] as const;
export type UserState = (typeof STATES)[number];
const stateOf = (user: User): UserState => (!user.active ? 'inactive' : user.locked ? 'locked' : 'active');

export interface UserFilter {
  q: string;
  department: string | null;
  state: UserState | null;
}

type Open = { kind: 'new' } | { kind: 'edit'; user: User } | { kind: 'reset'; user: User } | { kind: 'secret'; name: string; login: string; password: string } | null;

export function UserList({ filter, onFilter }: { filter: UserFilter; onFilter: (filter: UserFilter) => void }) {
  const { t } = useTranslation();
  useTitle(t('users.title'));
  const phone = useIsPhone();
  const users = useQuery(usersQuery);
  const departments = useQuery(departmentsQuery);
  const roles = useQuery(rolesQuery);
  const [open, setOpen] = useState<Open>(null);
  const [treeOpen, setTreeOpen] = useState(false);
  const all = useMemo(() => users.data ?? [], [users.data]);
  const tree = useMemo(() => departments.data ?? [], [departments.data]);
  const shown = useMemo(() => choose(all, filter, filter.department ? below(tree, filter.department) : null), [all, filter, tree]);
  const failed = [users, departments, roles].find((query) => query.isError && !query.data);
  if (failed) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />;
  const counts = Object.fromEntries(STATES.map((state) => [state, all.filter((user) => stateOf(user) === state).length])) as Record<UserState, number>;

  return (
    <Sheet
      fixed
      title={t('users.title')}
      meta={users.data && shown.length}
      busy={users.isFetching && !users.isPending}
      actions={
        <Button type="primary" icon={<UserPlus size={15} aria-hidden />} onClick={() => setOpen({ kind: 'new' })}>
          {t('users.newUser')}
        </Button>
      }
    >
      <div className={css.page}>
        {(!phone || treeOpen) && (
          <DepartmentTree
            departments={tree}
            users={all}
            selected={filter.department}
            onSelect={(department) => {
              setTreeOpen(false);
              onFilter({ ...filter, department });
            }}
          />
        )}
        <div className={css.main}>
          <div className={css.tools}>
            <Input
              className={css.search}
              allowClear
              prefix={<Search size={14} aria-hidden />}
              aria-label={t('users.search')}
              placeholder={t('users.search')}
              value={filter.q}
              onChange={(event) => onFilter({ ...filter, q: event.target.value })}
            />
            {phone && (
              <Button icon={<Network size={15} aria-hidden />} aria-expanded={treeOpen} onClick={() => setTreeOpen(!treeOpen)}>
                {t('users.departments')}
              </Button>
            )}
            <div className={css.states} role="group" aria-label={t('users.state')}>
              {STATES.filter((state) => counts[state] > 0).map((state) => (
                <button key={state} type="button" className={css.chip} aria-pressed={filter.state === state} onClick={() => onFilter({ ...filter, state: filter.state === state ? null : state })}>
                  {t(`users.states.${state}`)} <span>{counts[state]}</span>
                </button>
              ))}
            </div>
          </div>
          <div className={css.scroll}>
            {users.isPending ? (
              <Bars rows={8} />
            ) : shown.length === 0 ? (
              <StateView icon={SearchX} tone="grey" title={t('users.nobody')}>
                <Button onClick={() => onFilter({ q: '', department: null, state: null })}>{t('users.clearFilter')}</Button>
              </StateView>
            ) : (
              <UserTable users={shown} onOpen={setOpen} />
            )}
          </div>
        </div>
      </div>
      {(open?.kind === 'new' || open?.kind === 'edit') && (
        <UserDrawer
          user={open.kind === 'edit' ? open.user : undefined}
          users={all}
          departments={tree}
          roles={roles.data ?? []}
          department={filter.department}
          onClose={() => setOpen(null)}
          onSaved={(user, password) => {
            setOpen(password ? { kind: 'secret', name: user.name, login: user.login, password } : null);
            if (!password) toast({ text: t('users.saved', { name: user.name }) });
          }}
        />
      )}
      {open?.kind === 'reset' && (
        <ResetPassword user={open.user} onClose={() => setOpen(null)} onDone={(password) => setOpen({ kind: 'secret', name: open.user.name, login: open.user.login, password })} />
      )}
      {open?.kind === 'secret' && <SecretDialog title={t('users.secretTitle', { name: open.name })} hint={t('users.secretHint', { login: open.login })} secret={open.password} onClose={() => setOpen(null)} />}
    </Sheet>
  );
}

/** By words, department (with what is below it) and state; without a state, people who have left come last. */
export function choose(users: User[], filter: UserFilter, inside: Set<string> | null): User[] {
  const wanted = filter.q.trim().toLowerCase();
  return users
    .filter((user) => (!filter.state || stateOf(user) === filter.state) && (!inside || (user.department && inside.has(user.department.id))))
    .filter((user) => !wanted || [user.name, user.login, user.post, user.email, user.mobile].some((text) => text?.toLowerCase().includes(wanted)))
    .sort((a, b) => Number(b.active) - Number(a.active));
}

function UserTable({ users, onOpen }: { users: User[]; onOpen: (open: Open) => void }) {
  const { t } = useTranslation();
  return (
    <table className={css.table}>
      <thead>
        <tr>
          <th>{t('users.name')}</th>
          <th className={css.wide}>{t('users.department')}</th>
          <th>{t('users.roles')}</th>
          <th className={css.wider}>{t('users.superior')}</th>
          <th className={css.wide}>{t('users.lastSignIn')}</th>
          <th>{t('users.state')}</th>
          <th className={css.action}>
            <Unseen>{t('common.more')}</Unseen>
          </th>
        </tr>
      </thead>
      <tbody>
        {users.map((user) => (
          <UserRow key={user.id} user={user} onOpen={onOpen} />
        ))}
      </tbody>
    </table>
  );
}

const TONES = { active: 'ok', locked: 'warn', inactive: 'grey' } as const;

function UserRow({ user, onOpen }: { user: User; onOpen: (open: Open) => void }) {
  const { t } = useTranslation();
  const state = stateOf(user);
  return (
    <tr className={css.row} data-inactive={!user.active || undefined}>
      <th scope="row" className={css.first}>
        <span className={css.person}>
          <Avatar name={user.name} seed={user.id} size={28} />
          <span className={css.names}>
            <button type="button" className={css.name} onClick={() => onOpen({ kind: 'edit', user })}>
              {user.name}
            </button>
            <span className={css.login}>{[user.login, user.post].filter(Boolean).join(' · ')}</span>
          </span>
        </span>
      </th>
      <td className={css.wide}>{user.department?.name ?? t('common.empty')}</td>
      <td className={css.roles}>{user.roles.map((role) => role.name).join(t('common.comma')) || t('common.empty')}</td>
      <td className={css.wider}>{user.superior?.name ?? t('common.empty')}</td>
      <td className={css.wide}>{user.last_sign_in_at ? <When at={user.last_sign_in_at} /> : <span className={css.never}>{t('users.never')}</span>}</td>
      <td>
        <Tag tone={TONES[state]} dot>
          {t(`users.states.${state}`)}
        </Tag>
      </td>
      <td className={css.action}>
        <UserMenu user={user} onOpen={onOpen} />
      </td>
    </tr>
  );
}

function UserMenu({ user, onOpen }: { user: User; onOpen: (open: Open) => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const calls = usePeopleCalls();
  const change = async (active: boolean, undoable: boolean) => {
    try {
      await calls.changeUser(user.id, { active });
      toast({
        text: t(active ? 'users.activated' : 'users.deactivated', { name: user.name }),
        action: undoable ? { label: t('common.undo'), run: () => void change(!active, false) } : undefined,
      });
    } catch (error) {
      toast({ text: reasonOf(error, t), tone: 'bad' });
    }
  };
  const act = async (call: Promise<unknown>, text: string) => {
    try {
      await call;
      toast({ text });
    } catch (error) {
      toast({ text: reasonOf(error, t), tone: 'bad' });
    }
  };
  const self = user.id === me.id;
  const items = [
    { key: 'edit', icon: <Pencil size={15} />, label: t('common.edit'), onClick: () => onOpen({ kind: 'edit', user }) },
    { key: 'reset', icon: <KeyRound size={15} />, label: t('users.reset'), onClick: () => onOpen({ kind: 'reset', user }) },
    ...(user.locked && user.active ? [{ key: 'unlock', icon: <LockOpen size={15} />, label: t('users.unlock'), onClick: () => void act(calls.changeUser(user.id, { locked: false }), t('users.unlocked', { name: user.name })) }] : []),
    ...(me.view_as && !self ? [{ key: 'viewAs', icon: <Eye size={15} />, label: t('users.viewAs'), onClick: () => void startViewAs(user.id).catch((error: unknown) => toast({ text: reasonOf(error, t), tone: 'bad' })) }] : []),
    { key: 'sessions', icon: <LogOut size={15} />, label: t('users.endSessions'), onClick: () => void act(calls.endSessions(user.id), t('users.sessionsEnded', { name: user.name })) },
    ...(user.second_factor
      ? [{ key: 'factor', icon: <ShieldOff size={15} />, label: t('users.resetFactor'), onClick: () => void act(calls.resetFactor(user.id), t('users.factorReset', { name: user.name })) }]
      : []),
    user.active
      ? { key: 'off', icon: <UserX size={15} />, label: self ? t('users.notSelf') : t('users.deactivate'), danger: !self, disabled: self, onClick: () => void change(false, true) }
      : { key: 'on', icon: <UserCheck size={15} />, label: t('users.activate'), onClick: () => void change(true, true) },
  ];
  return (
    <Dropdown menu={{ items }}>
      <IconButton label={t('common.moreOf', { name: user.name })}>
        <Ellipsis size={16} strokeWidth={1.75} aria-hidden />
      </IconButton>
    </Dropdown>
  );
}
