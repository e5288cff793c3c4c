/** The ECMA-182 polynomial, reflected. */
export const polynomial = 0xc96c5795d7870f42n;

/** Fills 16 tables of 256 entries: entry `i` of table `k` is the register after the byte `i` and `k` zero bytes. */
export function fillTables(tables: BigUint64Array): void {
  for (let byte = 0; byte < 256; byte++) {
    let register = BigInt(byte);
    for (let bit = 0; bit < 8; bit++) register = register & 1n ? (register >> 1n) ^ polynomial : register >> 1n;
    tables[byte] = register;
  }
  for (let index = 256; index < 16 * 256; index++) {
    const previous = tables[index - 256] ?? 0n;
    tables[index] = (tables[Number(previous & 0xffn)] ?? 0n) ^ (previous >> 8n);
  }
}
