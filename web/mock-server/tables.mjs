// Reads csv (UTF-8, GB18030) and simple xlsx files into rows of text.
import { inflateRawSync } from 'node:zlib';

/** @returns {{encoding: string, rows: string[][]}} the table, or throws when it is none */
export function readTable(bytes) {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return { encoding: 'xlsx', rows: readXlsx(Buffer.from(bytes)) };
  let encoding = 'UTF-8';
  let text;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    encoding = 'GB18030';
    text = new TextDecoder('gb18030').decode(bytes);
  }
  return { encoding, rows: readCsv(text) };
}

/** Splits csv text with quoted cells. */
export function readCsv(text) {
  const rows = [];
  let row = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < text.length; i += 1) {
    const c = text[i];
    if (quoted) {
      if (c === '"' && text[i + 1] === '"') { cell += '"'; i += 1; } else if (c === '"') quoted = false; else cell += c;
    } else if (c === '"' && cell === '') quoted = true;
    else if (c === ',') { row.push(cell); cell = ''; }
    else if (c === '\n') { row.push(cell.replace(/\r$/, '')); rows.push(row); row = []; cell = ''; }
    else cell += c;
  }
  if (cell !== '' || row.length) { row.push(cell.replace(/\r$/, '')); rows.push(row); }
  return rows;
}

export const writeCsv = (rows) => `\ufeff${rows.map((r) => r.map((c) => (/[",\n\r]/.test(c) ? `"${c.replaceAll('"', '""')}"` : c)).join(',')).join('\r\n')}\r\n`;

function unzip(buffer) {
  const files = new Map();
  let at = buffer.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (at < 0) throw new Error('not a zip file');
  const count = buffer.readUInt16LE(at + 10);
  at = buffer.readUInt32LE(at + 16);
  for (let i = 0; i < count; i += 1) {
    const [method, size, nameLength, extra, comment, local] = [buffer.readUInt16LE(at + 10), buffer.readUInt32LE(at + 20), buffer.readUInt16LE(at + 28), buffer.readUInt16LE(at + 30), buffer.readUInt16LE(at + 32), buffer.readUInt32LE(at + 42)];
    const name = buffer.toString('utf8', at + 46, at + 46 + nameLength);
    const start = local + 30 + buffer.readUInt16LE(local + 26) + buffer.readUInt16LE(local + 28);
    const raw = buffer.subarray(start, start + size);
    files.set(name, () => (method === 8 ? inflateRawSync(raw) : raw).toString('utf8'));
    at += 46 + nameLength + extra + comment;
  }
  return files;
}

const unescape = (s) => s.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&apos;/g, "'").replace(/&#(\d+);/g, (_, n) => String.fromCodePoint(Number(n))).replace(/&amp;/g, '&');
const texts = (xml) => [...xml.matchAll(/<t[^>]*>([\s\S]*?)<\/t>/g)].map((m) => unescape(m[1])).join('');
const columnOf = (ref) => [...ref.replace(/\d/g, '')].reduce((n, c) => n * 26 + c.charCodeAt(0) - 64, 0) - 1;

function readXlsx(buffer) {
  const files = unzip(buffer);
  const sheetName = [...files.keys()].find((n) => /^xl\/worksheets\/sheet1\.xml$/.test(n)) ?? [...files.keys()].find((n) => n.startsWith('xl/worksheets/sheet'));
  if (!sheetName) throw new Error('no sheet');
  const shared = files.has('xl/sharedStrings.xml') ? [...files.get('xl/sharedStrings.xml')().matchAll(/<si>([\s\S]*?)<\/si>/g)].map((m) => texts(m[1])) : [];
  return [...files.get(sheetName)().matchAll(/<row[^>]*>([\s\S]*?)<\/row>/g)].map(([, xml]) => {
    const row = [];
    for (const [, attributes, inner = ''] of xml.matchAll(/<c ([^>]*?)(?:\/>|>([\s\S]*?)<\/c>)/g)) {
      const value = /<v>([\s\S]*?)<\/v>/.exec(inner)?.[1] ?? '';
      const kind = /t="(\w+)"/.exec(attributes)?.[1];
      row[columnOf(/r="([A-Z]+\d+)"/.exec(attributes)[1])] = kind === 's' ? shared[Number(value)] : kind === 'inlineStr' ? texts(inner) : unescape(value);
    }
    return Array.from(row, (c) => c ?? '');
  });
}
