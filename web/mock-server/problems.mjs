// problem+json answers with texts in both languages.

const TEXTS = {
  bad_credentials: ['登录名或密码不正确。', 'The login or the password is wrong.'],
  locked_out: ['多次输入错误，账号已临时锁定。', 'Too many wrong attempts: the account is locked for a while.'],
  unauthenticated: ['请先登录。', 'Please sign in.'],
  forbidden: ['没有权限执行此操作。', 'You are not allowed to do this.'],
  not_found: ['没有找到，或您无权查看。', 'Not found, or not visible to you.'],
  conflict: ['记录已被他人修改。', 'Somebody else has changed this record.'],
  meta_changed: ['设置已被他人修改，请刷新后重试。', 'The settings were changed meanwhile; reload and try again.'],
  invalid: ['有字段未通过检查。', 'Some fields did not pass the checks.'],
  required: ['必填', 'Required'],
  ends_before_start: ['结束时间要晚于开始时间', 'The end has to be after the beginning'],
  goal_reader: ['筛选条件不能用“我”“我的部门”或“我的团队”', 'Filter can\'t ask for “me”, “my department” or “my team”'],
  too_long: ['内容过长', 'Too long'],
  not_unique: ['该值已存在', 'This value is already used'],
  import_skipped: ['与已有的记录重复，已跳过', 'A duplicate of a record that is there; left out'],
  import_duplicate: ['与已有的记录重复', 'A duplicate of a record that is there'],
  bad_value: ['格式不正确', 'The value has a wrong format'],
  bad_phone: ['不是有效的电话号码', 'Not a valid phone number'],
  bad_email: ['不是有效的邮箱地址', 'Not a valid e-mail address'],
  bad_option: ['不在可选项中', 'Not one of the options'],
  bad_number: ['不是数字', 'Not a number'],
  out_of_range: ['超出允许范围', 'Out of the allowed range'],
  bad_date: ['不是有效的日期', 'Not a valid date'],
  unknown_reference: ['没有找到对应的记录', 'No matching record'],
  field_exists: ['已有同名字段。', 'A field with this name exists already.'],
  field_in_use: ['正被使用，请先修改使用它的字段。', 'In use: change what uses it first.'],
  object_exists: ['已有同名对象。', 'An object with this name exists already.'],
  dangerous_file: ['不能上传程序或脚本。', 'Programs and scripts can not be uploaded.'],
  bad_file: ['无法读取该文件。', 'The file cannot be read.'],
  bad_state: ['当前状态不能执行此操作。', 'Not possible in the present state.'],
  wrong_password: ['原密码不正确', 'The old password is wrong'],
  weak_password: ['密码至少 8 位', 'At least 8 characters'],
  login_taken: ['该登录名已被使用', 'This login is taken'],
  second_factor_needed: ['请输入两步验证码', 'A one-time password is needed'],
  second_factor_wrong: ['验证码不正确或已过期', 'The code is wrong or has expired'],
  second_factor_exists: ['两步验证已开启', 'There is a second factor already'],
  own_factor_first: ['请先为自己开启两步验证', 'Set up a second factor of your own first'],
  invalid_path: ['应为完整路径', 'Should be a full path'],
  invalid_ending: ['不是扩展名', 'No ending'],
  webhook_plain: ['应以 https:// 开头', 'Should begin with https://'],
  webhook_paused: ['Webhook 已暂停或停止，请先恢复', 'The webhook is paused or stopped; resume it first'],
  invalid_network: ['不是网络地址，应形如 203.0.113.0/24 或 2001:db8::/32', 'This is no network; write it like 203.0.113.0/24 or 2001:db8::/32'],
  own_address_outside: ['其中不包含您现在的地址，保存后您自己也进不来', 'Your own address is not among them; you would shut yourself out'],
  invalid_color: ['颜色无法识别，应为 # 加六位十六进制数，如 #3651e6', 'The colour is no # and six hexadecimal digits such as #3651e6'],
  address_not_allowed: ['只能从公司允许的网络访问', 'The company lets people in from certain networks only'],
  address_locked_out: ['从您的网络登录失败次数过多', 'Too many failed sign-ins came from your network'],
  view_as_over: ['以他人身份查看已经结束，这次操作没有执行；现在显示您自己的内容，请确认后再操作', 'The look as somebody else is over and nothing was done; things are shown as your own again, please check and try again'],
  viewing_as: ['正以他人身份查看，只能看，不能改；请先结束查看', 'You are looking as somebody else and can only look; end that first'],
  invalid_filter: ['不能用于条件', 'This can be no condition'],
  bad_name: ['只能用小写字母、数字和下划线', 'Lower-case letters, digits and underscores only'],
};

const STATUS = { bad_credentials: 401, unauthenticated: 401, locked_out: 429, forbidden: 403, not_found: 404, conflict: 412, meta_changed: 412, invalid: 422, field_exists: 409, field_in_use: 409, object_exists: 409, bad_file: 400, bad_state: 409, webhook_paused: 409, second_factor_needed: 401, second_factor_wrong: 401, second_factor_exists: 409, own_factor_first: 409, address_locked_out: 429, address_not_allowed: 403, viewing_as: 403, view_as_over: 403 };

export const isEnglish = (request) => (request.headers.get('accept-language') ?? '').toLowerCase().startsWith('en');
export const textOf = (code, english) => (TEXTS[code] ?? [code, code])[english ? 1 : 0];

/** An error that the router turns into an answer. */
export class Problem extends Error {
  constructor(code, { errors = [], headers = {}, detail = null } = {}) {
    super(code);
    Object.assign(this, { code, errors, headers, detail, status: STATUS[code] ?? 400 });
  }
  body(english) {
    return {
      type: `/problems/${this.code}`, title: textOf(this.code, english), status: this.status, code: this.code, detail: this.detail ?? textOf(this.code, english),
      request_id: `req-${Math.random().toString(36).slice(2, 10)}`, errors: this.errors.map((e) => ({ message: textOf(e.code, english), ...e })),
    };
  }
}

export const invalid = (...errors) => new Problem('invalid', { errors });

export function needAdmin(context) {
  if (!context.admin) throw new Problem('forbidden');
}
