/** Import jobs as /api/v1/imports shows them. */
import type { Problem, Ref } from '@/api/types';

export type ImportState =
  | 'proposed'
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

export type ImportPolicy = 'allow' | 'skip' | 'block' | 'update';
export const IMPORT_POLICIES: ImportPolicy[] = ['allow', 'skip', 'block', 'update'];

/** What becomes of a linked record. */
export type LinkAction = 'find_or_create' | 'find' | 'insert' | 'upsert';

export interface LinkPlan {
  action: LinkAction;
  /** Fields that find a record; none: those of the object's duplicate check. */
  key: string[];
}

/** A linked object, and what was done to its records. */
export interface ImportLink extends LinkPlan {
  link: string;
  object: string | null;
  side: 'parent' | 'child';
  inserted: number;
  found: number;
  updated: number;
}

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
  duplicates: ImportPolicy;
  overwrite: boolean;
  /** Rows left out as duplicates. */
  left_out: number;
  links: ImportLink[];
  /** The sheet of a workbook that is read, and all that there are. */
  sheet: string | null;
  sheets: string[];
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
  duplicates: ImportPolicy;
  overwrite: boolean;
  links: Record<string, LinkPlan>;
}

const BUSY: ImportState[] = ['checking', 'running', 'stopping', 'undoing'];
export const isBusy = (state: ImportState) => BUSY.includes(state);
