// The part of the npm package `iso_8583`, the yardstick of `tillgate bench codec`, that is used there.

declare module 'iso_8583' {
  export default class {
    constructor(message?: Record<string, string>, formats?: object);
    getIsoJSON(bytes: Uint8Array, config: object): Record<string, string>;
    getRawMessage(): Uint8Array;
  }
}
