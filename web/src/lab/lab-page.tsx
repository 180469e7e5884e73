// The message lab: read one message, compare two, build one. The codec and the doctor run in the browser.

import { useState } from 'react';
import { useTexts } from '../language/language.js';
import { BuildPanel } from './build-panel.js';
import { ComparePanel } from './compare-panel.js';
import { labTexts } from './lab-texts.js';
import { ReadPanel } from './read-panel.js';
import './lab.css';

type Panel = 'read' | 'compare' | 'build';

const PANELS: readonly Panel[] = ['read', 'compare', 'build'];

export default function LabPage() {
  const say = useTexts(labTexts);
  const [panel, setPanel] = useState<Panel>('read');
  const [text, setText] = useState('');
  const [other, setOther] = useState('');
  return (
    <main className="lab-page">
      <div className="section-head">
        <h1>{say('title')}</h1>
        <fieldset className="choice">
          <legend className="unseen">{say('title')}</legend>
          {PANELS.map((one) => (
            <button key={one} type="button" aria-pressed={one === panel} onClick={() => setPanel(one)}>
              {say(one)}
            </button>
          ))}
        </fieldset>
      </div>
      <p className="lead">{say('lead')}</p>
      {panel === 'read' && <ReadPanel text={text} onText={setText} />}
      {panel === 'compare' && <ComparePanel left={text} right={other} onLeft={setText} onRight={setOther} />}
      {panel === 'build' && (
        <BuildPanel
          onRead={(hex) => {
            setText(hex);
            setPanel('read');
          }}
        />
      )}
    </main>
  );
}
