// Which of the demo terminals this page is.

import type { DemoWorld } from '@tillgate/server/api';
import { useWords } from '../language/language.js';

export function TerminalChoice({
  world,
  terminalId,
}: {
  readonly world: DemoWorld;
  readonly terminalId: string;
}) {
  const words = useWords();
  return (
    <ul className="terminal-choice">
      {world.terminals.map((one) => (
        <li key={one.terminalId}>
          <a href={`?terminal=${one.terminalId}`} aria-current={one.terminalId === terminalId || undefined}>
            <b className="bytes">{one.terminalId}</b>
            <span>{words(one.merchantName)}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}
