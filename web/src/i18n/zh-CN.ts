/** The areas of everyday screens, as one chunk; what few pages need is in `pages/` (see texts.ts). */
import 'dayjs/locale/zh-cn';
import common from './zh-CN/common.json';
import shell from './zh-CN/shell.json';
import list from './zh-CN/list.json';
import record from './zh-CN/record.json';
import form from './zh-CN/form.json';
import fields from './zh-CN/fields.json';
import errors from './zh-CN/errors.json';
import views from './zh-CN/views.json';

/** The words of antd and of the calendar travel in the same chunk. */
export { default as antd } from 'antd/locale/zh_CN';

export default {
  common,
  shell,
  list,
  record,
  form,
  fields,
  errors,
  views,
};
