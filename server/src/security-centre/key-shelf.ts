// The key blocks of one search, each once: suppositions name them by their place.

import type { KeyBlock } from '../hsm/index.js';

export class KeyShelf {
  readonly blocks: KeyBlock[] = [];

  place(block: KeyBlock): number {
    const at = this.blocks.indexOf(block);
    return at >= 0 ? at : this.blocks.push(block) - 1;
  }
}
