/** What a new company, and a new person, does first. Whether it is done is asked of what is there, not of what was pressed. */
import { useQueries, type QueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import { useMe, useObjects } from '@/api/meta';
import type { Me, ObjectMeta, Page, RecordData } from '@/api/types';
import { backupsQuery } from '@/features/backup/api';
import { importsQuery } from '@/features/import/api';
import { companyQuery, sampleQuery } from '@/features/settings/api';
import { usersQuery } from '@/features/users/api';

export type StepName = 'sample' | 'company' | 'people' | 'data' | 'shape' | 'backup' | 'profile' | 'record' | 'followUp';

export interface Step {
  name: StepName;
  done: boolean;
  /** Where it is done. */
  to: string;
  /** For `record`: the object. */
  object?: ObjectMeta;
}

interface Asked {
  name: StepName;
  to: string;
  object?: ObjectMeta;
  /** Whether it is done, or how to find out; null where there is nothing to do. */
  done: boolean | ((client: QueryClient, signal: AbortSignal) => Promise<boolean | null>);
}

/** What other pages ask for too is taken from there, and is new again when they change it. */
const FRESH = 30_000;

const some = async (object: string, field: string, signal: AbortSignal): Promise<boolean> => {
  const page = await api.post<Page<RecordData>>(`/records/${object}/query`, { filter: { field, op: 'in', value: ['@me'] }, limit: 1, total: 'none', fields: [field] }, { signal });
  return page.items.length > 0;
};

function ofCompany(objects: ObjectMeta[]): Asked[] {
  return [
    { name: 'sample', to: '/settings/company', done: async (client) => ((await client.fetchQuery({ ...sampleQuery, staleTime: FRESH })).present ? false : null) },
    { name: 'company', to: '/settings/company', done: async (client) => (await client.fetchQuery({ ...companyQuery, staleTime: FRESH })).named },
    { name: 'people', to: '/settings/users', done: async (client) => (await client.fetchQuery({ ...usersQuery, staleTime: FRESH })).items.length > 1 },
    { name: 'data', to: '/settings/objects/from-file', done: async (client) => (await client.fetchQuery({ ...importsQuery, staleTime: FRESH })).items.some((one) => one.state === 'done') },
    { name: 'shape', to: '/settings/objects', done: objects.some((object) => object.custom || object.fields.some((field) => field.custom)) },
    {
      name: 'backup',
      to: '/settings/backup',
      done: async (client) => {
        const { scheduled, items } = await client.fetchQuery({ ...backupsQuery, staleTime: FRESH });
        return scheduled || items.some((one) => one.state === 'done');
      },
    },
  ];
}

function ofPerson(me: Me, objects: ObjectMeta[]): Asked[] {
  const able = (name: string) => objects.find((object) => object.name === name && object.actions.includes('create'));
  const [lead, activity] = [able('lead'), able('activity')];
  return [
    { name: 'profile', to: '/settings/profile', done: Boolean(me.email) },
    ...(lead ? [{ name: 'record' as const, to: '/o/lead', object: lead, done: (_: QueryClient, signal: AbortSignal) => some('lead', 'owner', signal) }] : []),
    ...(lead && activity ? [{ name: 'followUp' as const, to: '/o/lead', done: (_: QueryClient, signal: AbortSignal) => some('activity', 'created_by', signal) }] : []),
  ];
}

/** The steps of the person who looks; nothing until all are known. */
export function useSteps(): Step[] | null {
  const me = useMe();
  const objects = useObjects();
  const asked = me.admin ? ofCompany(objects) : ofPerson(me, objects);
  const answers = useQueries({
    queries: asked.map(({ name, done }) => ({
      queryKey: ['steps', me.id, name] as const,
      queryFn: ({ client, signal }: { client: QueryClient; signal: AbortSignal }) => (typeof done === 'boolean' ? done : done(client, signal)),
      enabled: typeof done === 'function',
      retry: false,
    })),
  });
  if (asked.some(({ done }, at) => typeof done === 'function' && answers[at]?.isPending)) return null;
  return asked.flatMap(({ name, to, object, done }, at) => {
    if (typeof done === 'boolean') return [{ name, to, object, done }];
    // What can't be asked is no step to be told of.
    return answers[at]?.isError || answers[at]?.data === null ? [] : [{ name, to, object, done: answers[at]?.data === true }];
  });
}
