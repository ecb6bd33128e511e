/** Metadata of the objects, as the shell has already loaded it. */
import { useMemo } from 'react';
import { useSuspenseQuery } from '@tanstack/react-query';
import { meQuery, objectsQuery } from './queries';
import type { Action, Field, Me, ObjectMeta } from './types';

export function useObjects(): ObjectMeta[] {
  return useSuspenseQuery(objectsQuery).data.objects;
}

/** Objects that stand for the organisation: their records are no business records. */
export const PEOPLE: readonly string[] = ['user', 'department', 'role'];

/** Objects whose records can be granted to somebody; what a role is, is settled with the roles. */
export const useGrantedObjects = (): ObjectMeta[] => {
  const objects = useObjects();
  return useMemo(() => objects.filter((object) => object.name !== 'role'), [objects]);
};

export function useObjectMeta(name: string): ObjectMeta | undefined {
  const objects = useObjects();
  return useMemo(() => objects.find((object) => object.name === name), [objects, name]);
}

export function useMe(): Me {
  return useSuspenseQuery(meQuery).data;
}

export const may = (object: ObjectMeta, action: Action): boolean => object.actions.includes(action);

export const fieldOf = (object: ObjectMeta, name: string): Field | undefined =>
  object.fields.find((field) => field.name === name);

/** A person may change this field on records that they may edit at all. */
export const isWritable = (field: Field): boolean => field.access === 'write' && !field.read_only;
