import 'i18next';
import type catalogue from './zh-CN';
import type announcements from './zh-CN/pages/announcements.json';
import type arranged from './zh-CN/pages/arranged.json';
import type atHand from './zh-CN/pages/atHand.json';
import type audit from './zh-CN/pages/audit.json';
import type backup from './zh-CN/pages/backup.json';
import type look from './zh-CN/pages/look.json';
import type navigation from './zh-CN/pages/navigation.json';
import type workdays from './zh-CN/pages/workdays.json';
import type board from './zh-CN/pages/board.json';
import type config from './zh-CN/pages/config.json';
import type designer from './zh-CN/pages/designer.json';
import type duplicates from './zh-CN/pages/duplicates.json';
import type files from './zh-CN/pages/files.json';
import type fromFile from './zh-CN/pages/fromFile.json';
import type help from './zh-CN/pages/help.json';
import type goals from './zh-CN/pages/goals.json';
import type groups from './zh-CN/pages/groups.json';
import type home from './zh-CN/pages/home.json';
import type importing from './zh-CN/pages/import.json';
import type keys from './zh-CN/pages/keys.json';
import type layouts from './zh-CN/pages/layouts.json';
import type pack from './zh-CN/pages/pack.json';
import type peek from './zh-CN/pages/peek.json';
import type push from './zh-CN/pages/push.json';
import type palette from './zh-CN/pages/palette.json';
import type settings from './zh-CN/pages/settings.json';
import type shared from './zh-CN/pages/shared.json';
import type sharing from './zh-CN/pages/sharing.json';
import type signin from './zh-CN/pages/signin.json';
import type steps from './zh-CN/pages/steps.json';
import type talk from './zh-CN/pages/talk.json';
import type tasks from './zh-CN/pages/tasks.json';
import type timeline from './zh-CN/pages/timeline.json';
import type trust from './zh-CN/pages/trust.json';
import type users from './zh-CN/pages/users.json';
import type viewAs from './zh-CN/pages/viewAs.json';
import type webhooks from './zh-CN/pages/webhooks.json';
import type workbench from './zh-CN/pages/workbench.json';

interface OfPages {
  announcements: typeof announcements;
  arranged: typeof arranged;
  atHand: typeof atHand;
  audit: typeof audit;
  backup: typeof backup;
  look: typeof look;
  navigation: typeof navigation;
  workdays: typeof workdays;
  board: typeof board;
  config: typeof config;
  designer: typeof designer;
  duplicates: typeof duplicates;
  files: typeof files;
  fromFile: typeof fromFile;
  help: typeof help;
  goals: typeof goals;
  groups: typeof groups;
  home: typeof home;
  import: typeof importing;
  keys: typeof keys;
  layouts: typeof layouts;
  pack: typeof pack;
  palette: typeof palette;
  peek: typeof peek;
  push: typeof push;
  settings: typeof settings;
  shared: typeof shared;
  sharing: typeof sharing;
  signin: typeof signin;
  steps: typeof steps;
  talk: typeof talk;
  tasks: typeof tasks;
  timeline: typeof timeline;
  trust: typeof trust;
  users: typeof users;
  viewAs: typeof viewAs;
  webhooks: typeof webhooks;
  workbench: typeof workbench;
}

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof catalogue & OfPages };
    returnNull: false;
  }
}
