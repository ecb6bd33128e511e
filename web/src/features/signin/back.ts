/** Where to go after the sign-in: only a place inside this page, never another site. */
export function safeBack(back: unknown): string {
  if (typeof back !== 'string' || !back.startsWith('/') || back.startsWith('//') || back.includes('\\')) return '/';
  return back === '/signin' || back.startsWith('/signin?') ? '/' : back;
}
