// Tokens by name, and the parts that are made of them.

import { useTexts } from '../language/language.js';
import { LanguageSwitch } from '../language/language-switch.js';
import { designTexts } from './design-texts.js';

const STATES = [
  ['approved', '✓'],
  ['declined', '✕'],
  ['doubt', '?'],
  ['person', '→'],
  ['neutral', '·'],
] as const;

const SURFACES = [
  ...['surface-page', 'surface', 'surface-sunken', 'surface-hover', 'line', 'line-strong'],
  ...['ink', 'ink-soft', 'ink-faint', 'accent', 'accent-soft', 'focus'],
];
const KEYS = ['key-cancel', 'key-clear', 'key-enter'];
const TINTS = ['tint-0', 'tint-1', 'tint-2', 'tint-3', 'tint-4', 'tint-5'];
const SIZES = ['size-1', 'size-2', 'size-3', 'size-4', 'size-5', 'size-6', 'size-7'];
const SPACES = ['space-1', 'space-2', 'space-3', 'space-4', 'space-5', 'space-6', 'space-7'];

export function DesignPage() {
  const say = useTexts(designTexts);
  return (
    <main className="design">
      <div className="design-top">
        <a className="brand" href="/">
          <img src="/mark.svg" alt="" />
          Tillgate
        </a>
        <LanguageSwitch />
      </div>
      <h1>{say('title')}</h1>
      <p>{say('lead')}</p>
      <h2>{say('states')}</h2>
      <p className="row">
        {STATES.map(([state, sign]) => (
          <span key={state} className={`state ${state}`}>
            <span aria-hidden="true">{sign}</span>
            {say(state)}
          </span>
        ))}
      </p>
      <Swatches title={say('surfaces')} tokens={SURFACES} />
      <Swatches title={say('keys')} tokens={KEYS} />
      <Swatches title={say('tints')} tokens={TINTS} />
      <h2>{say('type')}</h2>
      {SIZES.map((size) => (
        <p key={size} className="type-line">
          <code className="bytes">{size}</code>
          <span style={{ fontSize: `var(--${size})` }}>
            {say('sample')} <span className="bytes">632600001017</span>
          </span>
        </p>
      ))}
      <h2>{say('space')}</h2>
      {SPACES.map((space) => (
        <p key={space} className="type-line">
          <code className="bytes">{space}</code>
          <i className="space-bar" style={{ width: `var(--${space})` }} />
        </p>
      ))}
      <h2>{say('parts')}</h2>
      <p className="row">
        <button className="button first" type="button">
          {say('first')}
        </button>
        <button className="button" type="button">
          {say('other')}
        </button>
        <button className="button quiet" type="button">
          {say('quiet')}
        </button>
      </p>
    </main>
  );
}

function Swatches({ title, tokens }: { readonly title: string; readonly tokens: readonly string[] }) {
  return (
    <>
      <h2>{title}</h2>
      <ul className="swatches">
        {tokens.map((token) => (
          <li key={token}>
            <i style={{ background: `var(--${token})` }} />
            <code className="bytes">{token}</code>
          </li>
        ))}
      </ul>
    </>
  );
}
