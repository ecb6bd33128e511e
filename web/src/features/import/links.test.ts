import { describe, expect, it } from 'vitest';
import type { Field, ObjectMeta } from '@/api/types';
import { actionsOf, filledOf, linkFaults, linksOf, splitPath, usualLink } from './links';
import { checkMapping } from './mapping';
import type { ImportColumn, ImportPlan } from './types';

const field = (name: string, more: Partial<Field> = {}): Field => ({
  name, label: name.toUpperCase(), labels: {}, kind: 'text', required: false, unique: false, read_only: false, system: false, custom: false,
  access: 'write', help: null, default: null, sortable: true, filterable: true, ...more,
});
const reference = (name: string, target: string, more: Partial<Field> = {}) => field(name, { kind: 'reference', target, ...more });
const object = (name: string, fields: Field[], more: Partial<ObjectMeta> = {}): ObjectMeta => ({
  name, label: name, labels: {}, plural: name, plurals: {}, icon: 'box', color: 'grey', group: 'sales', nav: 1, custom: false, owned: true, name_field: 'name', stage_field: null,
  timeline: false, actions: ['read', 'create', 'edit', 'import'], fields, list_columns: [], search_fields: [], layout: { sections: [] }, version: 1, ...more,
});
const account = object('account', [field('name', { required: true }), field('phone', { kind: 'phone' }), field('number', { kind: 'auto_number', read_only: true, unique: true }), reference('owner', 'user')], {
  duplicates: { keys: [{ field: 'phone', by: 'phone' }], page: 'warn', api: 'allow' },
});
const contact = object('contact', [field('name', { required: true }), reference('account', 'account', { required: true })]);
const deal = object('deal', [field('name', { required: true }), reference('contact', 'contact'), reference('account', 'account', { required: true })]);
const locked = object('visit', [reference('contact', 'contact')], { actions: ['read'] });
const user = object('user', [reference('contact', 'contact')]);
const objects = [account, contact, deal, locked, user];
const links = linksOf(contact, objects);
const columns: ImportColumn[] = ['Firm', 'Tel', 'Name', 'Deal'].map((header, index) => ({ index, header, samples: [], field: null }));
const plan = (mapping: ImportPlan['mapping'], more: Partial<ImportPlan> = {}): ImportPlan => ({
  mode: 'insert', key: [], create_references: false, duplicates: 'allow', overwrite: false, links: {}, mapping, ...more,
});

describe('linked objects', () => {
  it('are those that the object refers to and those that refer to it, with the fields a file may fill', () => {
    expect(links.map((link) => link.name)).toEqual(['account', 'deal:contact']);
    expect(links[0]!.fields.map((f) => f.name)).toEqual(['name', 'phone', 'number', 'owner']);
    expect(links[1]!.fields.map((f) => f.name)).toEqual(['name', 'account']);
    expect(splitPath('deal:contact.name')).toEqual(['deal:contact', 'name']);
    expect(splitPath('name')).toEqual([null, 'name']);
  });
  it('are found by the duplicate check where one of its fields is filled, else by a unique field or the name', () => {
    expect(usualLink(links[0]!, ['name', 'phone'])).toEqual({ action: 'find_or_create', key: [] });
    expect(usualLink(links[0]!, ['name', 'number'])).toEqual({ action: 'find_or_create', key: ['number'] });
    expect(usualLink(links[1]!, ['name'])).toEqual({ action: 'insert', key: ['name'] });
  });
  it('offer only what the person has the right to', () => {
    const poor = linksOf(contact, [object('account', account.fields, { actions: ['read'] }), contact]);
    expect(actionsOf(poor[0]!)).toEqual(['find']);
    expect(actionsOf(links[1]!)).toEqual(['insert', 'find_or_create', 'upsert']);
  });
  it('stand for the reference, and miss their own required fields and keys', () => {
    const both = plan({ Firm: 'account.name', Tel: 'account.phone', Name: 'name' });
    expect(filledOf(both, links[0]!)).toEqual(['name', 'phone']);
    expect(checkMapping(both, columns, contact.fields, links).ok).toBe(true);
    const nameless = plan({ Tel: 'account.phone', Name: 'name' });
    expect(checkMapping(nameless, columns, contact.fields, links).linkMissing.map((one) => one.fields.map((f) => f.name))).toEqual([['name']]);
    expect(checkMapping(plan(nameless.mapping, { links: { account: { action: 'find', key: ['phone'] } } }), columns, contact.fields, links).ok).toBe(true);
    expect(linkFaults(plan({ Firm: 'account.name' }, { links: { account: { action: 'find', key: [] } } }), links[0]!).needsKey).toBe(true);
    const twice = plan({ Firm: 'account', Tel: 'account.phone', Name: 'name' });
    expect(checkMapping(twice, columns, contact.fields, links).twoWays).toEqual(['ACCOUNT']);
  });
});
