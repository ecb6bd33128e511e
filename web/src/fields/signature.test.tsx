import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FieldValue, FileRef } from '@/api/types';
import { context, field } from '@/test/fields';
import { startI18n } from '@/i18n';
import { registry } from './registry';
import SignaturePad from './signature/SignaturePad';
import { draw, onPaper } from './signature/strokes';

const file: FileRef = { id: 's1', name: 'signature.png', type: 'image/png', size: 9, width: 1200, height: 400 };
const sent: File[] = [];
vi.mock('@/api/files', async (original) => ({
  ...(await original<typeof import('@/api/files')>()),
  sendFile: (given: File) => {
    sent.push(given);
    return { done: Promise.resolve(file), abort: () => undefined };
  },
}));

/** The test's browser has no canvas: what is asked of it is written down. */
const calls: string[] = [];
const pen = new Proxy({}, { get: (_pen, name: string) => (name === 'measureText' ? () => ({ width: 10 }) : (...of: unknown[]) => calls.push(`${name} ${of.join(' ')}`)), set: () => true });

beforeAll(() => startI18n('zh-CN'));
beforeEach(() => {
  sent.length = 0;
  calls.length = 0;
  HTMLCanvasElement.prototype.getContext = (() => pen) as never;
  HTMLCanvasElement.prototype.toBlob = function toBlob(done) {
    done(new Blob(['x'], { type: 'image/png' }));
  };
  HTMLCanvasElement.prototype.getBoundingClientRect = () => ({ left: 10, top: 20, width: 300, height: 100 }) as DOMRect;
});

const one = field('signature', { label: '客户签名' });
function open(value: FieldValue = null) {
  const onChange = vi.fn();
  const { rerender } = render(<SignaturePad field={one} value={value} onChange={onChange} />);
  return { onChange, again: (next: FieldValue) => rerender(<SignaturePad field={one} value={next} onChange={onChange} />) };
}
function stroke() {
  const paper = screen.getByRole('img');
  fireEvent.pointerDown(paper, { button: 0, clientX: 20, clientY: 30, pointerId: 1 });
  fireEvent.pointerMove(paper, { clientX: 60, clientY: 70, pointerId: 1 });
  fireEvent.pointerUp(paper, { pointerId: 1 });
}

describe('a signature', () => {
  it('is drawn, taken back, and kept as a picture when it is confirmed', async () => {
    const { onChange, again } = open();
    const button = (name: RegExp) => screen.getByRole('button', { name });
    expect(button(/确认签名/)).toBeDisabled();
    stroke();
    expect(onChange).toHaveBeenLastCalledWith(null, { code: 'unsigned' });
    await userEvent.click(button(/^撤销/));
    expect(onChange).toHaveBeenLastCalledWith(null, undefined);
    await userEvent.click(button(/^重做/));
    await userEvent.click(button(/确认签名/));
    await waitFor(() => expect(onChange).toHaveBeenLastCalledWith([file]));
    expect(sent[0]?.type).toBe('image/png');
    again([file]);
    expect(screen.getByRole('img', { name: '客户签名' })).toHaveAttribute('src', expect.stringContaining('s1'));
    await userEvent.click(button(/重新签名/));
    expect(button(/确认签名/)).toBeDisabled();
  });

  it('is typed by those who do not draw', async () => {
    const { onChange } = open();
    await userEvent.click(screen.getByRole('button', { name: /键入姓名/ }));
    await userEvent.type(screen.getByRole('textbox', { name: '姓名' }), '王芳');
    expect(calls).toContain('fillText 王芳 300 100');
    await userEvent.click(screen.getByRole('button', { name: /确认签名/ }));
    await waitFor(() => expect(onChange).toHaveBeenLastCalledWith([file]));
  });

  it('lies on a paper of one size wherever it is drawn', () => {
    const box = { left: 10, top: 20, width: 300, height: 100 };
    expect(onPaper(160, 70, box)).toEqual([300, 100]);
    expect(onPaper(-5, 999, box)).toEqual([0, 200]);
    draw(document.createElement('canvas'), [[[1, 2]], [[1, 2], [3, 4], [5, 6]]], '');
    expect(calls).toContain('quadraticCurveTo 3 4 4 5');
  });

  it('is sent by id and never typed into a cell', () => {
    expect(registry.signature.toWire([file])).toEqual(['s1']);
    expect(registry.signature.parse('x', one, context())).toEqual({ fault: { code: 'file' } });
  });
});
