// How far a download in parts has come: what is stored between its messages.

export type DownloadSubject = 'public-keys' | 'chip-applications';

export type DownloadStep = 'query' | 'fetch' | 'end';

/** Stored after each answer. */
export interface DownloadProgress {
  readonly subject: DownloadSubject;
  readonly step: DownloadStep;
  /** The list so far: F62 of the fetch of each, in hexadecimal. */
  readonly names: readonly string[];
  /** What has been fetched, in the order of the names, in hexadecimal. */
  readonly items: readonly string[];
}
