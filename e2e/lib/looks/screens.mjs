/** The screens whose look is compared: how each is opened, and whether it is looked at in the dark and in English, too. */

async function open(page, path, shown) {
  await page.goto(path);
  await page.locator(shown).first().waitFor();
}

const asked = async (page, path) => (await page.request.get(`/api/v1${path}`)).json();

/** Opens the first view of an object that is a board or a calendar. */
async function openView(page, object, kind) {
  const { items } = await asked(page, `/objects/${object}/views`);
  await open(page, `/o/${object}?view=${items.find((view) => view.kind === kind).id}`, `a[href^="/o/${object}/"]`);
}

/** Opens the newest record that people have worked on. */
async function openRecord(page, object, filled, search = '') {
  const { items } = await asked(page, `/records/${object}?limit=60&sort=-created_at`);
  const { id } = items.find((record) => filled.every((field) => record[field]));
  await open(page, `/o/${object}/${id}${search}`, '[role=tab][aria-selected=true]');
}

const openList = (page, search = '') => open(page, `/o/lead${search}`, 'a[href^="/o/lead/"]');

async function openForm(page) {
  await openList(page);
  await page.getByRole('button', { name: /^(新建线索|New lead)$/ }).first().click();
  await page.getByRole('dialog').locator('form').waitFor();
}

async function openFilter(page) {
  await openList(page);
  await page.getByRole('button', { name: '筛选', exact: true }).click();
  await page.getByRole('dialog').waitFor();
}

async function openPalette(page) {
  await openList(page);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: '搜索' }).fill('kh');
  await page.getByRole('option').first().waitFor();
}

async function openField(page) {
  await open(page, '/settings/objects/lead', 'table');
  await page.getByRole('button', { name: '添加字段' }).click();
  await page.getByRole('dialog').getByRole('button', { name: /^金额/ }).click();
  await page.getByLabel('字段名称（简体中文）').waitFor();
}

const at = (path, shown = 'h1') => (page) => open(page, path, shown);

/** `outside`: looked at by nobody in particular. They come first. */
export const SCREENS = [
  { name: 'sign-in', outside: true, open: at('/signin', 'button[type=submit]') },
  { name: 'workbench', dark: true, english: true, open: at('/', 'section ul a') },
  { name: 'list', dark: true, english: true, open: openList },
  { name: 'groups', open: (page) => openList(page, '?group=status') },
  { name: 'board', dark: true, open: (page) => openView(page, 'opportunity', 'board') },
  { name: 'calendar', open: (page) => openView(page, 'task', 'calendar') },
  { name: 'record', dark: true, english: true, open: (page) => openRecord(page, 'lead', ['next_follow_up_at', 'last_follow_up_at']) },
  { name: 'related', open: (page) => openRecord(page, 'account', ['last_follow_up_at'], '?tab=opportunity.account') },
  { name: 'create', dark: true, english: true, open: openForm },
  { name: 'filter', open: openFilter },
  { name: 'palette', open: openPalette },
  { name: 'notifications', open: at('/notifications') },
  { name: 'import', open: at('/import/lead') },
  { name: 'objects', open: at('/settings/objects', 'a[href$="/objects/lead"]') },
  { name: 'field', open: openField },
  { name: 'designer', dark: true, open: at('/settings/objects/lead?tab=form', 'main [draggable], main [aria-roledescription]') },
  { name: 'roles', open: at('/settings/roles') },
  { name: 'look', open: at('/settings/look') },
  { name: 'home', open: at('/settings/home') },
  { name: 'goals', open: at('/goals', 'table') },
  { name: 'missing', open: at('/nowhere', 'main a[href="/"]') },
];
