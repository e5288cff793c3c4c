import { inspect } from "node:util";
import colors from "picocolors";

/** What the quickstart prints, line by line, and a memory of it: at the end it proves that no secret was in there. */
export class Output {
  readonly #write: (text: string) => void;
  #printed = "";

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  /** Starts an act. */
  heading(text: string): void {
    this.line();
    this.line(colors.bold(text));
  }

  /** One fact. */
  line(text = ""): void {
    this.#print(`${text}\n`);
  }

  /** One fact with its name in front, aligned with its neighbours. */
  fact(name: string, value: string): void {
    this.line(`  ${colors.dim(`${name} `.padEnd(26))}${value}`);
  }

  /** An object the way `console.log` prints it. */
  object(value: unknown): void {
    this.line(inspect(value, { showHidden: true }).replace(/^/gm, "  "));
  }

  /** Text that is already laid out, such as a progress bar. */
  #print(text: string): void {
    this.#printed += text;
    this.#write(text);
  }

  /** Whether any of these texts was ever printed. */
  hasPrinted(secrets: Iterable<string>): boolean {
    return [...secrets].some((secret) => this.#printed.includes(secret));
  }
}
