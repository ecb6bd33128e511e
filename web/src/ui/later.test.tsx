/** What is fetched when it is first shown stands there as soon as it is fetched, and a failure is heard by whoever shows it. */
import { Component, type ComponentType, type ReactNode } from 'react';
import { act, render, screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { later } from './later';

interface Props {
  name: string;
}

const Hello = ({ name }: Props) => <p>hello {name}</p>;

class Hears extends Component<{ children: ReactNode }> {
  override state = { heard: '' };
  static getDerivedStateFromError = (fault: Error) => ({ heard: fault.message });
  override render = () => (this.state.heard ? <p>{this.state.heard}</p> : this.props.children);
}

it('shows what stands for it until its file is there, and is fetched once', async () => {
  let arrive: (hello: ComponentType<Props>) => void = () => undefined;
  const load = vi.fn(() => new Promise<ComponentType<Props>>((go) => (arrive = go)));
  const Later = later<Props>(load, ({ name }) => <p>{name} is awaited</p>);
  const { unmount } = render(<Later name="Lin" />);
  expect(screen.getByText('Lin is awaited')).toBeVisible();
  await act(async () => arrive(Hello));
  expect(screen.getByText('hello Lin')).toBeVisible();
  unmount();
  render(<Later name="Wang" />);
  expect(screen.getByText('hello Wang')).toBeVisible();
  expect(load).toHaveBeenCalledOnce();
});

it('stands in the first drawing when it was fetched before', async () => {
  const Later = later<Props>(async () => Hello);
  await Later.fetch();
  render(<Later name="Lin" />);
  expect(screen.getByText('hello Lin')).toBeVisible();
});

it('tells whoever shows it that it could not be fetched, and is fetched anew the next time', async () => {
  const quiet = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const load = vi.fn<() => Promise<ComponentType<Props>>>().mockRejectedValueOnce(new Error('no file')).mockResolvedValue(Hello);
  const Later = later<Props>(load);
  const { unmount } = render(<Hears><Later name="Lin" /></Hears>);
  expect(await screen.findByText('no file')).toBeVisible();
  unmount();
  render(<Hears><Later name="Lin" /></Hears>);
  expect(await screen.findByText('hello Lin')).toBeVisible();
  quiet.mockRestore();
});
