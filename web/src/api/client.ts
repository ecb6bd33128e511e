/** One door to the server: JSON in, JSON out, every refusal a typed `ApiError`. */
import { dropEarly, noteCall, takeArrived, takeEarly } from './early';
import type { Problem, FieldProblem } from './types';

export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly problem: Problem;
  readonly retryAfter: number | null;

  constructor(problem: Problem, retryAfter: number | null = null) {
    super(problem.detail || problem.title);
    this.name = 'ApiError';
    this.status = problem.status;
    this.code = problem.code;
    this.problem = problem;
    this.retryAfter = retryAfter;
  }

  get requestId(): string | undefined {
    return this.problem.request_id;
  }

  get errors(): FieldProblem[] {
    return this.problem.errors ?? [];
  }

  /** The text to show beside one field, if the server named it. */
  fieldMessage(field: string): string | undefined {
    return this.errors.find((error) => error.field === field)?.message;
  }
}

export interface RequestOptions {
  body?: unknown;
  form?: FormData;
  query?: Record<string, string | number | boolean | null | undefined>;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** A wrong password also answers 401; there the caller handles it itself. */
  quiet401?: boolean;
}

type Listener = () => void;
const signedOut = new Set<Listener>();

/** Called once for each answer 401 that means "your session is over". */
export function onSignedOut(listener: Listener): () => void {
  signedOut.add(listener);
  return () => signedOut.delete(listener);
}

/** Headers that go with every call while something lasts. */
export const lasting: Record<string, string> = {};

/** Hear of each refusal by its code. */
export const onRefused = new Set<(code: string) => void>();

const BASE = '/api/v1';
/** Asks, or tells who is here: no answer is another one after it. */
const CHANGES_NOTHING = /\/(query|board|presence)$/;

export function apiUrl(path: string, query?: RequestOptions['query']): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== '') params.set(key, String(value));
  }
  const text = params.toString();
  return BASE + path + (text ? `?${text}` : '');
}

const lasts = () => Object.keys(lasting).length > 0;

/** What a call would answer, where it was asked before the scripts were there and is here by now: for the `initialData` of a query. */
export const arrived = <T>(path: string, query?: RequestOptions['query']): T | undefined =>
  lasts() ? undefined : (takeArrived(apiUrl(path, query)) as T | undefined);

async function problemOf(response: Response): Promise<Problem> {
  const fallback: Problem = { title: response.statusText || `HTTP ${response.status}`, status: response.status, code: 'http' };
  try {
    const body = (await response.json()) as Partial<Problem>;
    return { ...fallback, ...body, status: response.status };
  } catch {
    return fallback;
  }
}

export async function request<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
  const headers: Record<string, string> = {
    Accept: 'application/json, application/problem+json',
    'Accept-Language': document.documentElement.lang || 'zh-CN',
    ...lasting,
    ...options.headers,
  };
  let body: BodyInit | undefined = options.form;
  if (options.body !== undefined) {
    headers['Content-Type'] = 'application/json';
    body = JSON.stringify(options.body);
  }
  const url = apiUrl(path, options.query);
  const plain = method === 'GET' && !options.headers && !lasts();
  if (method !== 'GET' && !CHANGES_NOTHING.test(path)) dropEarly();
  let response: Response;
  try {
    const early = plain ? await takeEarly(url) : null;
    if (early?.value !== undefined) {
      noteCall(url);
      return early.value as T;
    }
    response = early?.response ?? (await fetch(url, { method, headers, body, signal: options.signal, credentials: 'same-origin' }));
  } catch (cause) {
    if (options.signal?.aborted) throw cause;
    throw new ApiError({ title: 'offline', status: 0, code: 'offline' });
  }
  if (!response.ok) {
    const problem = await problemOf(response);
    if (response.status === 401 && !options.quiet401) for (const listener of signedOut) listener();
    for (const listener of onRefused) listener(problem.code);
    const after = Number(response.headers.get('Retry-After'));
    throw new ApiError(problem, Number.isFinite(after) && after > 0 ? after : null);
  }
  if (plain) noteCall(url);
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
}

export const api = {
  get: <T>(path: string, options?: RequestOptions) => request<T>('GET', path, options),
  post: <T>(path: string, body?: unknown, options?: RequestOptions) => request<T>('POST', path, { ...options, body }),
  put: <T>(path: string, body: unknown, options?: RequestOptions) => request<T>('PUT', path, { ...options, body }),
  patch: <T>(path: string, body: unknown, options?: RequestOptions) => request<T>('PATCH', path, { ...options, body }),
  delete: <T = void>(path: string, options?: RequestOptions) => request<T>('DELETE', path, options),
  upload: <T>(path: string, form: FormData, options?: RequestOptions) => request<T>('POST', path, { ...options, form }),
};
