// Settings as files: every zip would change the same, until it was applied; tests make them faulty.
import { invalid, needAdmin, Problem } from './problems.mjs';

/** An empty archive. */
const ZIP = Uint8Array.from([0x50, 0x4b, 5, 6, ...Array(18).fill(0)]);

export function exported(context) {
  needAdmin(context);
  return new Response(ZIP, { headers: { 'content-type': 'application/zip', 'content-disposition': 'attachment; filename="shuke-config.zip"' } });
}

const piece = (deed, group, object, name, label, more = {}) => ({
  deed,
  group,
  object: object?.[0] ?? null,
  object_label: object?.[1] ?? null,
  name,
  label,
  danger: false,
  differences: [],
  ...more,
});

function changes(prune) {
  const lead = ['lead', '线索'];
  const required = { path: 'required', label: '必填', old: null, new: 'true' };
  const all = [
    piece('changed', 'object', lead, 'lead', '线索', { differences: [{ path: 'label.zh', label: '名称（中文）', old: '线索', new: '商机线索' }] }),
    piece('created', 'field', lead, 'x_size', '规模'),
    piece('changed', 'field', lead, 'mobile', '手机', { danger: true, differences: [required] }),
    piece('created', 'role', null, 'area', '区域经理'),
  ];
  all.push(prune ? piece('removed', 'sharing_rule', lead, '旧规则', '旧规则', { danger: true }) : piece('kept', 'sharing_rule', lead, '旧规则', '旧规则'));
  return all;
}

function comparison(list, state) {
  const count = (deed) => list.filter((change) => change.deed === deed).length;
  return { changes: list, created: count('created'), changed: count('changed'), removed: count('removed'), kept: count('kept'), state };
}

export async function compare(context, request) {
  needAdmin(context);
  const form = await request.formData();
  const options = JSON.parse(form.get('options') ?? '{}');
  if (context.state.configFaulty) {
    throw invalid({ field: 'objects/lead.toml:12 fields[1].max_length', code: 'bad_number' }, { field: 'roles.toml:3 roles[0].name', code: 'required' });
  }
  const same = context.state.configApplied;
  return { told: comparison(same ? [] : changes(options.prune), same ? 'same' : `seen-${options.prune}`), options };
}

export async function apply(context, request) {
  const { told, options } = await compare(context, request);
  if (options.state !== told.state) throw new Problem('conflict');
  context.state.configApplied = true;
  return { told };
}
