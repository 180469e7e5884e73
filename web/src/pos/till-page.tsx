// The terminal beside the customer's cards.

import type { DemoWorld } from '@tillgate/server/api';
import { useTexts } from '../language/language.js';
import { CardTray } from './card-tray.js';
import { Device } from './device.js';
import { Notice } from './notice.js';
import { posTexts } from './pos-texts.js';
import { TerminalChoice } from './terminal-choice.js';
import type { Till } from './till.js';
import { useTill, useTillView } from './use-till.js';

export function TillPage({ world, terminalId }: { readonly world: DemoWorld; readonly terminalId: string }) {
  const say = useTexts(posTexts);
  const till = useTill(world, terminalId);
  if (till === undefined) return <Notice title={say('opening')} />;
  if (till === 'elsewhere') {
    return (
      <>
        <Notice title={say('elsewhereTitle')} lead={say('elsewhereLead')} />
        <TerminalChoice world={world} terminalId={terminalId} />
      </>
    );
  }
  return <OpenTill {...{ world, terminalId, till }} />;
}

function OpenTill(props: { readonly world: DemoWorld; readonly terminalId: string; readonly till: Till }) {
  const { world, terminalId, till } = props;
  const say = useTexts(posTexts);
  const view = useTillView(till);
  const profile = world.terminals.find((one) => one.terminalId === terminalId);
  if (view.screen.at === 'broken') {
    return <Notice title={say('brokenTitle')} lead={`${say('brokenLead')} ${view.screen.why}`} hasReload />;
  }
  return (
    <main className="till" data-at={view.screen.at}>
      {profile && <Device {...{ world, profile, till, view }} />}
      <CardTray cards={world.cards} view={view} onPresent={(card, entry) => void till.present(card, entry)} />
      {!view.isKept && <p className="notice doubt till-notice">{say('notKept')}</p>}
    </main>
  );
}
