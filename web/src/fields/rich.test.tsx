import { render, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { context, field } from '@/test/fields';
import { registry } from './registry';
import Rich, { linkOf } from './rich_text/Rich';
import { fromPlain, plainOf } from './rich_text/plain';

describe('rich text as text', () => {
  it.each([
    ['<h2>题</h2><p>一 &amp; 二<br>三</p><ul><li><p>甲</p></li><li><p>乙</p></li></ul>', '题\n一 & 二\n三\n甲\n乙'],
    ['<p></p><p> </p>', ''],
    ['<p>a &lt;b&gt; &amp;lt;</p>', 'a <b> &lt;'],
    ['<a href="https://example.com/?q=>" rel="x">甲</a>', '甲'],
  ])('%s is read as %j', (html, text) => expect(plainOf(html)).toBe(text));
  it('comes from plain text line by line', () => {
    expect(fromPlain('a <b>\n\n c & d')).toBe('<p>a &lt;b&gt;</p><p>c &amp; d</p>');
    const one = field('rich_text', { max_length: 3 });
    expect(registry.rich_text.parse('一二三四', one, context())).toEqual({ fault: { code: 'length', limit: 3 } });
    expect(registry.rich_text.parse('一 ', one, context())).toEqual({ value: '<p>一</p>' });
    expect(registry.rich_text.format('<p><strong>甲</strong></p>', one, context())).toBe('甲');
  });
});

describe('rich text on the page', () => {
  it('shows what the editor can make', () => {
    const { container } = render(<Rich html={'<h2>题</h2><p>甲<strong>乙</strong> <a href="https://example.com/a">链</a></p><ol start="3"><li>丙</li></ol>'} />);
    expect(container.querySelector('h4')?.textContent).toBe('题');
    expect(container.querySelector('strong')?.textContent).toBe('乙');
    expect(container.querySelector('ol')?.start).toBe(3);
    const link = screen.getByRole('link', { name: '链' });
    expect(link).toHaveAttribute('href', 'https://example.com/a');
    expect(link).toHaveAttribute('rel', 'noopener noreferrer nofollow');
  });
  it('shows nothing else, even if it were stored', async () => {
    const bad = '<img src=x onerror="window.hit=1"><p onclick="window.hit=1" style="position:fixed" class="x">甲</p><script>window.hit=1</script><a href="javascript:window.hit=1">乙</a><svg onload="window.hit=1"></svg><iframe srcdoc="x"></iframe>';
    const { container } = render(<Rich html={bad} />);
    await waitFor(() => expect(container.textContent).toBe('甲乙'));
    expect(container.querySelector('img, script, svg, iframe, [onclick], [style]')).toBeNull();
    expect(container.querySelector('a')?.hasAttribute('href')).toBe(false);
    expect('hit' in window).toBe(false);
  });
  it('leads to pages and mail alone', () => {
    expect(linkOf('https://example.com')).toBe('https://example.com/');
    expect(linkOf('mailto:a@example.com')).toBe('mailto:a@example.com');
    for (const bad of ['javascript:alert(1)', 'data:text/html,x', '/settings', 'file:///x']) expect(linkOf(bad)).toBeUndefined();
  });
});
