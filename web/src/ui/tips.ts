/**
 * Tooltips for the whole page from one listener: any element with `data-tip` shows it after a rest of
 * the pointer, or at once when the keyboard gets there. Names for screen readers are `aria-label`.
 */
import { placeAt } from './usePlacement';
import css from './tips.module.css';

const REST_MS = 600;

export function startTips(): void {
  const tip = document.createElement('div');
  tip.className = css.tip ?? '';
  tip.setAttribute('aria-hidden', 'true');
  tip.hidden = true;
  document.body.append(tip);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let current: HTMLElement | null = null;

  const hide = () => {
    clearTimeout(timer);
    current = null;
    tip.hidden = true;
  };
  const show = (element: HTMLElement) => {
    const text = element.dataset.tip;
    if (!text || !element.isConnected || element.getAttribute('aria-expanded') === 'true') return;
    tip.textContent = text;
    tip.hidden = false;
    const size = { width: tip.offsetWidth, height: tip.offsetHeight };
    const at = placeAt(element.getBoundingClientRect(), size, { width: innerWidth, height: innerHeight }, 'bottom');
    tip.style.top = `${at.top}px`;
    tip.style.left = `${at.left}px`;
  };
  const find = (event: Event) => (event.target instanceof Element ? event.target.closest<HTMLElement>('[data-tip]') : null);

  document.addEventListener('pointerover', (event) => {
    if (event.pointerType === 'touch') return;
    const element = find(event);
    if (element === current) return;
    hide();
    if (!element) return;
    current = element;
    timer = setTimeout(() => show(element), REST_MS);
  });
  document.addEventListener('focusin', (event) => {
    const element = find(event);
    hide();
    if (element?.matches(':focus-visible')) {
      current = element;
      show(element);
    }
  });
  document.addEventListener('focusout', hide);
  document.addEventListener('pointerdown', hide, true);
  document.addEventListener('keydown', hide, true);
  document.addEventListener('scroll', hide, true);
}
