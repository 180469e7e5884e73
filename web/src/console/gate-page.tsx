// The quiet page around the two forms before the console: mark, title, form, language.

import type { ReactNode } from 'react';
import { LanguageSwitch } from '../language/language-switch.js';

export function GatePage(props: {
  readonly title: string;
  readonly lead: string;
  readonly children: ReactNode;
}) {
  return (
    <main className="gate">
      <div className="gate-top">
        <a className="brand" href="/">
          <img src="/mark.svg" alt="" />
          Tillgate
        </a>
        <LanguageSwitch />
      </div>
      <div className="gate-box">
        <h1>{props.title}</h1>
        <p className="lead">{props.lead}</p>
        {props.children}
      </div>
    </main>
  );
}
