// The two languages of the pages, and the form of their texts.

import type { Words } from '@tillgate/server/api';

export type Language = 'zh' | 'en';

/** Every text of a page by name, in both languages. */
export type Texts = Readonly<Record<string, Words>>;
