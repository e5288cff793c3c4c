import { Crc64 } from "@credport/oss";
import { measure } from "../harness/measure.js";
import type { Report } from "../harness/report.js";

const gibibyte = 1024 ** 3;

/** CRC-64 over the pieces that bodies come in. */
export async function checksums(report: Report): Promise<void> {
  const rows = [];
  for (const kibibytes of [1, 64, 256]) {
    const piece = Buffer.alloc(kibibytes * 1024, 7);
    const [result] = await measure(
      [
        {
          name: `${kibibytes} KiB`,
          run(count) {
            const crc = new Crc64();
            for (let index = 0; index < count; index += 1) crc.update(piece);
            return crc.value;
          },
        },
      ],
      { time: "cpu" },
    );
    const nanoseconds = result?.nanoseconds ?? NaN;
    rows.push([`${kibibytes} KiB`, nanoseconds, (piece.length / gibibyte / nanoseconds) * 1e9]);
  }
  report.table(["CRC-64 of a piece", "ns", "GiB/s"], rows);
}
