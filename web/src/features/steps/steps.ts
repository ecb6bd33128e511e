/** What a new company, and a new person, does first. Whether it is done is asked of what is there, not of what was pressed. */
import { useQueries } from '@tanstack/react-query';
import { api } from '@/api/client';
import { useMe, useObjects } from '@/api/meta';
import type { Me, ObjectMeta, Page, RecordData } from '@/api/types';

export type StepName = 'company' | 'people' | 'data' | 'shape' | 'backup' | 'profile' | 'record' | 'followUp';

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
  ask: (signal: AbortSignal) => Promise<boolean>;
}

const some = async (object: string, field: string, signal: AbortSignal): Promise<boolean> => {
  const page = await api.post<Page<RecordData>>(`/records/${object}/query`, { filter: { field, op: 'in', value: ['@me'] }, limit: 1, total: 'none', fields: ['name'] }, { signal });
  return page.items.length > 0;
};

function ofCompany(objects: ObjectMeta[]): Asked[] {
  return [
    { name: 'company', to: '/settings/company', ask: async (signal) => (await api.get<{ named: boolean }>('/company', { signal })).named },
    { name: 'people', to: '/settings/users', ask: async (signal) => (await api.get<{ items: unknown[] }>('/users', { signal })).items.length > 1 },
    { name: 'data', to: '/settings/objects/from-file', ask: async (signal) => (await api.get<{ items: { state: string }[] }>('/imports', { signal })).items.some((one) => one.state === 'done') },
    { name: 'shape', to: '/settings/objects', ask: () => Promise.resolve(objects.some((object) => object.custom || object.fields.some((field) => field.custom))) },
    {
      name: 'backup',
      to: '/settings/backup',
      ask: async (signal) => {
        const { scheduled, items } = await api.get<{ scheduled: boolean; items: { state: string }[] }>('/backups', { signal });
        return scheduled || items.some((one) => one.state === 'done');
      },
    },
  ];
}

function ofPerson(me: Me, objects: ObjectMeta[]): Asked[] {
  const able = (name: string) => objects.find((object) => object.name === name && object.actions.includes('create'));
  const [lead, activity] = [able('lead'), able('activity')];
  return [
    { name: 'profile', to: '/settings/profile', ask: () => Promise.resolve(Boolean(me.email)) },
    ...(lead ? [{ name: 'record' as const, to: '/o/lead', object: lead, ask: (signal: AbortSignal) => some('lead', 'owner', signal) }] : []),
    ...(lead && activity ? [{ name: 'followUp' as const, to: '/o/lead', ask: (signal: AbortSignal) => some('activity', 'created_by', signal) }] : []),
  ];
}

/** The steps of the person who looks; nothing until all are known. */
export function useSteps(): Step[] | null {
  const me = useMe();
  const objects = useObjects();
  const asked = me.admin ? ofCompany(objects) : ofPerson(me, objects);
  const answers = useQueries({
    queries: asked.map(({ name, ask }) => ({
      queryKey: ['steps', me.id, name, name === 'shape' ? objects.length : name === 'profile' ? me.email : null] as const,
      queryFn: ({ signal }: { signal: AbortSignal }) => ask(signal),
      staleTime: 30_000,
      retry: false,
    })),
  });
  if (answers.some((answer) => answer.isPending)) return null;
  // What can't be asked is no step to be told of.
  return asked.flatMap(({ name, to, object }, at) => (answers[at]?.isError ? [] : [{ name, to, object, done: answers[at]?.data === true }]));
}
