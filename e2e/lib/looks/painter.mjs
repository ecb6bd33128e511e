/** What is done with pictures, in a page of the browser itself, so that nothing else has to read or write them. */

/** Pixels of a side of a block: about a line of small text. */
const BLOCK = 12;
/** Pictures in a row of a sheet, and pixels between them. */
const [ROW, GAP] = [6, 2];

/** Runs in the page, and leaves there what the other functions use. Bytes come and go as base64. */
function install({ block, row, gap }) {
  const bytesOf = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const base64Of = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  const canvasOf = (width, height) => {
    const canvas = Object.assign(document.createElement('canvas'), { width, height });
    return { canvas, pen: canvas.getContext('2d', { willReadFrequently: true }) };
  };
  const encoded = (canvas, type) => canvas.toDataURL(type, 1).split(',')[1];
  const drawn = async (base64, type) => {
    const image = await createImageBitmap(new Blob([bytesOf(base64)], { type }));
    const { canvas, pen } = canvasOf(image.width, image.height);
    pen.drawImage(image, 0, 0);
    return { canvas, pen };
  };
  const imageOf = ({ width, height, colours }) => {
    const image = new ImageData(width, height);
    bytesOf(colours).forEach((colour, at) => (image.data[Math.floor(at / 3) * 4 + (at % 3)] = colour));
    for (let at = 3; at < image.data.length; at += 4) image.data[at] = 255;
    return image;
  };
  const placeOf = (index, { width, height }) => [(index % row) * (width + gap), Math.floor(index / row) * (height + gap)];

  const shrink = async (png) => {
    const { canvas, pen } = await drawn(png, 'image/png');
    const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
    const [width, height] = [Math.ceil(canvas.width / block), Math.ceil(canvas.height / block)];
    const [sums, counts] = [new Uint32Array(width * height * 3), new Uint32Array(width * height)];
    for (let y = 0, from = 0; y < canvas.height; y++) {
      const start = Math.floor(y / block) * width;
      for (let x = 0; x < canvas.width; x++, from += 4) {
        const to = start + Math.floor(x / block);
        counts[to] += 1;
        sums[to * 3] += data[from];
        sums[to * 3 + 1] += data[from + 1];
        sums[to * 3 + 2] += data[from + 2];
      }
    }
    return { width, height, colours: base64Of(sums.map((sum, at) => Math.round(sum / counts[Math.floor(at / 3)]))) };
  };
  const toSheet = (pictures) => {
    const [{ width, height }] = pictures;
    const { canvas, pen } = canvasOf(row * (width + gap), Math.ceil(pictures.length / row) * (height + gap));
    pictures.forEach((picture, index) => pen.putImageData(imageOf(picture), ...placeOf(index, picture)));
    return encoded(canvas, 'image/webp');
  };
  const fromSheet = async ({ sheet, width, height, count }) => {
    const { pen } = await drawn(sheet, 'image/webp');
    return Array.from({ length: count }, (_, index) => {
      const { data } = pen.getImageData(...placeOf(index, { width, height }), width, height);
      return { width, height, colours: base64Of(data.filter((_, at) => at % 4 < 3)) };
    });
  };
  const enlarge = (picture) => {
    const small = canvasOf(picture.width, picture.height);
    small.pen.putImageData(imageOf(picture), 0, 0);
    const { canvas, pen } = canvasOf(picture.width * block, picture.height * block);
    pen.imageSmoothingEnabled = false;
    pen.drawImage(small.canvas, 0, 0, canvas.width, canvas.height);
    return encoded(canvas, 'image/png');
  };
  const mark = async ({ png, areas }) => {
    const { canvas, pen } = await drawn(png, 'image/png');
    pen.fillStyle = 'rgb(255 255 255 / 60%)';
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.fillStyle = 'rgb(220 0 0 / 35%)';
    for (const { x, y, size } of areas) pen.fillRect(x * block, y * block, size * block, size * block);
    return encoded(canvas, 'image/png');
  };
  globalThis.looks = { shrink, toSheet, fromSheet, enlarge, mark };
}

const inBase64 = ({ colours, ...size }) => ({ ...size, colours: Buffer.from(colours).toString('base64') });
const inBytes = ({ colours, ...size }) => ({ ...size, colours: Buffer.from(colours, 'base64') });

/** A page that works on pictures. Shrunk ones are `{ width, height, colours }`: blocks, and red, green and blue of each. */
export async function startPainter(browser) {
  const page = await browser.newPage();
  await page.evaluate(install, { block: BLOCK, row: ROW, gap: GAP });
  const call = (name, given) => page.evaluate(({ name, given }) => globalThis.looks[name](given), { name, given });
  const bytes = async (answer) => Buffer.from(await answer, 'base64');
  return {
    /** A picture of the page, shrunk to the mean colours of its blocks. */
    shrink: async (png) => inBytes(await call('shrink', png.toString('base64'))),
    /** Shrunk pictures of one size as one image that loses nothing (WebP), */
    toSheet: (pictures) => bytes(call('toSheet', pictures.map(inBase64))),
    /** and back, when it is known how many they are and of what size. */
    fromSheet: async (sheet, { width, height }, count) => (await call('fromSheet', { sheet: sheet.toString('base64'), width, height, count })).map(inBytes),
    /** A shrunk picture at its former size, to look at (PNG). */
    enlarge: (picture) => bytes(call('enlarge', inBase64(picture))),
    /** A picture of the page with what differs in red (PNG). */
    mark: (png, areas) => bytes(call('mark', { png: png.toString('base64'), areas })),
  };
}

/** How large a window of so many pixels is when it is shrunk. */
export const shrunkSize = ({ width, height }) => ({ width: Math.ceil(width / BLOCK), height: Math.ceil(height / BLOCK) });
