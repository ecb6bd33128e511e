/** Which section of the manual tells of a page; ids are made of the English headings. */
const PLACES: [RegExp, string][] = [
  [/^\/$/, 'workbench'],
  [/^\/o\/[^/]+\/[^/]+/, 'a-record'],
  [/^\/o\//, 'lists'],
  [/^\/import/, 'import'],
  [/^\/tasks/, 'bulk-changes-and-exports'],
  [/^\/notifications/, 'comments-followers-notifications'],
  [/^\/announcements/, 'announcements'],
  [/^\/settings\/announcements/, 'announcements-by-the-company'],
  [/^\/goals/, 'goals'],
  [/^\/settings\/goals/, 'goals-of-the-company'],
  [/^\/settings\/objects\/from-file/, 'a-new-object-from-a-file'],
  [/^\/settings\/objects/, 'administrators-objects-and-fields'],
  [/^\/settings\/(users|roles)/, 'administrators-users-and-roles'],
  [/^\/settings\/sharing/, 'sharing-rules'],
  [/^\/settings\/security/, 'administrators-who-gets-in'],
  [/^\/settings\/company/, 'administrators-company'],
  [/^\/settings\/workdays/, 'working-days'],
  [/^\/settings\/webhooks/, 'administrators-webhooks'],
  [/^\/settings\/audit/, 'administrators-the-audit-log'],
  [/^\/settings\/backup/, 'administrators-backup-and-restore'],
  [/^\/settings\/files/, 'administrators-where-files-lie'],
  [/^\/settings\/config/, 'administrators-configuration-files'],
  [/^\/settings\/duplicates/, 'duplicates-and-merge'],
  [/^\/settings\/(profile|tokens)/, 'signing-in'],
];

export const sectionFor = (path: string): string | undefined => PLACES.find(([place]) => place.test(path))?.[1];
export const SECTIONS = PLACES.map(([, section]) => section);
