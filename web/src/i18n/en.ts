/** All areas of this language, as one chunk. A new area is one line here, one in the other language. */
import 'dayjs/locale/en';
import common from './en/common.json';
import shell from './en/shell.json';
import list from './en/list.json';
import record from './en/record.json';
import timeline from './en/timeline.json';
import form from './en/form.json';
import fields from './en/fields.json';
import errors from './en/errors.json';
import signin from './en/signin.json';
import importing from './en/import.json';
import designer from './en/designer.json';
import users from './en/users.json';
import settings from './en/settings.json';
import sharing from './en/sharing.json';
import palette from './en/palette.json';
import views from './en/views.json';
import tasks from './en/tasks.json';
import audit from './en/audit.json';
import backup from './en/backup.json';

/** The words of antd and of the calendar travel in the same chunk. */
export { default as antd } from 'antd/locale/en_US';

export default {
  common,
  shell,
  list,
  record,
  timeline,
  form,
  fields,
  errors,
  signin,
  import: importing,
  designer,
  users,
  settings,
  sharing,
  palette,
  views,
  tasks,
  audit,
  backup,
};
