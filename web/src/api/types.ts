/** The JSON shapes of /api/v1, written out once; nothing else in the page describes the wire. */
import type { Tone } from '@/ui/tokens';

export type Locale = 'zh-CN' | 'en';
export type ThemeChoice = 'auto' | 'light' | 'dark';
export type Labels = Partial<Record<Locale, string>>;

export interface Ref {
  id: string;
  object: string;
  name: string;
}

export interface Money {
  amount: string;
  currency: string;
}

export interface Address {
  region: string | null;
  detail: string | null;
}

/** A place on the map: degrees as decimal texts, metres of accuracy. */
export interface Place {
  longitude: string;
  latitude: string;
  accuracy: number | null;
}

/** A file that a field holds. */
export interface FileRef {
  id: string;
  name: string;
  type: string;
  size: number;
  width: number | null;
  height: number | null;
}

/** One line of a sub-table: its id and its cells, by column. A line that is new has no id. */
export interface LineData {
  id?: string;
  [column: string]: FieldValue;
}

/** A list tells of a sub-table only how many lines it has. */
export interface LineCount {
  count: number;
}

export type FieldValue = string | number | boolean | null | undefined | Money | Ref | Address | Place | string[] | FileRef[] | Ref[] | LineData[] | LineCount;

export const KINDS = [
  'text',
  'long_text',
  'rich_text',
  'integer',
  'decimal',
  'money',
  'percent',
  'bool',
  'date',
  'datetime',
  'time',
  'rating',
  'choice',
  'multi_choice',
  'cascade',
  'phone',
  'email',
  'url',
  'id_card',
  'credit_code',
  'region',
  'address',
  'location',
  'reference',
  'multi_reference',
  'user',
  'department',
  'tags',
  'attachment',
  'image',
  'signature',
  'auto_number',
  'record',
  'lines',
] as const;
export type Kind = (typeof KINDS)[number];

export interface Option {
  name: string;
  label: string;
  labels: Labels;
  color: Tone;
  active: boolean;
  /** What has become of a record that has it; absent: it is still worked on. */
  outcome?: Outcome;
  /** Days that a record should stay at most where this is its stage. */
  limit_days?: number | null;
}

export type Outcome = 'open' | 'success' | 'failure';

/** What a text has to look like. */
export interface Format {
  pattern: string;
  /** What is told when a text doesn't fit, in the caller's language. */
  message: string;
  messages: Labels;
  /** Whether the browser may try it at every key. */
  live: boolean;
}

export interface Field {
  name: string;
  label: string;
  labels: Labels;
  kind: Kind;
  required: boolean;
  unique: boolean;
  /** Lies sealed: found by its exact value alone, and masked unless a role opens it. */
  sensitive?: boolean;
  read_only: boolean;
  system: boolean;
  custom: boolean;
  /** Values of a masked field are covered texts, such as 138****5678, whatever its kind. */
  access: 'masked' | 'read' | 'write';
  help: string | null;
  helps?: Labels;
  default: unknown;
  sortable: boolean;
  filterable: boolean;
  max_length?: number;
  min?: string | number | null;
  max?: string | number | null;
  format?: Format | null;
  scale?: number;
  options?: Option[];
  target?: string;
  /** The columns of a sub-table, in order. */
  columns?: Field[];
  /** Of a column: its sum stands below the lines. */
  total?: boolean;
  pattern?: string;
  computed?: Computed;
  rules?: FieldRules;
  /** Of a day or moment: the choices that say that the record is over; put there when the objects are read. */
  endings?: Field[];
}

/** When a field is shown, asked for or locked. */
export interface FieldRules {
  visible_when?: Filter;
  required_when?: Filter;
  read_only_when?: Filter;
}

/** What has to hold between fields. */
export interface Check {
  holds: Filter;
  message: string;
  messages: Labels;
  fields: string[];
  active: boolean;
}

export type MatchBy = 'phone' | 'email' | 'domain' | 'code' | 'company' | 'text';
export type DuplicatePolicy = 'allow' | 'warn' | 'block';

/** What makes duplicates of an object's records, and what becomes of them at each door. */
export interface DuplicateRules {
  keys: { field: string; by: MatchBy }[];
  page: DuplicatePolicy;
  api: DuplicatePolicy;
  /** Absent on older servers. */
  import?: 'allow' | 'skip' | 'block' | 'update';
}

export type RollupFn = 'count' | 'sum' | 'min' | 'max' | 'avg';

/** Where a computed value comes from; what it says is for administrators. */
export interface Computed {
  by: 'formula' | 'lookup' | 'rollup';
  formula?: string;
  readable?: Labels;
  path?: string;
  object?: string;
  via?: string;
  /** A figure over the lines of this sub-table. */
  lines?: string;
  fn?: RollupFn;
  field?: string;
  filter?: Filter;
}

export type Action = 'create' | 'read' | 'edit' | 'delete' | 'transfer' | 'import' | 'export' | 'bulk_edit' | 'reveal' | 'merge' | 'define';
export type Group = 'sales' | 'service' | 'marketing' | 'analytics' | 'admin';

export interface Section {
  labels: Labels;
  label: string;
  fields: string[];
  /** Fields side by side where there is room. */
  columns?: number;
  /** Only its heading is seen at first. */
  collapsed?: boolean;
  /** Above everything else on the record's page, to be seen at first glance. */
  card?: boolean;
}

export interface LayoutTab {
  labels: Labels;
  label: string;
  sections: Section[];
}

/** What stands where on forms and record pages. */
export interface Layout {
  sections: Section[];
  /** Seen one at a time, below the sections. */
  tabs?: LayoutTab[];
  /** Lists of records that point here, as `object.field`; absent or null: all, in the usual order. */
  related?: string[] | null;
  /** Which of them are tabs of the record's page, in order; absent or null: those of `related`. */
  related_tabs?: string[] | null;
  /** Fields in the head of the record's page, in order; absent or null: chosen by their kinds. */
  highlights?: string[] | null;
}

/** A layout for records of some types; none: for every record. */
export interface NamedLayout extends Layout {
  name: string;
  types: string[];
}

export interface ObjectMeta {
  name: string;
  label: string;
  labels: Labels;
  plural: string;
  plurals: Labels;
  /** The Chinese label in 拼音, syllable by syllable. */
  spoken?: string;
  icon: string;
  color: Tone;
  group: Group;
  nav: number | null;
  custom: boolean;
  owned: boolean;
  name_field: string;
  stage_field: string | null;
  timeline: boolean;
  actions: Action[];
  fields: Field[];
  list_columns: string[];
  search_fields: string[];
  layout: Layout;
  /** The caller's other layouts: the first that fits a record's type is shown. */
  layouts?: NamedLayout[];
  /** The choice that tells types of records apart. */
  type_field?: string | null;
  /** Absent on servers older than rules. */
  checks?: Check[];
  duplicates?: DuplicateRules | null;
  version: number;
}

export interface ObjectList {
  version: number;
  objects: ObjectMeta[];
}

export interface RecordData {
  id: string;
  object: string;
  version: number;
  created_at: string;
  updated_at: string;
  created_by?: Ref | null;
  updated_by?: Ref | null;
  owner?: Ref | null;
  deleted_at?: string | null;
  can?: string[];
  [field: string]: unknown;
}

export interface Total {
  value: number;
  exact: boolean;
}

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
  total?: Total;
}

export interface Change {
  field: string;
  label: string;
  old: FieldValue;
  new: FieldValue;
}

export type Via = 'page' | 'api' | 'import' | 'system' | 'command' | 'formula' | 'config';

/** What somebody said about a record. */
export interface Comment {
  id: string;
  at: string;
  by: Ref;
  body: string;
  /** Whom it speaks to, and how they are named in it. */
  mentions: { user: Ref; name: string }[];
  edited_at: string | null;
  can: ('edit' | 'delete')[];
}

export type TimelineSort = 'activity' | 'comment' | 'change';

export interface TimelineItem {
  id: string;
  at: string;
  type: 'activity' | 'comment' | 'created' | 'changed' | 'deleted' | 'restored' | 'merged';
  by: Ref | null;
  via: Via | null;
  activity: RecordData | null;
  comment: Comment | null;
  changes: Change[];
}

export interface HistoryItem {
  id: string;
  at: string;
  by: Ref | null;
  via: Via | null;
  kind: 'created' | 'changed' | 'deleted' | 'restored' | 'merged';
  version: number;
  changes: Change[];
}

export interface Me {
  id: string;
  login: string;
  name: string;
  email: string | null;
  locale: Locale;
  zone: string;
  theme: ThemeChoice;
  department: Ref | null;
  roles: { id: string; name: string }[];
  admin: boolean;
  /** Somebody reports to this person. */
  superior?: boolean;
  /** May look at the program as somebody else. */
  view_as?: boolean;
  /** Who looks through this person's eyes just now, and until when. */
  viewing?: { by: Ref; until: string } | null;
  /** What is to be done before anything else. */
  must?: 'change_password' | 'set_up_second_factor' | null;
  company: { name: string; currency: string; zone: string; look?: Look };
  /** What the company has arranged for this person. */
  arrangement?: Arrangement;
}

export interface Info {
  product: string;
  version: string;
  company: string;
  locale: Locale;
  look?: Look;
}

/** Objects that it doesn't name stand where they usually do, behind the others. */
export interface Navigation {
  groups: { group: Group; objects: string[] }[];
  hidden: string[];
}

/** A card of the workbench: funnels name their object, views their object and id. */
export interface WorkbenchCard {
  kind: 'today' | 'figures' | 'funnel' | 'recent' | 'view' | 'announcements' | 'goals';
  object?: string;
  id?: string;
}

/** What the company arranges for people; null is as usual. */
export interface Arrangement {
  navigation: Navigation | null;
  workbench: WorkbenchCard[] | null;
}

/** How the program looks for the company; null is as usual. */
export interface Look {
  product: string | null;
  /** `#3651e6` */
  color: string | null;
  /** Which logo; changes with it. */
  logo: string | null;
}

export interface FieldProblem {
  field: string;
  code: string;
  message: string;
  yours?: FieldValue;
  theirs?: FieldValue;
}

export interface Problem {
  type?: string;
  title: string;
  status: number;
  code: string;
  detail?: string | null;
  request_id?: string;
  errors?: FieldProblem[];
}

export interface ChangeEvent {
  object: string;
  id: string;
  kind: 'created' | 'updated' | 'deleted' | 'restored';
  version: number;
  by: Ref | string | null;
}

export interface Regions {
  version: string;
  items: [code: string, name: string][];
}

// ---- filters -------------------------------------------------------------------------------

export const OPS = [
  'eq',
  'ne',
  'in',
  'not_in',
  'lt',
  'lte',
  'gt',
  'gte',
  'between',
  'contains',
  'not_contains',
  'starts_with',
  'ends_with',
  'empty',
  'not_empty',
  'within',
  'under',
] as const;
export type Op = (typeof OPS)[number];

export interface FilterTest {
  field: string;
  op: Op;
  value?: unknown;
}
export type Filter = FilterTest | { and: Filter[] } | { or: Filter[] } | { not: Filter };
