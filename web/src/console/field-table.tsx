// The fields of a message: number, name, value masked, and where its bytes are.

import type { MessageField } from '@tillgate/server/api';
import { useEffect, useRef } from 'react';
import { useTexts, useWords } from '../language/language.js';
import { type FieldMark, tintOf } from './field-mark.js';
import { transactionTexts } from './transaction-texts.js';

export function FieldTable(props: FieldMark & { readonly fields: readonly MessageField[] }) {
  const say = useTexts(transactionTexts);
  const words = useWords();
  return (
    <div className="fields">
      {props.fields.map((one) => {
        const isMarked = one.field === props.marked;
        return (
          <button
            key={one.field}
            type="button"
            className={isMarked ? 'field-row marked' : 'field-row'}
            aria-pressed={isMarked}
            title={say('bytesOf', { start: one.start, end: one.end - 1 })}
            onMouseEnter={() => props.onPoint(one.field)}
            onMouseLeave={() => props.onPoint(undefined)}
            onClick={() => props.onPick(one.field)}
          >
            <span className={`field-number bytes ${tintOf(props.fields, one.field)}`}>{one.field}</span>
            <span className="field-name">
              {words(one.name)}
              {one.sensitive && <em>{say('masked')}</em>}
            </span>
            <FieldValue value={one.value} isMarked={isMarked} />
          </button>
        );
      })}
    </div>
  );
}

/** A marked field that is out of sight comes into it, without moving the page. */
function FieldValue({ value, isMarked }: { readonly value: string; readonly isMarked: boolean }) {
  const place = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const box = place.current?.closest('.fields');
    const row = place.current?.closest<HTMLElement>('.field-row');
    if (!isMarked || !box || !row) return;
    const isAbove = row.offsetTop < box.scrollTop;
    const isBelow = row.offsetTop + row.offsetHeight > box.scrollTop + box.clientHeight;
    if (isAbove || isBelow) box.scrollTop = row.offsetTop - box.clientHeight / 3;
  }, [isMarked]);
  return (
    <span ref={place} className="field-value bytes">
      {value}
    </span>
  );
}
