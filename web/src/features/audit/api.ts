/** The audit log and the check of its chain: shapes, queries, calls. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from '@/api/client';
import type { Ref } from '@/api/types';

export interface AuditEntry {
  seq: number;
  at: string;
  actor: Ref | null;
  action: string;
  object: string | null;
  record_id: string | null;
  record_name: string | null;
  detail: unknown;
  hash: string;
}

export interface AuditPage {
  items: AuditEntry[];
  next_cursor: string | null;
}

export interface Verification {
  state: 'none' | 'running' | 'intact' | 'broken';
  by: Ref | null;
  started_at: string | null;
  finished_at: string | null;
  entries: number;
  total: number;
  head_seq: number | null;
  head_hash: string | null;
  broken_at: number | null;
  missing: boolean;
}

/** What the log is narrowed down to; it stands in the address. */
export interface AuditFilter {
  actor?: string;
  object?: string;
  record?: string;
  action?: string;
  from?: string;
  to?: string;
}

const FILTERS = ['actor', 'object', 'record', 'action', 'from', 'to'] as const;

export function readAuditFilter(search: Record<string, unknown>): AuditFilter {
  const filter: AuditFilter = {};
  for (const name of FILTERS) {
    const value = search[name];
    if (typeof value === 'string' && value) filter[name] = value;
  }
  return filter;
}

export const auditQuery = (filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ['audit', 'log', filter] as const,
    queryFn: ({ pageParam, signal }) => api.get<AuditPage>('/audit', { query: { ...filter, limit: 50, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    staleTime: 10_000,
  });

export const verificationQuery = queryOptions({
  queryKey: ['audit', 'verification'] as const,
  queryFn: ({ signal }) => api.get<Verification>('/audit/verification', { signal }),
  refetchInterval: (query) => (query.state.data?.state === 'running' ? 1000 : false),
});

export const startVerification = () => api.post<Verification>('/audit/verification');

/** Kinds that have words of their own, by the key of their text. */
const KNOWN = {
  'record.created': 'recordCreated',
  'record.changed': 'recordChanged',
  'record.deleted': 'recordDeleted',
  'record.restored': 'recordRestored',
  'record.purged': 'recordPurged',
  'record.revealed': 'recordRevealed',
  'record.merged': 'recordMerged',
  'record.unmerged': 'recordUnmerged',
  'record.team_joined': 'recordTeamJoined',
  'record.team_left': 'recordTeamLeft',
  'comment.created': 'commentCreated',
  'comment.changed': 'commentChanged',
  'comment.deleted': 'commentDeleted',
  'comment.restored': 'commentRestored',
  'duplicate.dismissed': 'duplicateDismissed',
  'duplicate.reopened': 'duplicateReopened',
  'sign_in.succeeded': 'signInSucceeded',
  'sign_in.failed': 'signInFailed',
  'sign_in.locked_out': 'signInLockedOut',
  'sign_in.address_locked_out': 'signInAddressLockedOut',
  'sign_in.inactive': 'signInInactive',
  'sign_in.ended': 'signInEnded',
  'password.set': 'passwordSet',
  'password.reset': 'passwordReset',
  'password.changed': 'passwordChanged',
  'user.roles': 'userRoles',
  'user.unlocked': 'userUnlocked',
  'role.created': 'roleCreated',
  'role.changed': 'roleChanged',
  'sharing_rule.created': 'sharingRuleCreated',
  'sharing_rule.changed': 'sharingRuleChanged',
  'sharing_rule.deleted': 'sharingRuleDeleted',
  'announcement.created': 'announcementCreated',
  'announcement.changed': 'announcementChanged',
  'announcement.withdrawn': 'announcementWithdrawn',
  'announcement.restored': 'announcementRestored',
  'goal.created': 'goalCreated',
  'goal.changed': 'goalChanged',
  'goal.targets': 'goalTargets',
  'goal.deleted': 'goalDeleted',
  'goal.restored': 'goalRestored',
  'view_as.started': 'viewAsStarted',
  'view_as.ended': 'viewAsEnded',
  'object.indexed': 'objectIndexed',
  'object.created': 'objectCreated',
  'object.changed': 'objectChanged',
  'layout.published': 'layoutPublished',
  'layout.deleted': 'layoutDeleted',
  'layout.arranged': 'layoutArranged',
  'field.created': 'fieldCreated',
  'field.changed': 'fieldChanged',
  'field.deleted': 'fieldDeleted',
  'field.sealed': 'fieldSealed',
  'view.created': 'viewCreated',
  'view.changed': 'viewChanged',
  'view.deleted': 'viewDeleted',
  'view.arranged': 'viewArranged',
  'keys.rotated': 'keysRotated',
  'keys.retired': 'keysRetired',
  'keys.rewrapped': 'keysRewrapped',
  'token.created': 'tokenCreated',
  'token.deleted': 'tokenDeleted',
  'import.running': 'importRunning',
  'import.checking': 'importChecking',
  'import.undoing': 'importUndoing',
  'import.deleted': 'importDeleted',
  'export.started': 'exportStarted',
  'export.done': 'exportDone',
  'export.downloaded': 'exportDownloaded',
  'bulk.started': 'bulkStarted',
  'bulk.undoing': 'bulkUndoing',
  'company.created': 'companyCreated',
  'company.changed': 'companyChanged',
  'sample.removed': 'sampleRemoved',
  'company.calendar_changed': 'calendarChanged',
  'pack.upgraded': 'packUpgraded',
  'config.exported': 'configExported',
  'config.applied': 'configApplied',
  'sign_in.second_factor_failed': 'signInSecondFactorFailed',
  'second_factor.enabled': 'secondFactorEnabled',
  'second_factor.disabled': 'secondFactorDisabled',
  'second_factor.reset': 'secondFactorReset',
  'second_factor.recovery_used': 'recoveryUsed',
  'second_factor.recovery_renewed': 'recoveryRenewed',
  'push_device.added': 'pushAdded',
  'push_device.removed': 'pushRemoved',
  'session.ended': 'sessionEnded',
  'security.changed': 'securityChanged',
  'password.must_change': 'mustChange',
  'backup.started': 'backupStarted',
  'backup.settings': 'backupSettings',
  'webhook.created': 'webhookCreated',
  'webhook.changed': 'webhookChanged',
  'webhook.deleted': 'webhookDeleted',
  'webhook.stopped': 'webhookStopped',
  'webhook.tested': 'webhookTested',
  'webhook.replayed': 'webhookReplayed',
  'webhook.secret_changed': 'webhookSecretChanged',
} as const;

export type KnownAction = (typeof KNOWN)[keyof typeof KNOWN];

export const knownAction = (action: string): KnownAction | undefined => (KNOWN as Record<string, KnownAction | undefined>)[action];

/** Groups of kinds to choose from: all that begin so. */
export const GROUPS = ['record', 'comment', 'duplicate', 'sign_in', 'password', 'user', 'role', 'sharing_rule', 'announcement', 'goal', 'view_as', 'company', 'config', 'object', 'layout', 'field', 'view', 'token', 'import', 'export', 'bulk', 'backup', 'webhook', 'pack', 'second_factor', 'push_device', 'session', 'security', 'keys'] as const;
