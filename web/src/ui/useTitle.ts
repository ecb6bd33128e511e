/** The window's title follows the page. */
import { useEffect } from 'react';
import { useProduct } from './look';

export function useTitle(title: string | undefined) {
  const product = useProduct();
  useEffect(() => {
    document.title = title ? `${title} · ${product}` : product;
  }, [title, product]);
}
