// A slip on the screen as its printer of 32 columns makes it.

export function Slip({ lines }: { readonly lines: readonly string[] }) {
  return (
    <div className="slip bytes">
      {lines.map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of paper
        <p key={at}>
          <SlipLine line={line} />
        </p>
      ))}
    </div>
  );
}

/** A Chinese character takes two columns on paper; few screen fonts keep to that, so its box does. */
function SlipLine({ line }: { readonly line: string }) {
  return line.split(/([^\p{ASCII}])/u).map((part, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of one line
    <span key={at} className={/[^\p{ASCII}]/u.test(part) ? 'wide' : undefined}>
      {part}
    </span>
  ));
}
