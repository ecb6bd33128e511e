/** Rules while they are designed: every condition as a list of tests that all have to hold. */
import type { Check, FieldRules, Filter, Labels } from '@/api/types';

export const RULES = ['visible_when', 'required_when', 'read_only_when'] as const;
export type RuleName = (typeof RULES)[number];
export type RulesDraft = Record<RuleName, Filter[]>;

export const partsOf = (filter: Filter | undefined): Filter[] => (filter === undefined ? [] : 'and' in filter ? filter.and : [filter]);
const whole = (parts: Filter[]): Filter | null => (parts.length > 0 ? { and: parts } : null);

export const rulesOf = (rules: FieldRules | undefined): RulesDraft => ({
  visible_when: partsOf(rules?.visible_when),
  required_when: partsOf(rules?.required_when),
  read_only_when: partsOf(rules?.read_only_when),
});

/** The part of the body; what can't be on a computed field is left out, and on a new one what is not set. */
export function rulesBody(rules: RulesDraft, computed: boolean, creating: boolean): Record<string, Filter | null> {
  const names = computed ? RULES.slice(0, 1) : RULES;
  return Object.fromEntries(names.filter((name) => !creating || rules[name].length > 0).map((name) => [name, whole(rules[name])]));
}

export interface CheckDraft {
  key: string;
  tests: Filter[];
  messages: Labels;
  fields: string[];
  active: boolean;
}

let serial = 0;
export const newCheck = (): CheckDraft => ({ key: `check${(serial += 1)}`, tests: [], messages: {}, fields: [], active: true });

export const checksOf = (checks: Check[] | undefined): CheckDraft[] =>
  (checks ?? []).map((check) => ({ ...newCheck(), tests: partsOf(check.holds), messages: check.messages, fields: check.fields, active: check.active }));

export const checksBody = (drafts: CheckDraft[]) =>
  drafts.map(({ tests, messages, fields, active }) => ({ holds: whole(tests) ?? {}, messages, fields, active }));

export const checkFault = (draft: CheckDraft): 'noTests' | 'noMessage' | undefined =>
  draft.tests.length === 0 ? 'noTests' : Object.values(draft.messages).some((text) => text?.trim()) ? undefined : 'noMessage';
