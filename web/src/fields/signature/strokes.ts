/** What is drawn: strokes on a paper of fixed size, so that the picture is the same on a phone and on a desk. */
export const WIDTH = 600;
export const HEIGHT = 200;
/** Pixels of the picture for each unit of the paper. */
export const SCALE = 2;

export type Point = [x: number, y: number];
export type Stroke = Point[];

/** A point of the screen as a point of the paper, kept on it. */
export function onPaper(x: number, y: number, box: { left: number; top: number; width: number; height: number }): Point {
  const part = (at: number, from: number, size: number, whole: number) => Math.round(Math.min(Math.max((at - from) / (size || 1), 0), 1) * whole * 10) / 10;
  return [part(x, box.left, box.width, WIDTH), part(y, box.top, box.height, HEIGHT)];
}

const INK = '#14213d';

/** Puts paper, strokes and a typed name on the canvas. */
export function draw(canvas: HTMLCanvasElement, strokes: Stroke[], name: string): void {
  const pen = canvas.getContext('2d');
  if (!pen) return;
  pen.setTransform(SCALE, 0, 0, SCALE, 0, 0);
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, WIDTH, HEIGHT);
  pen.strokeStyle = INK;
  pen.fillStyle = INK;
  pen.lineWidth = 2.6;
  pen.lineCap = 'round';
  pen.lineJoin = 'round';
  for (const stroke of strokes) {
    const [first, ...rest] = stroke;
    if (!first) continue;
    pen.beginPath();
    if (!rest.length) {
      pen.arc(first[0], first[1], 1.6, 0, Math.PI * 2);
      pen.fill();
      continue;
    }
    pen.moveTo(...first);
    // Through the middles between the points, so that corners become curves.
    rest.forEach(([x, y], at) => {
      const next = rest[at + 1];
      if (next) pen.quadraticCurveTo(x, y, (x + next[0]) / 2, (y + next[1]) / 2);
      else pen.lineTo(x, y);
    });
    pen.stroke();
  }
  if (!name) return;
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  for (let size = 76; size >= 20; size -= 4) {
    pen.font = `italic ${size}px "Segoe Script", "Snell Roundhand", KaiTi, STKaiti, cursive`;
    if (pen.measureText(name).width <= WIDTH - 40) break;
  }
  pen.fillText(name, WIDTH / 2, HEIGHT / 2);
}
