// A pack with a few things that the company lacks.
import { invalid, needAdmin } from './problems.mjs';

const ITEMS = [
  { id: 'object:product', kind: 'object', state: 'offered', label: '产品', path: [], now: null, new: '产品' },
  { id: 'field:lead.company', kind: 'field', state: 'offered', label: '公司', path: ['线索'], now: '单位', new: '公司' },
  { id: 'field:lead.score', kind: 'field', state: 'offered', label: '评分', path: ['线索'], now: null, new: '评分' },
  { id: 'outcome:lead.status.invalid', kind: 'outcome', state: 'offered', label: '无效', path: ['线索', '状态'], now: null, new: 'failure' },
  { id: 'grant:sales.lead.merge', kind: 'grant', state: 'offered', label: '合并', path: ['销售', '线索'], now: null, new: 'own' },
  { id: 'field:lead.mobile', kind: 'field', state: 'kept', label: '手机', path: ['线索'], now: '手机号码', new: '手机' },
];

function stateOf(state) {
  state.pack ??= { name: 'standard', label: '标准 CRM', installed: '0.0.9', offered: '0.1.0', items: ITEMS };
  return state.pack;
}

export function read(context) {
  needAdmin(context);
  return stateOf(context.state);
}

export function upgrade(context, body) {
  const pack = read(context);
  const offered = pack.items.filter((item) => item.state === 'offered').map((item) => item.id);
  const taken = body.items ?? offered;
  const strange = taken.find((id) => !offered.includes(id));
  if (strange) throw invalid({ field: 'items', code: 'bad_option' });
  pack.items = pack.items.filter((item) => !taken.includes(item.id));
  pack.installed = pack.offered;
  return pack;
}
