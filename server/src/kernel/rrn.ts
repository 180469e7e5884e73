// Retrieval reference numbers (ISO 8583 field 37, an12): last digit of the year, day of the year, and an
// eight-digit number that the database hands out in blocks, so that hosts never meet and restarts only skip.

/** Numbers in one block: one question to the database for so many payments. */
export const RRN_BLOCK = 1000;

export interface RrnSource {
  /** A number never given before; asks for a new block when the old one is used up. */
  next(localDate: string): Promise<string>;
}

export function createRrnSource(reserveBlock: () => Promise<number>): RrnSource {
  let next = 0;
  let left = 0;
  let reserving: Promise<void> | undefined;

  async function reserve(): Promise<void> {
    const block = await reserveBlock();
    next = (block * RRN_BLOCK) % 100_000_000;
    left = RRN_BLOCK;
  }

  return {
    async next(localDate) {
      while (left === 0) {
        reserving ??= reserve().finally(() => {
          reserving = undefined;
        });
        await reserving;
      }
      const number = next;
      next += 1;
      left -= 1;
      return `${localDate.slice(3, 4)}${dayOfYear(localDate)}${String(number).padStart(8, '0')}`;
    },
  };
}

function dayOfYear(localDate: string): string {
  const year = Number(localDate.slice(0, 4));
  const at = Date.UTC(year, Number(localDate.slice(4, 6)) - 1, Number(localDate.slice(6, 8)));
  return String((at - Date.UTC(year, 0, 1)) / 86_400_000 + 1).padStart(3, '0');
}
