// The page: signed out, or the payment that waits, or the two lists. A code that was scanned by the phone's own camera
// brings its payment along in the address.

import type { AwaitingPayment, PhoneView } from '@tillgate/server/api';
import { useEffect, useState } from 'react';
import { amountDigits } from '../format/amount.js';
import { useTexts, useWords } from '../language/language.js';
import { LanguageSwitch } from '../language/language-switch.js';
import { type HostError, tellHost } from '../session/ask-host.js';
import { ActivityList } from './activity-list.js';
import { CardPanel } from './card-panel.js';
import { ConfirmScreen } from './confirm-screen.js';
import { PasskeyOffer } from './passkey-offer.js';
import { PhoneSignIn } from './phone-sign-in.js';
import { phoneTexts } from './phone-texts.js';
import { ReferencePanel } from './reference-panel.js';
import { type Scanned, ScanScreen } from './scan-screen.js';
import { type Phone, usePhone } from './use-phone.js';

export function PhonePage() {
  const phone = usePhone();
  const say = useTexts(phoneTexts);
  const { view } = phone;
  return (
    <div className="phone">
      <header className="phone-bar">
        <h1>{say('title')}</h1>
        <LanguageSwitch />
      </header>
      <main>
        {phone.isSignedOut && <PhoneSignIn onSignedIn={phone.again} />}
        {!phone.isSignedOut && !view && <span className="skeleton phone-wait" />}
        {view && <SignedIn phone={phone} view={view} />}
      </main>
    </div>
  );
}

function SignedIn({ phone, view }: { readonly phone: Phone; readonly view: PhoneView }) {
  const say = useTexts(phoneTexts);
  const words = useWords();
  const [scanned, setScanned] = useState<Scanned>();
  const [chosen, setChosen] = useState<AwaitingPayment>();
  const [isScanning, setScanning] = useState(false);
  const [error, setError] = useState<HostError>();
  const { again } = phone;
  useEffect(() => {
    const take = (): void => {
      if (location.hash.length < 2) return;
      const link = location.href;
      history.replaceState(null, '', location.pathname);
      tellHost<Scanned>('/api/phone/scan', { link }).then((found) => {
        setScanned(found);
        setError(undefined);
        again();
      }, setError);
    };
    take();
    addEventListener('hashchange', take);
    return () => removeEventListener('hashchange', take);
  }, [again]);
  const byCode = view.awaiting.find(({ rrn }) => rrn === scanned?.rrn);
  // What was found stays on the screen when it waits no more: the holder reads what became of it.
  useEffect(() => {
    if (byCode) setChosen((before) => before ?? byCode);
  }, [byCode]);
  const payment = view.awaiting.find(({ rrn }) => rrn === chosen?.rrn) ?? chosen ?? byCode;
  if (payment) {
    const leave = (): void => {
      setChosen(undefined);
      setScanned(undefined);
      again();
    };
    const token = scanned?.rrn === payment.rrn ? scanned.token : undefined;
    return (
      <ConfirmScreen {...{ payment, token, view, aheadMs: phone.aheadMs, onDone: leave }} key={payment.rrn} />
    );
  }
  if (isScanning) {
    const found = (one: Scanned): void => {
      setScanned(one);
      setScanning(false);
      again();
    };
    return <ScanScreen onScanned={found} onBack={() => setScanning(false)} />;
  }
  const waiting = view.awaiting.filter(({ isConfirmed }) => !isConfirmed);
  return (
    <>
      {error && (
        <p className="notice bad" role="alert">
          {words(error.words)}
        </p>
      )}
      {phone.error && <p className="notice doubt">{words(phone.error.words)}</p>}
      <section aria-live="polite">
        <h2>{say('waiting')}</h2>
        {waiting.length === 0 && <p className="hint">{say('noneWaiting')}</p>}
        {waiting.map((one) => (
          <button className="waiting-payment" type="button" key={one.rrn} onClick={() => setChosen(one)}>
            <b>{words(one.merchantName)}</b>
            <Amount payment={one} />
          </button>
        ))}
        <button className="button" type="button" onClick={() => setScanning(true)}>
          {say('scan')}
        </button>
      </section>
      {view.passkeys === 0 && <PasskeyOffer holder={view.holder} onAdded={again} />}
      <section>
        <h2>{say('cards')}</h2>
        {view.cards.map((card) => (
          <CardPanel {...{ card, mobileEnd: view.holder.mobileEnd, onChanged: again }} key={card.cardId} />
        ))}
      </section>
      <ReferencePanel />
      <ActivityList payments={view.payments} onChanged={again} />
      <button
        className="button quiet"
        type="button"
        onClick={() => void tellHost('/api/phone/sign-out', {}).finally(again)}
      >
        {say('signOut')} · {words(view.holder.name)}
      </button>
    </>
  );
}

function Amount({ payment }: { readonly payment: AwaitingPayment }) {
  return <span className="amount">¥{amountDigits(payment.amountMinor)}</span>;
}
