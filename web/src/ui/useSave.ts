/** Sending a form: whether it is under way, and what the server refuses. Whatever else goes wrong is thrown on. */
import { useState } from 'react';
import { ApiError } from '@/api/client';

export function useSave() {
  const [refusal, setRefusal] = useState<ApiError | null>(null);
  const [saving, setSaving] = useState(false);
  /** Sends, and takes in what follows from it. */
  const save = async (send: () => Promise<void>) => {
    setSaving(true);
    setRefusal(null);
    try {
      await send();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setRefusal(error);
    } finally {
      setSaving(false);
    }
  };
  return { save, saving, refusal, forget: () => setRefusal(null) };
}
