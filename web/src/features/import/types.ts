/** Import jobs as /api/v1/imports shows them. */
import type { Problem, Ref } from '@/api/types';

export type ImportState =
  | 'uploaded'
  | 'checking'
  | 'checked'
  | 'running'
  | 'stopping'
  | 'stopped'
  | 'done'
  | 'failed'
  | 'undoing'
  | 'undone';

export type ImportMode = 'insert' | 'update' | 'upsert';
export const MODES: ImportMode[] = ['insert', 'upsert', 'update'];

export interface ImportColumn {
  index: number;
  header: string;
  samples: string[];
  field: string | null;
}

export interface ImportJob {
  id: string;
  object: string;
  file_name: string;
  state: ImportState;
  mode: ImportMode;
  key: string[];
  create_references: boolean;
  columns: ImportColumn[];
  encoding: string;
  rows_total: number;
  rows_done: number;
  inserted: number;
  updated: number;
  skipped: number;
  failed: number;
  undone: { removed: number; restored: number; kept: number } | null;
  error: Problem | null;
  created_by: Ref | null;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
}

export interface Fault {
  row: number;
  column: string | null;
  field: string | null;
  value: string | null;
  code: string;
  message: string;
}

export interface FaultPage {
  items: Fault[];
  next_cursor: string | null;
  total: number;
}

/** What the person chose on the matching step; sent with the dry run and with the start. */
export interface ImportPlan {
  mode: ImportMode;
  key: string[];
  mapping: Record<string, string | null>;
  create_references: boolean;
}

const BUSY: ImportState[] = ['checking', 'running', 'stopping', 'undoing'];
export const isBusy = (state: ImportState) => BUSY.includes(state);
