/** The areas of everyday screens, as one chunk; what few pages need is in `pages/` (see texts.ts). */
import 'dayjs/locale/en';
import common from './en/common.json';
import shell from './en/shell.json';
import list from './en/list.json';
import record from './en/record.json';
import form from './en/form.json';
import fields from './en/fields.json';
import errors from './en/errors.json';
import views from './en/views.json';

/** The words of antd and of the calendar travel in the same chunk. */
export { default as antd } from 'antd/locale/en_US';

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
