// The standard objects as the server describes them: names, kinds, options, layouts.

const both = (zh, en) => ({ 'zh-CN': zh, en });

/** One field of shapes.md; `more` overrides any property. */
export function field(name, kind, zh, en, more = {}) {
  return {
    name, labels: both(zh, en), kind, required: false, unique: false, read_only: kind === 'auto_number', system: false, custom: false, access: 'write',
    helps: null, default: null,
    sortable: !['long_text', 'multi_choice', 'tags', 'record', 'address', 'location', 'attachment', 'image'].includes(kind), filterable: kind !== 'record', ...more,
  };
}

const option = (name, zh, en, color, outcome = 'open') => ({ name, labels: both(zh, en), color, active: true, outcome });
const choice = (name, zh, en, options, more = {}) => field(name, 'choice', zh, en, { options: options.map((o) => option(...o)), ...more });

const systemFields = () => [
  field('owner', 'user', '负责人', 'Owner', { target: 'user', system: true, default: { me: true } }),
  field('owner_department', 'department', '所属部门', 'Department', { target: 'department', system: true, read_only: true }),
  ...stamps(),
];
const stamps = () => [
  field('created_at', 'datetime', '创建时间', 'Created', { system: true, read_only: true }),
  field('created_by', 'user', '创建人', 'Created by', { target: 'user', system: true, read_only: true }),
  field('updated_at', 'datetime', '更新时间', 'Updated', { system: true, read_only: true }),
  field('updated_by', 'user', '更新人', 'Updated by', { target: 'user', system: true, read_only: true }),
];

const industry = () => choice('industry', '行业', 'Industry', [
  ['manufacturing', '制造业', 'Manufacturing', 'info'], ['it', '信息技术', 'IT', 'brand'], ['health', '医疗健康', 'Health', 'ok'],
  ['education', '教育', 'Education', 'violet'], ['logistics', '物流', 'Logistics', 'warn'], ['retail', '零售', 'Retail', 'bad'], ['building', '建筑', 'Building', 'grey'],
]);
const source = () => choice('source', '来源', 'Source', [
  ['exhibition', '展会', 'Exhibition', 'violet'], ['website', '官网', 'Website', 'info'], ['referral', '转介绍', 'Referral', 'ok'], ['ads', '广告', 'Ads', 'warn'],
  ['cold_call', '电话开发', 'Cold call', 'grey'], ['wechat', '微信', 'WeChat', 'brand'],
]);
const followUp = () => [
  field('next_follow_up_at', 'datetime', '下次跟进', 'Next follow-up'),
  field('last_follow_up_at', 'datetime', '最近跟进', 'Last follow-up', { read_only: true }),
];

const section = (zh, en, fields) => ({ labels: both(zh, en), fields });
const object = (name, zh, en, plural, icon, color, group, nav, fields, more) => ({
  name, labels: both(zh, en), plurals: both(zh, plural), icon, color, group, nav, custom: false, owned: true, name_field: 'name', stage_field: null,
  timeline: true, fields: [...fields, ...(more.owned === false ? stamps() : systemFields())], search_fields: ['name'], version: 1, ...more,
});

const lead = () => object('lead', '线索', 'Lead', 'Leads', 'user-plus', 'brand', 'sales', 10, [
  field('number', 'auto_number', '线索编号', 'Number', { pattern: 'L{yyyyMM}-{0000}' }),
  field('name', 'text', '姓名', 'Name', { required: true, max_length: 100 }),
  field('company', 'text', '公司', 'Company', { max_length: 200 }),
  field('mobile', 'phone', '手机', 'Mobile', { unique: true }),
  field('phone', 'phone', '电话', 'Phone'),
  field('email', 'email', '邮箱', 'Email'),
  field('wechat', 'text', '微信', 'WeChat', { max_length: 64 }),
  source(),
  field('campaign', 'reference', '市场活动', 'Campaign', { target: 'campaign' }),
  choice('grade', '级别', 'Grade', [['a', 'A', 'A', 'warn'], ['b', 'B', 'B', 'info'], ['c', 'C', 'C', 'grey'], ['d', 'D', 'D', 'grey']]),
  field('score', 'integer', '评分', 'Score', { min: '0', max: '100' }),
  field('region', 'region', '地区', 'Region'),
  industry(),
  field('product_line', 'multi_choice', '意向产品', 'Product lines', {
    options: [option('standard', '标准版', 'Standard', 'info'), option('pro', '专业版', 'Professional', 'brand'), option('service', '实施服务', 'Services', 'ok'), option('addon', '增值模块', 'Add-ons', 'violet')],
  }),
  field('budget', 'money', '预算', 'Budget', { scale: 2, min: '0' }),
  field('need', 'long_text', '需求描述', 'Need', { max_length: 5000 }),
  choice('status', '状态', 'Status', [
    ['new', '新线索', 'New', 'info'], ['following', '跟进中', 'Following', 'brand'], ['qualified', '已确认', 'Qualified', 'violet'],
    ['converted', '已转化', 'Converted', 'ok', 'success'], ['invalid', '无效', 'Invalid', 'grey', 'failure'],
  ], { required: true, default: 'new' }),
  field('tags', 'tags', '标签', 'Tags'),
  ...followUp(),
], {
  stage_field: 'status', search_fields: ['name', 'company', 'mobile', 'email'],
  list_columns: ['name', 'company', 'status', 'grade', 'owner', 'mobile', 'budget', 'next_follow_up_at', 'last_follow_up_at', 'region', 'created_at'],
  layout: { sections: [
    section('基本信息', 'Basics', ['name', 'company', 'status', 'grade', 'owner', 'number']),
    section('联系方式', 'Contact', ['mobile', 'phone', 'email', 'wechat', 'region']),
    section('需求', 'Need', ['source', 'campaign', 'industry', 'product_line', 'budget', 'need', 'score', 'tags']),
    section('跟进', 'Follow-up', ['next_follow_up_at', 'last_follow_up_at']),
  ] },
});

const account = () => object('account', '客户', 'Account', 'Accounts', 'building-2', 'info', 'sales', 20, [
  field('name', 'text', '客户名称', 'Name', { required: true, max_length: 200 }),
  choice('kind', '类型', 'Kind', [['company', '企业', 'Company', 'info'], ['person', '个人', 'Person', 'violet']], { default: 'company' }),
  field('credit_code', 'credit_code', '统一社会信用代码', 'Credit code', { unique: true }),
  field('phone', 'phone', '电话', 'Phone'),
  field('website', 'url', '官网', 'Website'),
  field('region', 'region', '地区', 'Region'),
  industry(),
  choice('level', '级别', 'Level', [['key', '重点', 'Key', 'warn'], ['normal', '普通', 'Normal', 'info'], ['small', '小客户', 'Small', 'grey']]),
  source(),
  field('parent', 'reference', '上级客户', 'Parent account', { target: 'account' }),
  field('tags', 'tags', '标签', 'Tags'),
  ...followUp(),
], {
  search_fields: ['name', 'phone'], list_columns: ['name', 'level', 'owner', 'industry', 'region', 'phone', 'next_follow_up_at', 'created_at'],
  layout: { sections: [section('基本信息', 'Basics', ['name', 'kind', 'level', 'industry', 'owner', 'source', 'tags']), section('联系方式', 'Contact', ['phone', 'website', 'region', 'credit_code', 'parent'])] },
});

const contact = () => object('contact', '联系人', 'Contact', 'Contacts', 'contact', 'violet', 'sales', 30, [
  field('name', 'text', '姓名', 'Name', { required: true, max_length: 100 }),
  field('account', 'reference', '客户', 'Account', { target: 'account' }),
  field('title', 'text', '职务', 'Title', { max_length: 64 }),
  choice('role', '角色', 'Role', [['decider', '决策人', 'Decision maker', 'bad'], ['user', '使用者', 'User', 'info'], ['influencer', '影响者', 'Influencer', 'warn']]),
  field('mobile', 'phone', '手机', 'Mobile'),
  field('email', 'email', '邮箱', 'Email'),
  field('birthday', 'date', '生日', 'Birthday'),
  ...followUp(),
], {
  search_fields: ['name', 'mobile'], list_columns: ['name', 'account', 'title', 'role', 'mobile', 'owner'],
  layout: { sections: [section('基本信息', 'Basics', ['name', 'account', 'title', 'role', 'owner']), section('联系方式', 'Contact', ['mobile', 'email', 'birthday'])] },
});

const opportunity = () => object('opportunity', '商机', 'Opportunity', 'Opportunities', 'handshake', 'ok', 'sales', 40, [
  field('name', 'text', '商机名称', 'Name', { required: true, max_length: 200 }),
  field('account', 'reference', '客户', 'Account', { target: 'account', required: true }),
  choice('stage', '阶段', 'Stage', [
    ['contact', '初步接洽', 'Contact', 'grey'], ['need', '需求确认', 'Need', 'info'], ['proposal', '方案报价', 'Proposal', 'brand'],
    ['negotiation', '商务谈判', 'Negotiation', 'violet'], ['won', '赢单', 'Won', 'ok', 'success'], ['lost', '输单', 'Lost', 'bad', 'failure'],
  ], { required: true, default: 'contact' }),
  field('amount', 'money', '金额', 'Amount', { scale: 2, min: '0' }),
  field('probability', 'percent', '赢率', 'Probability', { scale: 0, min: '0', max: '100' }),
  field('expected_close_on', 'date', '预计成交', 'Expected close'),
  ...followUp(),
], {
  stage_field: 'stage', list_columns: ['name', 'account', 'stage', 'amount', 'probability', 'expected_close_on', 'owner'],
  layout: { sections: [section('基本信息', 'Basics', ['name', 'account', 'stage', 'amount', 'probability', 'expected_close_on', 'owner'])] },
});

const activity = () => object('activity', '跟进记录', 'Activity', 'Activities', 'message-square', 'grey', 'sales', null, [
  choice('kind', '方式', 'Kind', [['call', '电话', 'Call', 'info'], ['visit', '拜访', 'Visit', 'ok'], ['email', '邮件', 'Email', 'violet'], ['chat', '聊天', 'Chat', 'brand'], ['meeting', '会议', 'Meeting', 'warn'], ['note', '备注', 'Note', 'grey']], { required: true, default: 'note' }),
  field('content', 'long_text', '内容', 'Content', { required: true, max_length: 10000 }),
  field('related', 'record', '相关记录', 'Related record'),
  choice('outcome', '结果', 'Outcome', [['interested', '有意向', 'Interested', 'ok'], ['refused', '拒绝', 'Refused', 'bad']]),
  choice('concerns', '客户关注点', 'Concerns', [['price', '价格', 'Price', 'warn'], ['delivery', '交期', 'Delivery', 'info']], { kind: 'multi_choice', sortable: false }),
  field('files', 'attachment', '附件', 'Files'),
  field('duration_minutes', 'integer', '时长（分钟）', 'Minutes', { min: '0', max: '1440' }),
  field('next_follow_up_at', 'datetime', '下次跟进', 'Next follow-up'),
], { name_field: 'content', timeline: false, search_fields: ['content'], list_columns: ['content', 'kind', 'owner', 'created_at'], layout: { sections: [section('内容', 'Content', ['kind', 'content', 'outcome', 'concerns', 'files', 'related', 'duration_minutes', 'next_follow_up_at'])] } });

const phrase = () => object('phrase', '常用语', 'Phrase', 'Phrases', 'message-square-quote', 'grey', 'sales', null, [
  field('name', 'text', '名称', 'Name', { required: true, max_length: 100 }),
  field('content', 'long_text', '内容', 'Text', { required: true, max_length: 2000 }),
], { list_columns: ['name', 'content', 'owner'], layout: { sections: [section('常用语', 'Phrase', ['name', 'content'])] } });

const task = () => object('task', '任务', 'Task', 'Tasks', 'square-check', 'warn', 'sales', 50, [
  field('name', 'text', '任务', 'Task', { required: true, max_length: 200 }),
  choice('status', '状态', 'Status', [['open', '待办', 'Open', 'info'], ['done', '完成', 'Done', 'ok', 'success'], ['cancelled', '取消', 'Cancelled', 'grey', 'failure']], { required: true, default: 'open' }),
  field('due_at', 'datetime', '截止时间', 'Due'),
  choice('priority', '优先级', 'Priority', [['high', '高', 'High', 'bad'], ['normal', '中', 'Normal', 'info'], ['low', '低', 'Low', 'grey']], { default: 'normal' }),
  field('related', 'record', '相关记录', 'Related record'),
], { stage_field: 'status', list_columns: ['name', 'status', 'priority', 'due_at', 'owner'], layout: { sections: [section('任务', 'Task', ['name', 'status', 'priority', 'due_at', 'related', 'owner'])] } });

const product = () => object('product', '产品', 'Product', 'Products', 'package', 'warn', 'sales', 60, [
  field('name', 'text', '产品名称', 'Name', { required: true, max_length: 200 }),
  field('code', 'auto_number', '产品编码', 'Code', { pattern: 'P-{0000}' }),
  field('price', 'money', '单价', 'Price', { scale: 2, min: '0' }),
  field('tax_rate', 'percent', '税率', 'Tax rate', { scale: 2, default: '13' }),
  field('on_sale', 'bool', '在售', 'On sale', { default: true }),
], { list_columns: ['name', 'code', 'price', 'tax_rate', 'on_sale'], layout: { sections: [section('产品', 'Product', ['name', 'code', 'price', 'tax_rate', 'on_sale'])] } });

const campaign = () => object('campaign', '市场活动', 'Campaign', 'Campaigns', 'megaphone', 'violet', 'marketing', 10, [
  field('name', 'text', '活动名称', 'Name', { required: true, max_length: 200 }),
  choice('kind', '类型', 'Kind', [['exhibition', '展会', 'Exhibition', 'violet'], ['online', '线上', 'Online', 'info'], ['referral', '转介绍', 'Referral', 'ok']]),
  field('starts_on', 'date', '开始日期', 'Starts'),
  field('ends_on', 'date', '结束日期', 'Ends'),
  field('budget', 'money', '预算', 'Budget', { scale: 2, min: '0' }),
], { list_columns: ['name', 'kind', 'starts_on', 'ends_on', 'budget', 'owner'], layout: { sections: [section('活动', 'Campaign', ['name', 'kind', 'starts_on', 'ends_on', 'budget', 'owner'])] } });

const admin = (name, zh, en, plural, icon, fields) => object(name, zh, en, plural, icon, 'grey', 'admin', null, fields, {
  owned: false, timeline: false, list_columns: fields.map((f) => f.name).slice(0, 6), layout: { sections: [section('基本信息', 'Basics', fields.map((f) => f.name))] },
});

export const standardObjects = () => [
  lead(), account(), contact(), opportunity(), activity(), phrase(), task(), product(), campaign(),
  admin('user', '用户', 'User', 'Users', 'users', [
    field('name', 'text', '姓名', 'Name', { required: true, max_length: 100 }), field('login', 'text', '登录名', 'Login', { required: true, unique: true }),
    field('email', 'email', '邮箱', 'Email'), field('mobile', 'phone', '手机', 'Mobile'), field('active', 'bool', '启用', 'Active', { default: true }),
    field('department', 'department', '部门', 'Department', { target: 'department' }), field('superior', 'user', '直属上级', 'Superior', { target: 'user' }),
  ]),
  admin('department', '部门', 'Department', 'Departments', 'network', [
    field('name', 'text', '部门名称', 'Name', { required: true, max_length: 100 }), field('parent', 'department', '上级部门', 'Parent', { target: 'department' }),
    field('head', 'user', '负责人', 'Head', { target: 'user' }),
  ]),
  admin('role', '角色', 'Role', 'Roles', 'shield', [field('name', 'text', '角色名称', 'Name', { required: true, max_length: 100 })]),
];

export const ACTIONS = ['create', 'read', 'edit', 'delete', 'transfer', 'import', 'export', 'bulk_edit', 'reveal', 'merge', 'define'];
