/** What every field kind brings along. Lists, forms, filters and pages know nothing else of kinds. */
import type { ComponentType } from 'react';
import type { TFunction } from 'i18next';
import type { LucideIcon } from 'lucide-react';
import type { Field, FieldValue, Locale, Op, RecordData } from '@/api/types';

export interface FormatContext {
  locale: Locale;
  zone: string;
  currency: string;
  now: number;
  t: TFunction;
}

export interface ShowProps {
  field: Field;
  value: FieldValue;
  record?: RecordData;
  /** How much weight a choice gets in a row: its status, a label, or plain text. */
  look?: Look;
}

export type Look = 'status' | 'label' | 'plain';

/** Why a typed text is not a value; the words are in `fields.fault`. */
export interface Fault {
  code: 'number' | 'integer' | 'scale' | 'min' | 'max' | 'length' | 'email' | 'url' | 'phone' | 'date' | 'datetime' | 'time' | 'early' | 'late' | 'option' | 'idCard' | 'idCardOld' | 'creditCode' | 'checkDigit' | 'place' | 'placeRange' | 'format' | 'file' | 'uploading' | 'unsigned' | 'lines' | 'required';
  limit?: string | number;
}

export type Parsed = { value: FieldValue } | { fault: Fault };

export interface EditorProps {
  field: Field;
  value: FieldValue;
  onChange: (value: FieldValue, fault?: Fault) => void;
  /** A value that may come after the end of the editing: what took its time, or is taken back. `onChange` where it has no end. */
  onLater?: (value: FieldValue) => void;
  /** Enter, or a choice that ends the editing. The value is given when it is newer than `value`. */
  onCommit?: (value?: FieldValue) => void;
  onCancel?: () => void;
  id?: string;
  autoFocus?: boolean;
  /** Text typed to start the editing, in a grid. */
  initialText?: string;
  invalid?: boolean;
  /** Inside a grid cell: no frame of its own. */
  inCell?: boolean;
  /** Edited where it is shown: lists and calendars open with the editor, and closing them ends it. */
  openAtOnce?: boolean;
  describedBy?: string;
  /** Files that were dropped or pasted beside the editor. */
  begin?: File[];
}

export interface FilterEditorProps {
  field: Field;
  op: Op;
  value: unknown;
  onChange: (value: unknown) => void;
}

export interface FieldKind {
  icon: LucideIcon;
  align: 'left' | 'right';
  /** Column width in a list, in pixels. */
  width: number;
  /** One line: grids, cards. */
  Cell: ComponentType<ShowProps>;
  /** On the record page: may wrap and link. */
  View: ComponentType<ShowProps>;
  Editor: ComponentType<EditorProps>;
  FilterEditor: ComponentType<FilterEditorProps>;
  /** Tests that make sense, the usual one first. */
  operators: Op[];
  parse: (text: string, field: Field, context: FormatContext) => Parsed;
  format: (value: FieldValue, field: Field, context: FormatContext) => string;
  /** As the API takes it; references become ids. */
  toWire: (value: FieldValue) => unknown;
}

export const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
