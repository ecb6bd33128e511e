import 'i18next';
import type catalogue from './zh-CN';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof catalogue };
    returnNull: false;
  }
}
