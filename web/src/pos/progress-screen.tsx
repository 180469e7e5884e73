// A message under way, in words.

import type { Stage } from '@tillgate/terminal';
import { amountDigits } from '../format/amount.js';
import { useLanguage, useTexts } from '../language/language.js';
import { QrCode } from '../qr/qr-code-view.js';
import { usePad } from './pad.js';
import { posTexts, stageTexts } from './pos-texts.js';
import type { PhoneConfirm } from './screen.js';

/** The host speaks Chinese to the cashier (field 63 is GBK); the number that the holder compares is its last word. */
const NUMBER = /\d\d$/;

const WAY = ['connecting', 'sending', 'waiting', 'checking'] as const;

export function ProgressScreen(props: {
  readonly amountMinor: number | undefined;
  readonly stage: Stage;
  readonly confirm?: PhoneConfirm | undefined;
}) {
  const { amountMinor, stage, confirm } = props;
  const say = useTexts(stageTexts);
  const sayPos = useTexts(posTexts);
  const { language } = useLanguage();
  const hostText = confirm?.hostText ?? '';
  const number = NUMBER.exec(hostText)?.[0] ?? '';
  // What is under way cannot be called back: a till that says so would be lying.
  usePad(() => undefined);
  const now = (WAY as readonly string[]).indexOf(stage);
  return (
    <div className="screen">
      {amountMinor !== undefined && (
        <p className="big-amount">
          <small>¥</small>
          {amountDigits(amountMinor)}
        </p>
      )}
      {!confirm && (
        <p className="screen-lead" role="status">
          {stage in stageTexts ? say(stage as keyof typeof stageTexts) : ''}
        </p>
      )}
      {!confirm && (
        <ol className="stages" aria-hidden="true">
          {WAY.map((one, at) => (
            <li key={one} className={at === now ? 'now' : at < now ? 'past' : undefined}>
              {say(one)}
            </li>
          ))}
        </ol>
      )}
      {confirm && (
        <div className="phone-confirm">
          <p className="phone-number" role="status">
            {language === 'zh' && hostText ? hostText : `${sayPos('confirmOnPhone')} ${number}`}
          </p>
          {confirm.link && (
            <>
              <QrCode text={confirm.link} label={sayPos('confirmOnPhone')} />
              <a href={confirm.link} target="_blank" rel="noreferrer">
                {sayPos('openPhone')}
              </a>
            </>
          )}
        </div>
      )}
    </div>
  );
}
