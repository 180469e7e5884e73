// The version of this package, for what a terminal made of it reports of its program.

export const softwareVersion: string = '0.1.0';
