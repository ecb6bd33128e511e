/** Why a call did not do what it should, in one sentence for a notice. */
import type { TFunction } from 'i18next';
import { ApiError } from './client';

export function reasonOf(error: unknown, t: TFunction): string {
  if (!(error instanceof ApiError)) return t('errors.failedHint');
  if (error.code === 'offline') return t('errors.offlineHint');
  return error.errors.map((one) => one.message).join(' ') || error.message;
}
