/** Speech as text, where the browser can do it (Web Speech API, W3C community draft; prefixed in Chromium and Safari). */
import { useEffect, useRef, useState } from 'react';

interface Heard {
  isFinal: boolean;
  0: { transcript: string };
}
interface HeardEvent {
  resultIndex: number;
  results: ArrayLike<Heard>;
}
interface Recognition {
  lang: string;
  continuous: boolean;
  interimResults: boolean;
  onresult: ((event: HeardEvent) => void) | null;
  onerror: ((event: { error: string }) => void) | null;
  onend: (() => void) | null;
  start: () => void;
  stop: () => void;
  abort: () => void;
}

function maker(): (new () => Recognition) | undefined {
  const here = window as unknown as Record<'SpeechRecognition' | 'webkitSpeechRecognition', (new () => Recognition) | undefined>;
  return here.SpeechRecognition ?? here.webkitSpeechRecognition;
}

export const canDictate = (): boolean => maker() !== undefined;

/** What stopped it: the microphone was refused or is missing, or the browser's own service is out of reach. */
export type DictationFault = 'refused' | 'noMicrophone' | 'unreachable' | 'failed';

const FAULTS: Record<string, DictationFault | null> = {
  'not-allowed': 'refused',
  'service-not-allowed': 'refused',
  'audio-capture': 'noMicrophone',
  network: 'unreachable',
  'language-not-supported': 'failed',
  // Nothing was said, or it was stopped by hand.
  'no-speech': null,
  aborted: null,
};

/** Listens until it is told to stop; `onWords` gets each stretch of speech once it is certain. */
export function useDictation(lang: string, onWords: (words: string) => void) {
  const [listening, setListening] = useState(false);
  const [fault, setFault] = useState<DictationFault | null>(null);
  const recognition = useRef<Recognition | null>(null);
  const told = useRef(onWords);
  told.current = onWords;
  useEffect(() => () => recognition.current?.abort(), []);

  const begin = () => {
    const Maker = maker();
    if (!Maker) return;
    const one = new Maker();
    Object.assign(one, { lang, continuous: true, interimResults: false });
    one.onresult = (event) => {
      for (let at = event.resultIndex; at < event.results.length; at += 1) {
        const heard = event.results[at];
        const words = heard?.isFinal ? heard[0].transcript.trim() : '';
        if (words) told.current(words);
      }
    };
    one.onerror = ({ error }) => setFault(error in FAULTS ? (FAULTS[error] ?? null) : 'failed');
    one.onend = () => {
      setListening(false);
      recognition.current = null;
    };
    recognition.current = one;
    setFault(null);
    try {
      one.start();
      setListening(true);
    } catch {
      recognition.current = null;
      setFault('failed');
    }
  };
  const toggle = () => (listening ? recognition.current?.stop() : begin());
  return { listening, fault, toggle };
}
