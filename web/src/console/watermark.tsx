// The viewer's name over pages with card data, so that a photograph says who took it.

export function Watermark({ name }: { readonly name: string }) {
  const text = name.replace(/[^\p{L}\p{N}@. _-]/gu, '');
  const picture =
    `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="200"><text x="20" y="120" ` +
    `transform="rotate(-24 160 100)" font-family="sans-serif" font-size="22" fill="#808890">${text}</text></svg>`;
  const backgroundImage = `url("data:image/svg+xml,${encodeURIComponent(picture)}")`;
  return <div className="watermark" style={{ backgroundImage }} aria-hidden="true" />;
}
