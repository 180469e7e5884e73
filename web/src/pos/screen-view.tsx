// The screen that is up.

import type { DemoWorld } from '@tillgate/server/api';
import { useTexts } from '../language/language.js';
import { AmountScreen } from './amount-screen.js';
import { BatchScreen } from './batch-screen.js';
import { CardScreen } from './card-screen.js';
import { EntryScreen } from './entry-screen.js';
import { MenuScreen } from './menu-screen.js';
import { OperatorScreen } from './operator-screen.js';
import { OwnPasswordScreen } from './own-password-screen.js';
import { usePad } from './pad.js';
import { PinScreen } from './pin-screen.js';
import { posTexts } from './pos-texts.js';
import { ProgressScreen } from './progress-screen.js';
import { ReceiptScreen } from './receipt-screen.js';
import { ResultScreen } from './result-screen.js';
import type { DemoTerminal, TillView } from './screen.js';
import { SelfTestScreen } from './self-test-screen.js';
import { SelfTestedScreen } from './self-tested-screen.js';
import { StatusScreen } from './status-screen.js';
import { TerminalChoice } from './terminal-choice.js';
import type { Till } from './till.js';
import { VouchersScreen } from './vouchers-screen.js';

export function ScreenView(props: {
  readonly world: DemoWorld;
  readonly profile: DemoTerminal;
  readonly till: Till;
  readonly view: TillView;
}) {
  const { world, profile, till, view } = props;
  const { screen } = view;
  switch (screen.at) {
    case 'operator':
      return <OperatorScreen operators={world.operators} isRefused={screen.isRefused} till={till} />;
    case 'own-password':
      return <OwnPasswordScreen isWeak={screen.isWeak} till={till} />;
    case 'amount':
      return <AmountScreen till={till} status={view.status} />;
    case 'card':
      return <CardScreen task={screen.task} amountMinor={screen.amountMinor} till={till} />;
    case 'entry':
      return <EntryScreen key={screen.field} {...screen} till={till} />;
    case 'vouchers':
      return <VouchersScreen vouchers={screen.vouchers} till={till} />;
    case 'batch':
      return <BatchScreen batch={screen.batch} report={screen.report} till={till} />;
    case 'pin':
      return (
        <PinScreen key={screen.request.reason} request={screen.request} card={view.presented} till={till} />
      );
    case 'progress':
      return <ProgressScreen {...screen} />;
    case 'result':
      return <ResultScreen outcome={screen.outcome} till={till} />;
    case 'receipt':
      return <ReceiptScreen receipt={screen.receipt} isReprint={screen.isReprint} till={till} />;
    case 'menu':
      return <MenuScreen menu={screen.menu} till={till} />;
    case 'status':
      return <StatusScreen till={till} status={view.status} />;
    case 'self-test':
      return <SelfTestScreen key={screen.tries} {...screen} till={till} />;
    case 'self-tested':
      return <SelfTestedScreen found={screen.found} till={till} terminalId={profile.terminalId} />;
    case 'terminals':
      return <TerminalsScreen world={world} terminalId={profile.terminalId} till={till} />;
    case 'opening':
    case 'elsewhere':
    case 'broken':
      return <OpeningScreen />;
  }
}

function TerminalsScreen(props: {
  readonly world: DemoWorld;
  readonly terminalId: string;
  readonly till: Till;
}) {
  const say = useTexts(posTexts);
  usePad((key) => {
    if (key === 'cancel' || key === 'clear') props.till.show({ at: 'menu', menu: 'manage' });
  });
  return (
    <div className="screen">
      <h1>{say('changeTerminal')}</h1>
      <TerminalChoice world={props.world} terminalId={props.terminalId} />
    </div>
  );
}

function OpeningScreen() {
  const say = useTexts(posTexts);
  usePad(() => undefined);
  return <p className="screen-lead">{say('opening')}</p>;
}
