// The terminal itself: who and where it is, the screen that is up, and the keypad.

import type { DemoWorld } from '@tillgate/server/api';
import { useCallback, useMemo, useRef, useState } from 'react';
import { useTexts, useWords } from '../language/language.js';
import { Keypad } from './keypad.js';
import { PadContext, type PadKey, PLAIN_LAYOUT } from './pad.js';
import { posTexts } from './pos-texts.js';
import type { DemoTerminal, TillView } from './screen.js';
import { ScreenView } from './screen-view.js';
import type { Till } from './till.js';

interface Props {
  readonly world: DemoWorld;
  readonly profile: DemoTerminal;
  readonly till: Till;
  readonly view: TillView;
}

export function Device({ world, profile, till, view }: Props) {
  const [layout, setLayout] = useState(PLAIN_LAYOUT);
  const listener = useRef<(key: PadKey) => void>(() => undefined);
  const pad = useMemo(() => ({ listener, setLayout }), []);
  const press = useCallback((key: PadKey) => listener.current(key), []);
  return (
    <PadContext value={pad}>
      <section className="device" aria-label={profile.terminalId}>
        <DeviceHead profile={profile} view={view} />
        <div className="device-screen">
          <ScreenView {...{ world, profile, till, view }} />
        </div>
        <Keypad layout={layout} hasDoubleZero={takesAmount(view)} onKey={press} />
      </section>
    </PadContext>
  );
}

function takesAmount({ screen }: TillView): boolean {
  return screen.at === 'amount' || (screen.at === 'entry' && /^(amount|tip)$/.test(screen.field));
}

function DeviceHead({ profile, view }: Pick<Props, 'profile' | 'view'>) {
  const say = useTexts(posTexts);
  const words = useWords();
  return (
    <header className="device-head">
      <b>{words(profile.merchantName)}</b>
      <span className={view.isOnline ? 'line online' : 'line'} role="status">
        <i aria-hidden="true" />
        {say(view.isOnline ? 'online' : 'offline')}
      </span>
      <span className="device-ids">
        {say('terminalNo')} <span className="bytes">{profile.terminalId}</span>
        {view.operatorId !== undefined && (
          <>
            {' · '}
            {say('operatorNo')} <span className="bytes">{view.operatorId}</span>
          </>
        )}
      </span>
    </header>
  );
}
