// Reading the terminal's code: by the camera where the browser can (BarcodeDetector), else by its pasted link. Whether
// the code is this bank's is for the host to say; a false one is told in plain words.

import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTexts, useWords } from '../language/language.js';
import { type HostError, tellHost } from '../session/ask-host.js';
import { phoneTexts } from './phone-texts.js';

/** A payment whose code was scanned, with what proves the scan. */
export interface Scanned {
  readonly rrn: string;
  readonly token: string;
}

interface Detector {
  detect(source: HTMLVideoElement): Promise<ReadonlyArray<{ readonly rawValue: string }>>;
}
type DetectorClass = new (options: { readonly formats: readonly string[] }) => Detector;

const LOOK_MS = 250;

export function ScanScreen(props: {
  readonly onScanned: (scanned: Scanned) => void;
  readonly onBack: () => void;
}) {
  const say = useTexts(phoneTexts);
  const words = useWords();
  const [error, setError] = useState<HostError>();
  const { onScanned } = props;
  const check = (link: string): void => {
    setError(undefined);
    tellHost<Scanned>('/api/phone/scan', { link }).then(onScanned, setError);
  };
  const { video, isLooking } = useCamera(check);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    check(String(new FormData(event.currentTarget).get('link') ?? '').trim());
  };
  return (
    <section className="stack">
      <h2>{say('scan')}</h2>
      <p>{isLooking ? say('scanLead') : say('scanNoCamera')}</p>
      <video className="scan-view" ref={video} muted playsInline hidden={!isLooking} />
      {error && (
        <p className="notice bad" role="alert">
          {words(error.words)}
        </p>
      )}
      <form className="stack" onSubmit={submit}>
        <label className="field">
          <span>{say('link')}</span>
          <input name="link" type="url" autoComplete="off" required />
        </label>
        <button className="button first" type="submit">
          {say('check')}
        </button>
      </form>
      <button className="button quiet" type="button" onClick={props.onBack}>
        {say('back')}
      </button>
    </section>
  );
}

/** Looks through the camera until a code is found; each code is handed on once. */
function useCamera(onCode: (text: string) => void) {
  const video = useRef<HTMLVideoElement>(null);
  const handler = useRef(onCode);
  handler.current = onCode;
  const [isLooking, setLooking] = useState(false);
  useEffect(() => {
    const Class = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
    const place = video.current;
    if (!Class || !place || !navigator.mediaDevices) return undefined;
    const detector = new Class({ formats: ['qr_code'] });
    let stream: MediaStream | undefined;
    let last = '';
    let isGone = false;
    void navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } }).then(
      (opened) => {
        stream = opened;
        if (isGone) stop(opened);
        place.srcObject = opened;
        setLooking(true);
        void place.play();
      },
      () => setLooking(false),
    );
    const timer = setInterval(() => {
      void detector.detect(place).then(
        ([code]) => {
          if (!code || code.rawValue === last) return;
          last = code.rawValue;
          handler.current(code.rawValue);
        },
        () => undefined,
      );
    }, LOOK_MS);
    return () => {
      isGone = true;
      clearInterval(timer);
      if (stream) stop(stream);
    };
  }, []);
  return { video, isLooking };
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
