import { SingleBar } from "cli-progress";
import type { Output } from "./output.js";

/** Shows how far something is: a bar on a terminal, a few plain lines elsewhere. */
export interface Progress extends Disposable {
  /** `fraction` goes from 0 to 1. */
  update(fraction: number): void;
  /** Ends with a plain line that stays. */
  done(text: string): void;
}

/** Starts showing progress. Dispose it: a bar that is never stopped holds the process and hides the cursor. */
export function startProgress(output: Output, label: string, terminal: NodeJS.WritableStream | undefined): Progress {
  return terminal === undefined ? plainLines(output, label) : bar(output, label, terminal);
}

function bar(output: Output, label: string, stream: NodeJS.WritableStream): Progress {
  const format = `  ${label} {bar} {percentage} %`;
  const single = new SingleBar({ format, stream, hideCursor: true, clearOnComplete: true });
  single.start(100, 0);
  return {
    update(fraction) {
      single.update(Math.floor(fraction * 100));
    },
    done(text) {
      single.stop();
      output.line(`  ${label} ${text}`);
    },
    [Symbol.dispose]: () => {
      single.stop();
    },
  };
}

function plainLines(output: Output, label: string): Progress {
  let next = 0.25;
  return {
    update(fraction) {
      if (fraction < next || fraction >= 1) return;
      output.line(`  ${label} ${String(Math.floor(fraction * 100))} %`);
      next = Math.floor(fraction * 4 + 1) / 4;
    },
    done(text) {
      output.line(`  ${label} ${text}`);
    },
    [Symbol.dispose]: () => undefined,
  };
}
