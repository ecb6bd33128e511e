/** Fields and contexts for tests, with nothing in them that the test does not say. */
import i18next from 'i18next';
import type { Field, Kind, ObjectMeta } from '@/api/types';
import catalogue from '@/i18n/zh-CN';
import type { FormatContext } from '@/fields/types';

export function field(kind: Kind, over: Partial<Field> = {}): Field {
  return {
    name: kind,
    label: kind,
    labels: {},
    kind,
    required: false,
    unique: false,
    read_only: false,
    system: false,
    custom: false,
    access: 'write',
    help: null,
    default: null,
    sortable: true,
    filterable: true,
    ...over,
  };
}

export function objectMeta(over: Partial<ObjectMeta> = {}): ObjectMeta {
  return {
    name: 'lead',
    label: 'Lead',
    labels: {},
    plural: 'Leads',
    plurals: {},
    icon: 'user-plus',
    color: 'brand',
    group: 'sales',
    nav: 10,
    custom: false,
    owned: true,
    name_field: 'name',
    stage_field: null,
    timeline: true,
    actions: ['create', 'read', 'edit', 'delete'],
    fields: [],
    list_columns: [],
    search_fields: [],
    layout: { sections: [] },
    version: 1,
    ...over,
  };
}

const texts = i18next.createInstance();
await texts.init({ lng: 'zh-CN', fallbackLng: false, resources: { 'zh-CN': { translation: catalogue } }, interpolation: { escapeValue: false } });

/** Friday, 20 November 2026, 10:30 in Shanghai. */
export const NOW = Date.parse('2026-11-20T02:30:00Z');

export const context = (over: Partial<FormatContext> = {}): FormatContext => ({
  locale: 'zh-CN',
  zone: 'Asia/Shanghai',
  currency: 'CNY',
  now: NOW,
  t: texts.t,
  ...over,
});
