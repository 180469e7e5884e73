// F62 of a status upload (60.3 = 362): each device of the terminal as its code and whether it works, in ASCII.

const deviceCodes = { keypad: '01', pinPad: '02', reader: '03', printer: '04', display: '05' } as const;

export type Device = keyof typeof deviceCodes;
export type DeviceStatus = Partial<Readonly<Record<Device, boolean>>>;

const devices = Object.keys(deviceCodes) as Device[];

export function formatF62Status(status: DeviceStatus): Uint8Array {
  const text = devices
    .filter((device) => status[device] !== undefined)
    .map((device) => deviceCodes[device] + (status[device] ? '1' : '0'))
    .join('');
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

export function parseF62Status(bytes: Uint8Array): DeviceStatus | undefined {
  const text = String.fromCharCode(...bytes.subarray(0, 512));
  if (bytes.length > 512 || !/^(0[1-5][01])*$/.test(text)) return undefined;
  const status: Partial<Record<Device, boolean>> = {};
  for (let at = 0; at < text.length; at += 3) {
    const device = devices.find((one) => deviceCodes[one] === text.slice(at, at + 2))!;
    status[device] = text[at + 2] === '1';
  }
  return status;
}
