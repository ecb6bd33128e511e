// Search over all objects: by parts of words alone; pinyin and slips are the real server's.

function hitOf(object, record, typed, english) {
  for (const name of object.search_fields) {
    const text = String(record[name] ?? '');
    const at = text.toLowerCase().indexOf(typed);
    if (at < 0) continue;
    const field = object.fields.find((f) => f.name === name);
    const match = at > 0 ? 'words' : text.length === typed.length ? 'exact' : 'prefix';
    return {
      id: record.id, object: object.name, name: record[object.name_field] ?? '', match, field: name, label: field.labels[english ? 'en' : 'zh-CN'],
      text, marks: [[at, at + typed.length]], note: null, owner: record.owner?.name ?? null,
    };
  }
  return null;
}

const ORDER = ['exact', 'prefix', 'words'];

export function search(context, q, wanted, limit) {
  const typed = q.trim().toLowerCase();
  const groups = [];
  for (const object of typed ? context.state.objects.values() : []) {
    if (wanted && !wanted.includes(object.name)) continue;
    const found = [...context.state.records.get(object.name).values()]
      .filter((record) => !record.deleted_at)
      .map((record) => hitOf(object, record, typed, context.english))
      .filter(Boolean)
      .sort((a, b) => ORDER.indexOf(a.match) - ORDER.indexOf(b.match));
    if (found.length) groups.push({ object: object.name, label: object.plurals[context.english ? 'en' : 'zh-CN'], items: found.slice(0, limit), more: found.length > limit });
  }
  return { groups, building: context.state.searchBuilding ?? null };
}
